package tracing

import (
	"context"
	"log/slog"
)

// wordsOnly logs the messages of the SDK without their values: that of a misspelt OTEL_EXPORTER_OTLP_HEADERS is a secret.
type wordsOnly struct{ slog.Handler }

// Handle implements slog.Handler.
func (w wordsOnly) Handle(ctx context.Context, record slog.Record) error {
	return w.Handler.Handle(ctx, slog.NewRecord(record.Time, record.Level, "OpenTelemetry's environment variables: "+record.Message, 0))
}

// WithAttrs implements slog.Handler.
func (w wordsOnly) WithAttrs([]slog.Attr) slog.Handler { return w }

// WithGroup implements slog.Handler.
func (w wordsOnly) WithGroup(string) slog.Handler { return w }

package tracing

import (
	"context"
	"log/slog"

	"latchkey/span"
)

// Logs returns a handler that adds the trace to each line of a request that is sampled, as trace_id.
func (t *Tracing) Logs(next slog.Handler) slog.Handler {
	if t == nil {
		return next
	}
	return logs{next}
}

// logs adds trace_id to the lines of sampled requests.
type logs struct{ slog.Handler }

// Handle implements slog.Handler.
func (l logs) Handle(ctx context.Context, record slog.Record) error {
	if id := span.TraceID(ctx); id != "" {
		record = record.Clone()
		record.AddAttrs(slog.String("trace_id", id))
	}
	return l.Handler.Handle(ctx, record)
}

// WithAttrs implements slog.Handler.
func (l logs) WithAttrs(attrs []slog.Attr) slog.Handler { return logs{l.Handler.WithAttrs(attrs)} }

// WithGroup implements slog.Handler.
func (l logs) WithGroup(name string) slog.Handler { return logs{l.Handler.WithGroup(name)} }

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

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

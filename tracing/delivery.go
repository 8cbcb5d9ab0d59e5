package tracing

import (
	"context"
	"log/slog"
	"strings"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// delivery is an exporter that logs when deliveries begin to fail, and when they succeed again: one line each, however long
// the collector is down. The SDK calls it from one goroutine at a time.
type delivery struct {
	next sdk.SpanExporter
	log  *slog.Logger
	lost int // spans since deliveries began to fail; 0: they succeed
}

// ExportSpans implements sdk.SpanExporter. It returns no error, which the SDK would log each time.
func (d *delivery) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	switch err := d.next.ExportSpans(ctx, spans); {
	case err != nil && d.lost == 0:
		d.log.Warn("traces cannot be delivered to the collector, and are lost until it answers (logged once); check tracing.endpoint and tracing.headers_file", "cause", causeOf(err))
		fallthrough
	case err != nil:
		d.lost += len(spans)
	case d.lost > 0:
		d.log.Info("traces are delivered again", "lost_spans", d.lost)
		d.lost = 0
	}
	return nil
}

// causeOf drops the body of the collector's response, in which an odd one may repeat our headers.
func causeOf(err error) string {
	cause, _, _ := strings.Cut(err.Error(), "body:")
	return strings.TrimRight(cause, " (:")
}

// Shutdown implements sdk.SpanExporter.
func (d *delivery) Shutdown(ctx context.Context) error { return d.next.Shutdown(ctx) }

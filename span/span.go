// Package span records what a traced request does: its calls of the store, the statements of those, its calls of Kratos, and
// the ceremony that it is part of. It owns the names and attributes of all spans, and is the only package beside tracing
// that imports OpenTelemetry. Package tracing decides which requests are traced, and exports.
//
// Attributes are set by the functions of this package only, from closed sets: an operation, an outcome, a route's pattern,
// a status. No function takes an identity, an address, an error's text or a URL, so that none can reach a collector.
//
// A request that is not traced costs one look into its context for each call, and no allocation.
package span

import (
	"context"
	"net/http"
	"slices"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// Scope names what makes the spans.
const Scope = "latchkey"

// Span is a call in progress. The zero Span records nothing.
type Span struct{ recording trace.Span }

// below starts a span if the request of ctx is traced. The name is joined only then.
func below(ctx context.Context, kind trace.SpanKind, system, operation string) (context.Context, Span) {
	parent := trace.SpanFromContext(ctx)
	if !parent.IsRecording() {
		return ctx, Span{}
	}
	ctx, started := parent.TracerProvider().Tracer(Scope).Start(ctx, system+" "+operation, trace.WithSpanKind(kind))
	return ctx, Span{started}
}

func (s Span) set(attributes ...attribute.KeyValue) {
	if s.recording != nil {
		s.recording.SetAttributes(attributes...)
	}
}

// End ends the span with an outcome of the call's Meter.
func (s Span) End(outcome string) {
	if s.recording == nil {
		return
	}
	s.recording.SetAttributes(attribute.String("latchkey.outcome", outcome))
	if isFailure(outcome) {
		s.recording.SetStatus(codes.Error, "")
	}
	s.recording.End()
}

// isFailure reports whether an outcome is the fault of Latchkey, Kratos or the database; refusals, and clients that
// disconnect, are not.
func isFailure(outcome string) bool { return outcome == "failed" || outcome == "unreachable" }

// methods are those that may be recorded (as http.request.method): any other text is a client's own.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
	http.MethodOptions, http.MethodConnect, http.MethodTrace}

// Method returns the method as it may be recorded.
func Method(method string) string {
	if slices.Contains(methods, method) {
		return method
	}
	return "_OTHER"
}

// Answered records the response to the request of ctx, and names its span. The route is a pattern, such as
// /v1/passkeys/:id, or "" if there is none.
func Answered(ctx context.Context, method, route string, status int) {
	request := trace.SpanFromContext(ctx)
	if !request.IsRecording() {
		return
	}
	name := Method(method)
	attributes := []attribute.KeyValue{attribute.String("http.request.method", name), attribute.Int("http.response.status_code", status)}
	if route != "" {
		name += " " + route
		attributes = append(attributes, attribute.String("http.route", route))
	}
	request.SetName(name)
	request.SetAttributes(attributes...)
	if status >= http.StatusInternalServerError {
		request.SetStatus(codes.Error, "")
	}
}

// Ceremony records on the span of the request what its step of a ceremony came to, in the terms of api.Meter.
func Ceremony(ctx context.Context, kind, step, outcome, reason string) {
	request := trace.SpanFromContext(ctx)
	if !request.IsRecording() {
		return
	}
	request.SetAttributes(attribute.String("latchkey.ceremony.kind", kind), attribute.String("latchkey.ceremony.step", step),
		attribute.String("latchkey.outcome", outcome), attribute.String("latchkey.reason", reason))
}

// TraceID returns the ID of the request's trace, or "" if it is not sampled, so that no collector has it.
func TraceID(ctx context.Context) string {
	if c := trace.SpanContextFromContext(ctx); c.IsSampled() {
		return c.TraceID().String()
	}
	return ""
}

// Inject passes the context on in a request (W3C Trace Context), with the decision whether it is sampled. The header must
// be of this request only.
func Inject(ctx context.Context, header http.Header) {
	if trace.SpanContextFromContext(ctx).IsValid() {
		propagation.TraceContext{}.Inject(ctx, propagation.HeaderCarrier(header))
	}
}

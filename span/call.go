package span

import (
	"context"
	"slices"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// Store starts the span of a call of the store.
func Store(ctx context.Context, operation string) (context.Context, Span) {
	ctx, s := below(ctx, trace.SpanKindInternal, "store", operation)
	if s.recording != nil {
		s.set(attribute.String("latchkey.operation", operation))
	}
	return ctx, s
}

// Kratos starts the span of a call of Kratos, in the terms of kratos.Meter.
func Kratos(ctx context.Context, operation string) (context.Context, Span) {
	ctx, s := below(ctx, trace.SpanKindClient, "kratos", operation)
	if s.recording != nil {
		s.set(attribute.String("latchkey.operation", operation), attribute.String("peer.service", "kratos"))
	}
	return ctx, s
}

// Status records the status of a response; 0 is none.
func (s Span) Status(status int) {
	if s.recording != nil && status != 0 {
		s.set(attribute.Int("http.response.status_code", status))
	}
}

// Statement starts the span of one statement, or of several that are sent together. The span is found again in the context by EndStatement.
func Statement(ctx context.Context, sql string) context.Context {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return ctx
	}
	verb := verbOf(sql)
	ctx, s := below(ctx, trace.SpanKindClient, "postgresql", verb)
	s.set(attribute.String("db.system.name", "postgresql"), attribute.String("db.operation.name", verb))
	return ctx
}

// EndStatement ends what Statement has started; code is the SQLSTATE, or "" if the database has not refused it.
func EndStatement(ctx context.Context, failed bool, code string) {
	s := Span{trace.SpanFromContext(ctx)}
	if !s.recording.IsRecording() {
		return
	}
	if code != "" {
		s.set(attribute.String("db.response.status_code", code))
	}
	if failed {
		s.End("failed")
		return
	}
	s.End("ok")
}

// verbs begin our statements; BATCH stands for several.
var verbs = []string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "BEGIN", "COMMIT", "ROLLBACK", "BATCH"}

// verbOf returns the first word of a statement. What it names or compares is not recorded.
func verbOf(sql string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(sql), " ")
	first, _, _ := strings.Cut(word, "\n")
	if i := slices.Index(verbs, strings.ToUpper(strings.TrimSpace(first))); i >= 0 {
		return verbs[i]
	}
	return "OTHER"
}

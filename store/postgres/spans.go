package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"latchkey/span"
)

// Spans is a tracer for Options: each statement of a traced request becomes a span below that of its call. Neither its text
// nor its arguments are recorded.
type Spans struct{}

var (
	_ pgx.QueryTracer = Spans{}
	_ pgx.BatchTracer = Spans{}
)

// TraceQueryStart implements pgx.QueryTracer.
func (Spans) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	return span.Statement(ctx, data.SQL)
}

// TraceQueryEnd implements pgx.QueryTracer.
func (Spans) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryEndData) {
	endStatement(ctx, data.Err)
}

// TraceBatchStart implements pgx.BatchTracer. The statements of a batch are sent at once, and have one span.
func (Spans) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return span.Statement(ctx, "BATCH")
}

// TraceBatchQuery implements pgx.BatchTracer.
func (Spans) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd implements pgx.BatchTracer.
func (Spans) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchEndData) {
	endStatement(ctx, data.Err)
}

func endStatement(ctx context.Context, err error) {
	code := ""
	if refusal, ok := errors.AsType[*pgconn.PgError](err); ok {
		code = refusal.Code
	}
	span.EndStatement(ctx, err != nil && !errors.Is(err, pgx.ErrNoRows), code)
}

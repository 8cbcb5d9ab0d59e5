package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// querier is the pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// scan returns a function that reads a row into the fields of a record.
func scan[T any](fields func(*T) []any) pgx.RowToFunc[T] {
	return func(r pgx.CollectableRow) (record T, err error) {
		err = r.Scan(fields(&record)...)
		return record, err
	}
}

// one reads a single row. It returns store.ErrNotFound if there is none.
func one[T any](ctx context.Context, q querier, fields func(*T) []any, sql string, args ...any) (T, error) {
	var none T
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return none, err
	}
	found, err := pgx.CollectExactlyOneRow(rows, scan(fields))
	if errors.Is(err, pgx.ErrNoRows) {
		return none, store.ErrNotFound
	}
	return found, err
}

// list reads all rows.
func list[T any](ctx context.Context, q querier, fields func(*T) []any, sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan(fields))
}

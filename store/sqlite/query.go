package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"latchkey/store"
)

// querier is a database handle or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// one reads a single row. It returns store.ErrNotFound if there is none.
func one[T any](ctx context.Context, q querier, fields func(*T) []any, query string, args ...any) (T, error) {
	var record T
	err := q.QueryRowContext(ctx, query, args...).Scan(targets(fields(&record))...)
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	return record, err
}

// list reads all rows.
func list[T any](ctx context.Context, q querier, fields func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var next T
		if err := rows.Scan(targets(fields(&next))...); err != nil {
			return nil, err
		}
		all = append(all, next)
	}
	return all, rows.Err()
}

// Package postgres implements store.Store on PostgreSQL, version 13 or newer, with pgx and its native types.
//
// It adds no rules to the contract of package store. Invariants are constraints of the schema (package migrations), and
// a refused write is identified by SQLSTATE and constraint name. Wherever possible a change is one statement that
// writes the effect and its audit event: one round trip and one commit, with locks only on the rows that it changes.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"latchkey/store"
	"latchkey/store/row"
)

// purgeBatch is the number of rows that one statement of a purge deletes.
const purgeBatch = 1000

// Store is a pool of connections. It is safe for concurrent use.
type Store struct {
	snapshot
	pool *pgxpool.Pool
	// begin starts a transaction. Behind a pooler, it also limits the statements, since the connection does not.
	begin pgx.TxOptions
	reset *resetter
}

var _ store.Store = (*Store)(nil)

// errReadOnly reports a standby, or a former primary.
var errReadOnly = errors.New("the server is read-only: a standby, or a primary with default_transaction_read_only")

// Now returns the database's clock. It fails if the database cannot be written to, and then closes the connections: others
// may reach the new primary.
func (s *Store) Now(ctx context.Context) (time.Time, error) {
	var (
		now      time.Time
		readOnly bool
	)
	err := s.pool.QueryRow(ctx, `SELECT clock_timestamp(), current_setting('transaction_read_only')::boolean`).Scan(&now, &readOnly)
	if err == nil && readOnly {
		s.reset.all()
		err = errReadOnly
	}
	return now, err
}

// Close waits for running calls and closes the connections.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// count runs a statement that returns one number.
func (s *Store) count(ctx context.Context, sql string, args ...any) (int64, error) {
	var n int64
	err := retry(func() error { return s.pool.QueryRow(ctx, sql, args...).Scan(&n) })
	return n, err
}

// write runs change in a transaction, which is retried if the database rolls it back because of a concurrent one.
func (s *Store) write(ctx context.Context, change func(tx pgx.Tx) error) error {
	return retry(func() error { return pgx.BeginTxFunc(ctx, s.pool, s.begin, change) })
}

// page reads a page, newest first. The statement is planned at each call (QueryExecModeCacheDescribe), with the values
// of the filters.
func page[T any](ctx context.Context, s *Store, fields func(*T) []any, query string, where *row.Where, size int) ([]T, error) {
	return list(ctx, s.pool, fields, pageOf(query, where), append([]any{pgx.QueryExecModeCacheDescribe}, append(where.Args, size)...)...)
}

func pageOf(query string, where *row.Where) string {
	return numbered(query + where.Clause() + ` ORDER BY id DESC LIMIT ?`)
}

// numbered replaces the placeholders of a shared statement by $1, $2, and so on.
func numbered(sql string) string {
	parts := strings.Split(sql, `?`)
	var numbered strings.Builder
	for i, part := range parts {
		if i > 0 {
			fmt.Fprintf(&numbered, `$%d`, i)
		}
		numbered.WriteString(part)
	}
	return numbered.String()
}

// purge deletes the expired rows of a table.
func (s *Store) purge(ctx context.Context, e row.Expiry) (int64, error) {
	return s.deleteInBatches(ctx, e.Table, expired(e), e.After)
}

func expired(e row.Expiry) string {
	return ` WHERE ` + e.At + ` < now() - $1::interval ORDER BY ` + e.At
}

// deleteInBatches deletes the rows that a WHERE clause selects, up to purgeBatch at a time, until a batch is not full.
// It skips rows that another replica is deleting.
func (s *Store) deleteInBatches(ctx context.Context, table, where string, args ...any) (int64, error) {
	var total int64
	for {
		tag, err := s.pool.Exec(ctx, deleteBatch(table, where), args...)
		if err != nil {
			return total, err
		}
		total += tag.RowsAffected()
		if tag.RowsAffected() < purgeBatch {
			return total, nil
		}
	}
}

func deleteBatch(table, where string) string {
	return fmt.Sprintf(`
		DELETE FROM %[1]s
		WHERE ctid = ANY (ARRAY (
			SELECT ctid
			FROM %[1]s%[2]s
			LIMIT %[3]d
			FOR UPDATE SKIP LOCKED
		))`,
		table, where, purgeBatch)
}

// values returns the arguments for inserting a whole record. A zero UUID becomes NULL.
func values(fields []any) []any {
	for i, field := range fields {
		if id, ok := field.(*uuid.UUID); ok {
			fields[i] = orNull(*id)
		}
	}
	return fields
}

// orNull returns nil, which is NULL, for the zero UUID.
func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

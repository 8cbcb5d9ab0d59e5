// Package postgres keeps the records in PostgreSQL, version 13 or newer, through pgx and its native types.
//
// It fulfils the contract of package store and adds no rule of its own: what must hold is a constraint of the
// schema (package migrations), and a refused write is told apart by SQLSTATE and constraint name. Each change is
// one statement that writes its effect and its audit event together, so it is one round trip and one commit, and
// it takes no lock beyond the rows it changes.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"latchkey/migrations"
	"latchkey/store"
	"latchkey/store/row"
)

const (
	connectTimeout = 5 * time.Second
	// pingTimeout bounds the check of a connection that was idle; past it the connection is given up.
	pingTimeout = 2 * time.Second
	// purgeBatch is how many rows one statement of a purge deletes.
	purgeBatch = 1000
)

// Options are what a caller may choose beyond the DSN.
type Options struct {
	// Migrate brings the schema up to date first. Without it an older schema is refused (migrations.ErrBehind).
	Migrate bool
	// Tracer sees every statement, BEGIN and COMMIT included. Nil: none.
	Tracer pgx.QueryTracer
}

// Store is a pool of connections. It is safe for concurrent use.
type Store struct{ pool *pgxpool.Pool }

var _ store.Store = (*Store)(nil)

// Open connects, and fails when the database does not answer within ctx or 5 s. The DSN is a URL or keyword string
// as libpq takes them; pool_max_conns, pool_min_idle_conns and their like are pgxpool's. Without pool_max_conns
// there are four connections per CPU, 8 at least and 32 at most.
//
// After a restart of the database, broken connections are replaced as they are noticed: at most one call per
// connection fails, and none a second later.
func Open(ctx context.Context, dsn string, options Options) (*Store, error) {
	config, err := poolConfig(dsn, options)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	s := &Store{pool: pool}
	if err := s.prepare(ctx, options.Migrate); err != nil {
		go pool.Close() // it waits for connections still being made, which may outlast ctx
		return nil, fmt.Errorf("postgres: %w", err)
	}
	return s, nil
}

func poolConfig(dsn string, options Options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		// pgx leaves the password out of its parse errors.
		return nil, fmt.Errorf("postgres: %w", err)
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = int32(min(max(8, 4*runtime.NumCPU()), 32))
	}
	if !strings.Contains(dsn, "pool_min_idle_conns") {
		// A burst after a quiet hour should not wait for logins to the database.
		config.MinIdleConns = min(2, config.MaxConns)
	}
	if config.PingTimeout == 0 {
		config.PingTimeout = pingTimeout
	}
	if config.ConnConfig.ConnectTimeout == 0 || !strings.Contains(dsn, "connect_timeout") {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	if options.Tracer != nil {
		config.ConnConfig.Tracer = options.Tracer
	}
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(&pgtype.Type{
			Name:  "timestamptz",
			OID:   pgtype.TimestamptzOID,
			Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		conn.TypeMap().RegisterType(uuidType)
		return nil
	}
	return config, nil
}

// prepare checks that the database answers and has the schema.
func (s *Store) prepare(ctx context.Context, migrate bool) error {
	if _, err := s.Now(ctx); err != nil {
		return fmt.Errorf("cannot reach the database; check dsn and that the server runs: %w", err)
	}
	db := stdlib.OpenDBFromPool(s.pool)
	defer db.Close() // the pool itself stays open
	if migrate {
		return migrations.Up(ctx, migrations.Postgres, db)
	}
	return migrations.Check(ctx, migrations.Postgres, db)
}

// Now is the database's clock.
func (s *Store) Now(ctx context.Context) (time.Time, error) {
	var now time.Time
	err := s.pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&now)
	return now, err
}

// Close waits for running calls and closes the connections.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// count runs a statement that answers with one number.
func (s *Store) count(ctx context.Context, sql string, args ...any) (int64, error) {
	var n int64
	err := retry(func() error { return s.pool.QueryRow(ctx, sql, args...).Scan(&n) })
	return n, err
}

// write runs change in one transaction, which is repeated when the database takes it back for the sake of others.
func (s *Store) write(ctx context.Context, change func(tx pgx.Tx) error) error {
	return retry(func() error { return pgx.BeginFunc(ctx, s.pool, change) })
}

// querier is the pool, or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// scan reads a row into the fields of a record.
func scan[T any](fields func(*T) []any) pgx.RowToFunc[T] {
	return func(r pgx.CollectableRow) (record T, err error) {
		err = r.Scan(fields(&record)...)
		return record, err
	}
}

// one reads the single row of a look-up. ErrNotFound.
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

func list[T any](ctx context.Context, q querier, fields func(*T) []any, sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan(fields))
}

// page reads a page, newest first. It is planned anew each time (QueryExecModeCacheDescribe), so that the planner
// sees the values of the filters.
func page[T any](ctx context.Context, s *Store, fields func(*T) []any, query string, where *row.Where, size int) ([]T, error) {
	return list(ctx, s.pool, fields, pageOf(query, where), append([]any{pgx.QueryExecModeCacheDescribe}, append(where.Args, size)...)...)
}

func pageOf(query string, where *row.Where) string {
	return numbered(query + where.Clause() + ` ORDER BY id DESC LIMIT ?`)
}

// numbered makes $1, $2, … of the placeholders of a statement that both drivers share.
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

// purge deletes the rows that have expired.
func (s *Store) purge(ctx context.Context, e row.Expiry) (int64, error) {
	return s.deleteInBatches(ctx, e.Table, expired(e), e.After)
}

func expired(e row.Expiry) string {
	return ` WHERE ` + e.At + ` < now() - $1::interval ORDER BY ` + e.At
}

// deleteInBatches deletes the rows that a WHERE clause finds, purgeBatch at a time, until a batch is not full. It omits
// rows that another replica's purge has locked.
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

// values are the fields of a record that is written whole. A UUID that is zero is NULL.
func values(fields []any) []any {
	for i, field := range fields {
		if id, ok := field.(*uuid.UUID); ok {
			fields[i] = orNull(*id)
		}
	}
	return fields
}

// orNull makes the zero UUID NULL.
func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

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

// one reads the single row of a look-up. ErrNotFound.
func one[T any](ctx context.Context, s *Store, scan pgx.RowToFunc[T], sql string, args ...any) (T, error) {
	var none T
	rows, err := s.pool.Query(ctx, sql, args...)
	if err != nil {
		return none, err
	}
	row, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return none, store.ErrNotFound
	}
	return row, err
}

func list[T any](ctx context.Context, s *Store, scan pgx.RowToFunc[T], sql string, args ...any) ([]T, error) {
	rows, err := s.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// purge runs a statement that deletes up to purgeBatch rows until it finds no full batch any more.
func (s *Store) purge(ctx context.Context, sql string) (int64, error) {
	var total int64
	for {
		tag, err := s.pool.Exec(ctx, sql, purgeBatch)
		if err != nil {
			return total, err
		}
		total += tag.RowsAffected()
		if tag.RowsAffected() < purgeBatch {
			return total, nil
		}
	}
}

// orNull makes the zero UUID NULL.
func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"net/url"
	"path/filepath"
	"time"
)

// versionTable is not goose's default, since another application in the same database may use goose too.
const versionTable = "latchkey_schema"

const (
	// lockPoll is how often a waiting process tries to get Postgres' lock.
	lockPoll = 50 * time.Millisecond
	// secondConnectionTimeout limits the wait for a second connection.
	secondConnectionTimeout = 3 * time.Second
)

// lockPostgres takes an advisory lock in a transaction of its own, which stays open while the migrations run on other
// connections. A session-level lock would be lost behind a pooler in transaction mode. The lock ends with its connection, so a
// process that dies frees it.
//
// A process that waits holds no transaction in between: behind a pooler it would occupy a connection that the holder needs,
// and CREATE INDEX CONCURRENTLY would wait for its snapshot.
func lockPostgres(ctx context.Context, db *sql.DB) (unlock func() error, err error) {
	for {
		tx, err := tryPostgres(ctx, db)
		if err != nil {
			return nil, fmt.Errorf("acquire the migration lock: %w", err)
		}
		if tx != nil {
			if err := checkSecondConnection(ctx, db); err != nil {
				return nil, errors.Join(err, tx.Rollback())
			}
			return func() error { return unlockPostgres(tx) }, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("another process is migrating (see pg_locks, locktype advisory): %w", ctx.Err())
		case <-time.After(lockPoll):
		}
	}
}

// tryPostgres returns nil if another process has the lock.
func tryPostgres(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	// The transaction must not end with ctx: it is rolled back after the last migration.
	tx, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, err
	}
	var locked bool
	key, err := postgresLockKey(ctx, tx)
	if err == nil {
		// The transaction is idle while the migrations run. If the holder's whole machine is gone, its connection stays
		// open; with these the server notices within half a minute and not after two hours.
		_, err = tx.ExecContext(ctx, `
			SELECT set_config('idle_in_transaction_session_timeout', '0', true),
			       set_config('tcp_keepalives_idle', '15', true),
			       set_config('tcp_keepalives_interval', '5', true),
			       set_config('tcp_keepalives_count', '3', true)`)
	}
	if err == nil {
		err = tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1)`, key).Scan(&locked)
	}
	if err != nil || !locked {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx, nil
}

// checkSecondConnection checks that there is a second connection for the migrations: a pooler may have only one.
func checkSecondConnection(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, secondConnectionTimeout)
	defer cancel()
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("there is no second connection to migrate on: raise the pool size of the pooler to at least 2, "+
			"or run `latchkey migrate` with a dsn that names PostgreSQL directly: %w", err)
	}
	return nil
}

func unlockPostgres(tx *sql.Tx) error {
	var alive int
	if err := tx.QueryRowContext(context.Background(), `SELECT 1`).Scan(&alive); err != nil {
		return fmt.Errorf("the migration lock was lost meanwhile; if there is a pooler, run `latchkey migrate` with a dsn that names PostgreSQL directly: %w", err)
	}
	return tx.Rollback()
}

// postgresLockKey differs by schema: two Latchkeys in one database do not wait for each other.
func postgresLockKey(ctx context.Context, conn *sql.Tx) (int64, error) {
	var schema sql.NullString
	if err := conn.QueryRowContext(ctx, `SELECT current_schema()`).Scan(&schema); err != nil {
		return 0, fmt.Errorf("read the current schema: %w", err)
	}
	if !schema.Valid {
		return 0, errors.New("no schema of the search_path exists: create it first")
	}
	sum := fnv.New64a()
	sum.Write([]byte(versionTable + " " + schema.String))
	return int64(sum.Sum64()), nil
}

// lockSQLite lets one process at a time migrate, and switches the file to WAL while it is alone: eight processes
// that switch at once would get SQLITE_BUSY whatever their busy_timeout.
//
// goose commits once per migration, so no transaction on the database itself can span them all. The lock is an
// exclusive transaction on an empty second file beside it: portable, and freed by the system when its holder
// dies. The file stays, since deleting it would take it from under a process that waits for it.
func lockSQLite(ctx context.Context, db *sql.DB) (unlock func(), err error) {
	var path string
	err = db.QueryRowContext(ctx, `SELECT file FROM pragma_database_list WHERE name = 'main'`).Scan(&path)
	if err != nil {
		return nil, err
	}
	if path == "" {
		return nil, errors.New("the database is not a file")
	}
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path + "-migrate")}
	// The context bounds the wait, long before the ten minutes here do.
	name.RawQuery = "_busy_timeout=600000&_txlock=exclusive"
	guard, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	tx, err := guard.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(err, guard.Close())
	}
	unlock = func() {
		_ = tx.Rollback() // it has written nothing
		_ = guard.Close()
	}
	if _, err := db.ExecContext(ctx, `PRAGMA journal_mode = WAL`); err != nil {
		unlock()
		return nil, fmt.Errorf("switch to WAL: %w", err)
	}
	return unlock, nil
}

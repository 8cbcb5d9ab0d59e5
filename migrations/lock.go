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

	"github.com/pressly/goose/v3/lock"
)

// The version table has a name of our own, since a database may be shared with others who use goose.
const versionTable = "latchkey_schema"

// lockPoll is how often a waiting process asks again for Postgres' lock.
const lockPoll = 50 * time.Millisecond

// postgresLock is a session advisory lock on the connection that migrates; it falls when that connection ends,
// so a process that dies frees it. It asks again and again instead of blocking in pg_advisory_lock, because a
// blocked call holds a snapshot, and CREATE INDEX CONCURRENTLY would wait for that for ever. goose has such a
// lock too, but polls no faster than once a second, which eight replicas add up to a slow start.
type postgresLock struct{}

var _ lock.SessionLocker = postgresLock{}

func (postgresLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	key, err := postgresLockKey(ctx, conn)
	if err != nil {
		return err
	}
	// A holder whose whole machine is gone leaves an open connection; with these the server notices within half a
	// minute and not after two hours. They are a courtesy: not every Postgres-like server has them.
	_, _ = conn.ExecContext(ctx, `
		SELECT set_config('tcp_keepalives_idle', '15', false),
		       set_config('tcp_keepalives_interval', '5', false),
		       set_config('tcp_keepalives_count', '3', false)`)
	for {
		var locked bool
		if err := conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, key).Scan(&locked); err != nil {
			return fmt.Errorf("ask for the migration lock: %w", err)
		}
		if locked {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("another process is migrating (see pg_locks, locktype advisory): %w", ctx.Err())
		case <-time.After(lockPoll):
		}
	}
}

func (postgresLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	key, err := postgresLockKey(ctx, conn)
	if err != nil {
		return err
	}
	var unlocked bool
	if err := conn.QueryRowContext(ctx, `SELECT pg_advisory_unlock($1)`, key).Scan(&unlocked); err != nil {
		return fmt.Errorf("give the migration lock back: %w", err)
	}
	if !unlocked {
		return errors.New("the migration lock was lost: is there a transaction pooler between us and Postgres?")
	}
	return nil
}

// postgresLockKey differs by schema: two Latchkeys in one database do not wait for each other.
func postgresLockKey(ctx context.Context, conn *sql.Conn) (int64, error) {
	var schema sql.NullString
	if err := conn.QueryRowContext(ctx, `SELECT current_schema()`).Scan(&schema); err != nil {
		return 0, fmt.Errorf("ask for the current schema: %w", err)
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

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

// versionTable is not goose's default, since another application in the same database may use goose too.
const versionTable = "latchkey_schema"

// lockPoll is how often a waiting process tries to get Postgres' lock.
const lockPoll = 50 * time.Millisecond

// postgresLock is a session advisory lock on the connection that migrates. It ends with the connection, so a process
// that dies releases it. It polls instead of blocking in pg_advisory_lock, because a blocked call holds a snapshot, for
// which CREATE INDEX CONCURRENTLY would wait forever. goose has such a lock too, but polls at most once a second, which
// makes the start of several replicas slow.
type postgresLock struct{}

var _ lock.SessionLocker = postgresLock{}

func (postgresLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	key, err := postgresLockKey(ctx, conn)
	if err != nil {
		return err
	}
	// If the machine of the holder is gone, its connection stays open. With these settings the server notices within
	// half a minute instead of two hours. Errors are ignored, because some servers that speak Postgres' protocol lack
	// the settings.
	_, _ = conn.ExecContext(ctx, `
		SELECT set_config('tcp_keepalives_idle', '15', false),
		       set_config('tcp_keepalives_interval', '5', false),
		       set_config('tcp_keepalives_count', '3', false)`)
	for {
		var locked bool
		if err := conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, key).Scan(&locked); err != nil {
			return fmt.Errorf("acquire the migration lock: %w", err)
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
		return fmt.Errorf("release the migration lock: %w", err)
	}
	if !unlocked {
		return errors.New("the migration lock was lost, possibly because of a transaction pooler in front of Postgres")
	}
	return nil
}

// postgresLockKey returns a key for the current schema, so that two installations in one database do not wait for each
// other.
func postgresLockKey(ctx context.Context, conn *sql.Conn) (int64, error) {
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

// lockSQLite waits until no other process migrates, and switches the database to WAL while it holds the lock: of
// several processes that switch at once, some get SQLITE_BUSY whatever their busy_timeout is.
//
// goose commits each migration separately, so a transaction on the database cannot be the lock. The lock is an exclusive
// transaction on an empty file next to the database. That is portable, and the system releases it if the holder dies.
// The file is never deleted, because another process may be waiting for it.
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
	// ctx limits the wait; this timeout only has to be longer.
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

// Package migrations owns the schema of both databases and brings a database up to it.
//
// The files under postgres/ and sqlite/ are forward-only and carry the same numbers on both sides; a released file
// is never edited. A newer schema must work with the previous binary, because replicas are replaced one by one. The
// package leaves the meaning of the tables to store; it has their SQL, and the lock with which processes that start at
// once agree on which one migrates.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed postgres/*.sql sqlite/*.sql
var files embed.FS

// Dialect says which database a *sql.DB talks to.
type Dialect string

// The databases that have a schema.
const (
	Postgres Dialect = "postgres"
	SQLite   Dialect = "sqlite"
)

// ErrBehind: the schema is older than the binary.
var ErrBehind = errors.New("the database schema is older than this binary")

// Up brings the schema up to date. Any number of processes may call it at once: one runs the migrations, the rest
// wait until it is done or has died, bounded by ctx. An up-to-date schema costs two reads and no lock.
//
// db must have been opened with pgx, or with modernc.org/sqlite on a file and with immediate transactions.
func Up(ctx context.Context, dialect Dialect, db *sql.DB) error {
	return upTo(ctx, dialect, db, goose.MaxVersion)
}

// Version tells where the schema stands (0: empty) and where this binary would bring it. It writes nothing, so a
// role without DDL rights may ask.
func Version(ctx context.Context, dialect Dialect, db *sql.DB) (current, target int64, err error) {
	provider, err := newProvider(dialect, db, nil)
	if err != nil {
		return 0, 0, err
	}
	sources := provider.ListSources()
	target = sources[len(sources)-1].Version
	current, err = currentVersion(ctx, dialect, db)
	return current, target, err
}

// Check is nil when the schema is at least as new as the binary, and ErrBehind when it is not. A schema that is
// newer is fine: that is how it is for the replicas not yet replaced.
func Check(ctx context.Context, dialect Dialect, db *sql.DB) error {
	current, target, err := Version(ctx, dialect, db)
	if err != nil {
		return err
	}
	if current < target {
		return fmt.Errorf("%w: it stands at %d and %d is needed; migrate it first, or set migrate: auto",
			ErrBehind, current, target)
	}
	return nil
}

func upTo(ctx context.Context, dialect Dialect, db *sql.DB, version int64) error {
	current, target, err := Version(ctx, dialect, db)
	if err != nil {
		return err
	}
	if current >= min(target, version) {
		return nil
	}
	if dialect == SQLite {
		unlock, err := lockSQLite(ctx, db)
		if err != nil {
			return fmt.Errorf("migrations: waiting for the process that migrates: %w", err)
		}
		defer unlock()
	}
	provider, err := newProvider(dialect, db, sessionLock(dialect))
	if err != nil {
		return err
	}
	if _, err := provider.UpTo(ctx, min(target, version)); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

func newProvider(dialect Dialect, db *sql.DB, locker lock.SessionLocker) (*goose.Provider, error) {
	folder, err := fs.Sub(files, string(dialect))
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	options := []goose.ProviderOption{
		goose.WithTableName(versionTable),
		goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)),
	}
	if locker != nil {
		options = append(options, goose.WithSessionLocker(locker))
	}
	gooseDialect := goose.DialectPostgres
	if dialect == SQLite {
		gooseDialect = goose.DialectSQLite3
	}
	provider, err := goose.NewProvider(gooseDialect, db, folder, options...)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return provider, nil
}

// currentVersion does not ask goose, which would create the version table in order to look into it.
func currentVersion(ctx context.Context, dialect Dialect, db *sql.DB) (int64, error) {
	table := `SELECT count(*) > 0 FROM pg_tables
		WHERE schemaname = current_schema() AND tablename = '` + versionTable + `'`
	if dialect == SQLite {
		table = `SELECT count(*) > 0 FROM sqlite_schema WHERE name = '` + versionTable + `'`
	}
	var exists bool
	if err := db.QueryRowContext(ctx, table).Scan(&exists); err != nil {
		return 0, fmt.Errorf("migrations: read the schema's version: %w", err)
	}
	if !exists {
		return 0, nil
	}
	var version int64
	err := db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM `+versionTable).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("migrations: read the schema's version: %w", err)
	}
	return version, nil
}

// sessionLock is nil for SQLite, where lockSQLite is taken around goose instead.
func sessionLock(dialect Dialect) lock.SessionLocker {
	if dialect == SQLite {
		return nil
	}
	return postgresLock{}
}

// Package migrations owns the schema of both databases: the SQL files, the runner, and the lock that makes sure that
// one process migrates when several start at once. It leaves the meaning of the tables to store.
//
// The files in postgres/ and sqlite/ are forward-only, and a version has the same number in both. A released file is
// never edited. A newer schema must work with the previous binary, because replicas are replaced one by one.
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
)

//go:embed postgres/*.sql sqlite/*.sql
var files embed.FS

// Dialect is the kind of database behind a *sql.DB.
type Dialect string

// The databases that have a schema.
const (
	Postgres Dialect = "postgres"
	SQLite   Dialect = "sqlite"
)

// ErrBehind reports that the schema is older than the binary.
var ErrBehind = errors.New("the database schema is older than this binary")

// ErrNone reports a database without a schema of Latchkey, or none at all.
var ErrNone = errors.New("there is no database of Latchkey")

// Up migrates the schema to the newest version. Any number of processes may call it at once: one runs the migrations,
// and the others wait until it has finished or died, or ctx is done. If the schema is up to date, Up only reads.
//
// db must allow two connections at once (Postgres). It must have been opened with pgx, or with modernc.org/sqlite on a
// file and with immediate transactions.
func Up(ctx context.Context, dialect Dialect, db *sql.DB) error {
	return upTo(ctx, dialect, db, goose.MaxVersion)
}

// Version returns the version of the schema, 0 if it is empty, and the newest version that this binary has. It only
// reads, so a database role without DDL rights can call it.
func Version(ctx context.Context, dialect Dialect, db *sql.DB) (current, target int64, err error) {
	provider, err := newProvider(dialect, db)
	if err != nil {
		return 0, 0, err
	}
	sources := provider.ListSources()
	target = sources[len(sources)-1].Version
	current, err = currentVersion(ctx, dialect, db)
	return current, target, err
}

// Check returns ErrBehind if the schema is older than the binary. A newer schema is not an error: during an upgrade,
// the replicas that have not been replaced yet see one.
func Check(ctx context.Context, dialect Dialect, db *sql.DB) error {
	current, target, err := Version(ctx, dialect, db)
	if err != nil {
		return err
	}
	if current < target {
		return fmt.Errorf("%w: it has version %d, and %d is required; run latchkey migrate, or set migrate: auto",
			ErrBehind, current, target)
	}
	return nil
}

// Exists returns ErrNone if there is no schema of any version.
func Exists(ctx context.Context, dialect Dialect, db *sql.DB) error {
	current, err := currentVersion(ctx, dialect, db)
	if err == nil && current == 0 {
		err = ErrNone
	}
	return err
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
			return fmt.Errorf("migrations: wait for the process that migrates: %w", err)
		}
		defer unlock()
	}
	if dialect == Postgres {
		unlock, err := lockPostgres(ctx, db)
		if err != nil {
			return fmt.Errorf("migrations: %w", err)
		}
		return errors.Join(patiently(ctx, func() error { return run(ctx, dialect, db, min(target, version)) }), unlock())
	}
	return run(ctx, dialect, db, min(target, version))
}

func run(ctx context.Context, dialect Dialect, db *sql.DB, version int64) error {
	provider, err := newProvider(dialect, db)
	if err != nil {
		return err
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

func newProvider(dialect Dialect, db *sql.DB) (*goose.Provider, error) {
	folder, err := fs.Sub(files, string(dialect))
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	options := []goose.ProviderOption{
		goose.WithTableName(versionTable),
		goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)),
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

// currentVersion reads the version table itself, because goose would create the table if it is missing.
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

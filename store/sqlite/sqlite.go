// Package sqlite implements store.Store in a SQLite file, with modernc.org/sqlite. Several processes on one machine can
// share the file.
//
// It adds no rules to the contract of package store. Writes are immediate transactions on one connection: what a
// transaction has read cannot change before it commits, so conflicts are detected by reading first. Reads run
// concurrently on other connections (WAL) and see all earlier commits. A commit is flushed to disk before a method
// returns (synchronous FULL).
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"

	"latchkey/migrations"
	"latchkey/store"
	"latchkey/store/row"
)

const (
	// readers is the number of concurrent reads. More would only compete for the CPUs.
	readers = 4
	// busyTimeout limits how long a write waits for another process, as does its context.
	busyTimeout = 10 * time.Second
	// purgeBatch is the number of rows that one transaction of a purge deletes. Other writes run in between.
	purgeBatch = 1000
)

// Options are optional settings of Open.
type Options struct {
	// Migrate updates the schema, and creates the file if it does not exist. Without it, Open returns
	// migrations.ErrBehind for an older schema.
	Migrate bool
	// Existing creates nothing: Open returns migrations.ErrNone if there is no file, or no schema in it.
	Existing bool
}

// Store is the open file. It is safe for concurrent use.
type Store struct {
	snapshot
	writer *sql.DB // one connection
	reader *sql.DB
}

var _ store.Store = (*Store)(nil)

// Open opens the database file at path. Its directory must exist and be on a local disk.
func Open(ctx context.Context, path string, options Options) (*Store, error) {
	if path == "" || strings.HasPrefix(path, ":memory:") {
		return nil, errors.New("sqlite: a database in memory is not shared between connections: name a file")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	if err := prepareFile(path, options); err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	writer, err := openDB(path, 1, "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	reader, err := openDB(path, readers, "_query_only=1")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	s := &Store{snapshot: snapshot{reader}, writer: writer, reader: reader}
	if err := s.prepareSchema(ctx, options); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: %s: %w", path, err), s.Close())
	}
	return s, nil
}

func prepareFile(path string, options Options) error {
	switch {
	case options.Existing:
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return migrations.ErrNone
		}
	case options.Migrate:
		return create(path)
	}
	return nil
}

// create makes an empty file, unless it exists, that only its owner may read: the log contains IP addresses. SQLite
// gives its other files the same mode.
func create(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

func openDB(path string, connections int, query string) (*sql.DB, error) {
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path)}
	name.RawQuery = fmt.Sprintf("mode=rw&_busy_timeout=%d&_foreign_keys=on&_synchronous=FULL&_defensive=1&_dqs=0&%s",
		busyTimeout.Milliseconds(), query)
	opened, err := sqlite.NewConnector(name.String())
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	db := sql.OpenDB(connector{opened})
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

func (s *Store) prepareSchema(ctx context.Context, options Options) error {
	if options.Existing {
		if err := migrations.Exists(ctx, migrations.SQLite, s.reader); err != nil {
			return err
		}
	}
	if options.Migrate {
		return migrations.Up(ctx, migrations.SQLite, s.writer)
	}
	return migrations.Check(ctx, migrations.SQLite, s.writer)
}

// Now returns this machine's clock as SQLite reads it, in milliseconds. It commits a write of a number in the file's
// header that nothing uses: a file that has become read-only, or whose disk is full, can still be read.
func (s *Store) Now(ctx context.Context) (time.Time, error) {
	var micros int64
	err := s.write(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT `+nowMicros).Scan(&micros); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `PRAGMA user_version = 0`)
		return err
	})
	return fromMicros(micros), err
}

// nowMicros is the clock in a statement.
const nowMicros = `CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER) * 1000`

// Close waits for running calls and closes the file.
func (s *Store) Close() error {
	return errors.Join(s.reader.Close(), s.writer.Close())
}

// write runs change in an immediate transaction, which is committed unless change fails.
func (s *Store) write(ctx context.Context, change func(tx *sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := change(tx); err != nil {
		_ = tx.Rollback() // change's error is the relevant one
		return err
	}
	return tx.Commit()
}

// exists runs a query that returns one number and reports whether it is positive.
func exists(ctx context.Context, tx *sql.Tx, query string, args ...any) (bool, error) {
	var n int64
	err := tx.QueryRowContext(ctx, query, args...).Scan(&n)
	return n > 0, err
}

// changed runs a statement and returns the number of changed rows.
func changed(ctx context.Context, tx *sql.Tx, query string, args ...any) (int64, error) {
	result, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// page reads a page, newest first.
func page[T any](ctx context.Context, s *Store, fields func(*T) []any, query string, where *row.Where, size int) ([]T, error) {
	return list(ctx, s.reader, fields, query+where.Clause()+` ORDER BY id DESC LIMIT ?`, append(arguments(where), size)...)
}

// purge deletes the expired rows of a table.
func (s *Store) purge(ctx context.Context, e row.Expiry) (int64, error) {
	return s.deleteInBatches(ctx, e.Table, e.Key, ` WHERE `+e.At+` < `+nowMicros+` - ? ORDER BY `+e.At, e.After.Microseconds())
}

// deleteInBatches deletes the rows that a WHERE clause selects, up to purgeBatch at a time, until a batch is not full.
func (s *Store) deleteInBatches(ctx context.Context, table, key, where string, args ...any) (int64, error) {
	var total int64
	for {
		result, err := s.writer.ExecContext(ctx, `
			DELETE FROM `+table+`
			WHERE (`+key+`) IN (SELECT `+key+` FROM `+table+where+` LIMIT ?)`,
			append(args, purgeBatch)...)
		if err != nil {
			return total, err
		}
		deleted, err := result.RowsAffected()
		total += deleted
		if err != nil || deleted < purgeBatch {
			return total, err
		}
	}
}

package migrations_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"latchkey/migrations"
	"latchkey/store"
	"latchkey/store/postgres"
	"latchkey/store/sqlite"
	"latchkey/store/storetest"
)

// target is the newest version there is: the files are numbered from 1 without gaps.
var target = func() int64 {
	names, err := filepath.Glob("sqlite/*.sql")
	if err != nil {
		panic(err)
	}
	return int64(len(names))
}()

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childArg {
		os.Exit(child())
	}
	os.Exit(storetest.Main(m))
}

// database is one of the two, empty.
type database struct {
	dialect  migrations.Dialect
	location string // DSN or path
}

func databases(t *testing.T, test func(t *testing.T, d database)) {
	t.Run("postgres", func(t *testing.T) {
		test(t, database{migrations.Postgres, storetest.Postgres(t)})
	})
	t.Run("sqlite", func(t *testing.T) {
		test(t, database{migrations.SQLite, filepath.Join(t.TempDir(), "latchkey.db")})
	})
}

// raw opens the database as database/sql.
func (d database) raw() (*sql.DB, error) {
	if d.dialect == migrations.Postgres {
		return sql.Open("pgx", d.location)
	}
	return sql.Open("sqlite", "file:"+d.location+"?_txlock=immediate&_busy_timeout=10000&_foreign_keys=on")
}

// open opens the store as the binary does.
func (d database) open(ctx context.Context, migrate bool) (store.Store, error) {
	if d.dialect == migrations.Postgres {
		return postgres.Open(ctx, d.location, postgres.Options{Migrate: migrate})
	}
	return sqlite.Open(ctx, d.location, sqlite.Options{Migrate: migrate})
}

func rawDB(t *testing.T, d database) *sql.DB {
	t.Helper()
	db, err := d.raw()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestVersionsAndUp(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, d database) {
		db := rawDB(t, d)
		stands := func(want int64) {
			t.Helper()
			current, newest, err := migrations.Version(t.Context(), d.dialect, db)
			if err != nil || current != want || newest != target {
				t.Fatalf("schema version %d of %d, %v; want %d of %d", current, newest, err, want, target)
			}
			err = migrations.Check(t.Context(), d.dialect, db)
			if behind := errors.Is(err, migrations.ErrBehind); behind != (want < target) {
				t.Errorf("at version %d, Check gives %v", want, err)
			}
		}
		stands(0)
		if n := tables(t, d, db); n != 0 {
			t.Errorf("asking for the version made %d tables", n)
		}
		if _, err := d.open(t.Context(), false); !errors.Is(err, migrations.ErrBehind) {
			t.Errorf("an empty database is opened without migrating: %v", err)
		}
		if err := migrations.UpTo(t.Context(), d.dialect, db, 2); err != nil {
			t.Fatal(err)
		}
		stands(2)
		for range 2 {
			if err := migrations.Up(t.Context(), d.dialect, db); err != nil {
				t.Fatal(err)
			}
			stands(target)
		}

		// A newer binary has been here: the older one goes on.
		_, err := db.ExecContext(t.Context(),
			fmt.Sprintf(`INSERT INTO latchkey_schema (version_id, is_applied) VALUES (%d, true)`, target+1))
		if err != nil {
			t.Fatal(err)
		}
		stands(target + 1)
		for _, migrate := range []bool{true, false} {
			s, err := d.open(t.Context(), migrate)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

func tables(t *testing.T, d database, db *sql.DB) (n int) {
	t.Helper()
	query := `SELECT count(*) FROM sqlite_schema`
	if d.dialect == migrations.Postgres {
		query = `SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()`
	}
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Both folders carry the same numbers, and nothing goes backwards.
func TestFiles(t *testing.T) {
	t.Parallel()
	names := map[string][]string{}
	for _, dialect := range []string{"postgres", "sqlite"} {
		err := fs.WalkDir(os.DirFS(dialect), ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			names[dialect] = append(names[dialect], path)
			text, err := os.ReadFile(filepath.Join(dialect, path))
			if bytes.Contains(text, []byte("+goose Down")) {
				t.Errorf("%s/%s has a way down", dialect, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if p, s := fmt.Sprint(names["postgres"]), fmt.Sprint(names["sqlite"]); p != s {
		t.Errorf("postgres has %s, sqlite has %s", p, s)
	}
	for i, name := range names["sqlite"] {
		if number := fmt.Sprintf("%05d_", i+1); !strings.HasPrefix(name, number) {
			t.Errorf("%s does not start with %s", name, number)
		}
	}
}

func TestUpWaitsNoLongerThanItsContext(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, d database) {
		err := migrations.Hold(t.Context(), d.dialect, rawDB(t, d), func() {
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			start := time.Now()
			err := migrations.Up(ctx, d.dialect, rawDB(t, d))
			if err == nil || time.Since(start) > 30*time.Second { // without a context: until the test is killed
				t.Errorf("Up returned %v after %v while another held the lock", err, time.Since(start))
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := migrations.Up(t.Context(), d.dialect, rawDB(t, d)); err != nil {
			t.Error(err)
		}
	})
}

// A backup reads a table that a migration changes. Others can read it meanwhile, and the migration is made after the backup.
func TestUpDoesNotBlockOthers(t *testing.T) {
	t.Parallel()
	d := database{migrations.Postgres, storetest.Postgres(t)}
	db := rawDB(t, d)
	if err := migrations.UpTo(t.Context(), d.dialect, db, 46); err != nil {
		t.Fatal(err)
	}
	backup, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = backup.Rollback() }()
	count(t, backup, `SELECT count(*) FROM passkeys`)

	short, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	limited := postgres.Options{Migrate: true, Timeout: time.Second}
	if _, err := postgres.Open(short, d.location, limited); err == nil || !strings.Contains(err.Error(), "another transaction") {
		t.Errorf("migrated beside a backup: %v", err)
	}
	migrated := make(chan error)
	go func() {
		s, err := postgres.Open(t.Context(), d.location, limited)
		if err == nil {
			err = s.Close()
		}
		migrated <- err
	}()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), `SET statement_timeout = '5s'`); err != nil {
		t.Fatal(err)
	}
	for count(t, conn, `SELECT count(*) FROM pg_locks WHERE relation = 'passkeys'::regclass AND NOT granted`) == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	count(t, conn, `SELECT count(*) FROM passkeys`)
	if err := backup.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-migrated; err != nil {
		t.Error(err)
	}
}

func count(t *testing.T, at interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, query string) (n int) {
	t.Helper()
	if err := at.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

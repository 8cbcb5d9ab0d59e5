// Package migrated makes databases for tests that have the current schema from the start. All migrations run once per
// process, into a template; each test gets a copy, which takes a twentieth of the time.
//
// It leaves the servers to storetest, and tests of the migrations themselves to package migrations.
package migrated

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	// Registers the database/sql driver "sqlite".
	_ "modernc.org/sqlite"

	"latchkey/migrations"
)

// file is the content of a migrated SQLite file.
var file = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "latchkey-schema-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "latchkey.db")
	if err := migrate(migrations.SQLite, "sqlite", "file:"+path+"?_txlock=immediate"); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// SQLite returns the path of a new file, which is removed at the end of the test.
func SQLite(t testing.TB) string {
	t.Helper()
	content, err := file()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "latchkey.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func migrate(dialect migrations.Dialect, driver, name string) error {
	db, err := sql.Open(driver, name)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := migrations.Up(context.Background(), dialect, db); err != nil {
		return fmt.Errorf("a template of the schema: %w", err)
	}
	return db.Close() // the last connection writes SQLite's log into the file
}

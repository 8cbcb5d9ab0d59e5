package sqlite_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"latchkey/store/migrated"
	"latchkey/store/sqlite"
	"latchkey/store/storetest"
)

func TestConformance(t *testing.T) {
	schema, err := os.ReadFile(migrated.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	storetest.Run(t, func(t *testing.T) storetest.Driver {
		path := filepath.Join(t.TempDir(), "latchkey ?%.db") // a name that must be escaped in a URL
		if err := os.WriteFile(path, schema, 0o600); err != nil {
			t.Fatal(err)
		}
		raw, err := sql.Open("sqlite", "file:"+filepath.Dir(path)+"/latchkey%20%3f%25.db")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { raw.Close() })
		return storetest.Driver{
			Store: open(t, path, sqlite.Options{}),
			Exec: func(ctx context.Context, statement string) error {
				_, err := raw.ExecContext(ctx, statement)
				return err
			},
		}
	})
}

func open(t *testing.T, path string, options sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

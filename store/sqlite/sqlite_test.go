package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"latchkey/store/sqlite"
	"latchkey/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Driver {
		path := filepath.Join(t.TempDir(), "latchkey ?%.db") // a name that is no URL
		raw, err := sql.Open("sqlite", "file:"+filepath.Dir(path)+"/latchkey%20%3f%25.db")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { raw.Close() })
		return storetest.Driver{
			Store: open(t, path, sqlite.Options{Migrate: true}),
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

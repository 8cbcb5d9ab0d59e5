package postgres_test

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"latchkey/store/postgres"
	"latchkey/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Driver {
		dsn := storetest.Postgres(t)
		raw, err := pgxpool.New(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(raw.Close)
		return storetest.Driver{
			Store: open(t, dsn, postgres.Options{Migrate: true}),
			Exec: func(ctx context.Context, sql string) error {
				_, err := raw.Exec(ctx, sql)
				return err
			},
		}
	})
}

func open(t *testing.T, dsn string, options postgres.Options) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), dsn, options)
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

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

// The tests of the suite share one schema, which is emptied between them: the migrations take longer than most of the
// tests.
func TestConformance(t *testing.T) {
	dsn := storetest.Postgres(t)
	open(t, dsn, postgres.Options{Migrate: true})
	raw, err := pgxpool.New(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(raw.Close)
	storetest.Run(t, func(t *testing.T) storetest.Driver {
		empty(t, raw)
		return storetest.Driver{
			Store: open(t, dsn, postgres.Options{Migrate: true}),
			Exec: func(ctx context.Context, sql string) error {
				_, err := raw.Exec(ctx, sql)
				return err
			},
		}
	})
}

// empty deletes all rows. It disables the triggers that keep the audit log append-only.
func empty(t *testing.T, raw *pgxpool.Pool) {
	t.Helper()
	_, err := raw.Exec(t.Context(), `DO $$
		DECLARE
			name    text;
			guarded text[] := ARRAY(SELECT DISTINCT tgrelid::regclass FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
				WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace);
		BEGIN
			FOREACH name IN ARRAY guarded LOOP
				EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', name);
			END LOOP;
			FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema()
				AND tablename NOT IN ('latchkey_schema', 'audit_counted') LOOP
				EXECUTE format('DELETE FROM %I', name);
			END LOOP;
			UPDATE audit_counted SET batch = 0;
			FOREACH name IN ARRAY guarded LOOP
				EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', name);
			END LOOP;
		END $$`)
	if err != nil {
		t.Fatal(err)
	}
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

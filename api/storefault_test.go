package api_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/bounded"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
	"latchkey/store/sqlite"
)

// A statement that the database refuses, and would refuse again, is our fault: 500 without Retry-After, and the log has the
// database's code. Nothing is written, and the same ceremony succeeds once the fault is mended.
func TestStoreFaultIsNotAnOutage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		open          func(*testing.T) (store.Store, func(string))
		breaks, mends string
		code          string
	}{
		"postgres": {
			open:   postgresWithFault,
			breaks: `ALTER TABLE security_audit ADD CONSTRAINT broken CHECK (event_type <> 'login.succeeded')`,
			mends:  `ALTER TABLE security_audit DROP CONSTRAINT broken`,
			code:   "SQLSTATE 23514",
		},
		"sqlite": {
			open: sqliteWithFault,
			breaks: `CREATE TRIGGER broken BEFORE INSERT ON security_audit WHEN new.event_type = 'login.succeeded'
				BEGIN SELECT raise(ABORT, 'broken'); END`,
			mends: `DROP TRIGGER broken`,
			code:  "(1811)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			records, exec := c.open(t)
			h := harnessOn(t, records)
			ada, phone := h.person("ada@example.com"), device()
			ada.register(phone).want(201)
			b := h.app().begin("login", object{})
			credential := h.app().getWith(phone, b)
			exec(c.breaks)
			refused := h.app().finish("login", b, credential).wantCode(500, "internal")
			if got := refused.header.Get("Retry-After"); got != "" {
				t.Errorf("Retry-After is %q", got)
			}
			if line := h.lastLine(); !strings.Contains(line, c.code) || !strings.Contains(line, "ERROR") {
				t.Errorf("the log says %s", line)
			}
			exec(c.mends)
			h.app().finish("login", b, credential).want(200)
		})
	}
}

func postgresWithFault(t *testing.T) (store.Store, func(string)) {
	dsn := migrated.Postgres(t)
	records, err := postgres.Open(t.Context(), dsn, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close() })
	raw, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close(context.WithoutCancel(t.Context())) })
	return bounded.Store(records, bounded.Options{Permanent: postgres.Permanent}), func(sql string) {
		if _, err := raw.Exec(t.Context(), sql); err != nil {
			t.Error(err)
		}
	}
}

func sqliteWithFault(t *testing.T) (store.Store, func(string)) {
	path := migrated.SQLite(t)
	records, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close() })
	raw := openRaw(t, path)
	return bounded.Store(records, bounded.Options{Permanent: sqlite.Permanent}), func(sql string) {
		if _, err := raw.ExecContext(t.Context(), sql); err != nil {
			t.Error(err)
		}
	}
}

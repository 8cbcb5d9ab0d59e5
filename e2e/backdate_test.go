package e2e_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// backdate moves a moment in an identity's rows of a table an hour into the past, in place of waiting for it to pass.
func (s *stack) backdate(t *testing.T, table, column string, identityID uuid.UUID) {
	t.Helper()
	conn := s.database(t)
	names := pgx.Identifier{table}.Sanitize() + " SET " + pgx.Identifier{column}.Sanitize() + " = " + pgx.Identifier{column}.Sanitize()
	changed, err := conn.Exec(t.Context(), "UPDATE "+names+" - $1::interval WHERE identity_id = $2", time.Hour, identityID)
	must(t, err)
	if changed.RowsAffected() == 0 {
		t.Fatalf("%s has no row of %s", table, identityID)
	}
}

// justMade makes the codes of an identity as young as they count, so that for longer than ten seconds no others replace them.
func (s *stack) justMade(t *testing.T, identityID uuid.UUID) {
	t.Helper()
	_, err := s.database(t).Exec(t.Context(), `UPDATE recovery_codes SET created_at = $1 WHERE identity_id = $2`,
		time.Now().Add(store.CodesApart-time.Second), identityID)
	must(t, err)
}

func (s *stack) dsn() (dsn string) {
	for _, setting := range s.latchkey.Command().Env {
		if value, ok := strings.CutPrefix(setting, "LATCHKEY_DSN="); ok {
			dsn = value
		}
	}
	return dsn
}

// database is a connection to Latchkey's own database.
func (s *stack) database(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.dsn())
	must(t, err)
	t.Cleanup(func() { conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

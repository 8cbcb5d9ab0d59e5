package migrations_test

import (
	"testing"

	"latchkey/migrations"
	"latchkey/store"
)

// A log that was filled before there was a chain stays as it is, waits to be sealed, and is no less append-only.
func TestAuditChainOfAFilledDatabase(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, d database) {
		db := rawDB(t, d)
		if err := migrations.UpTo(t.Context(), d.dialect, db, 8); err != nil {
			t.Fatal(err)
		}
		id, at := `unhex('0197f0000000700080000000000000' || printf('%02x', n))`, `n * 1000000`
		series := `WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 50) `
		if d.dialect == migrations.Postgres {
			id, at = `('0197f000-0000-7000-8000-0000000000' || lpad(to_hex(n), 2, '0'))::uuid`, `now() - n * interval '1 day'`
		}
		_, err := db.ExecContext(t.Context(), `INSERT INTO security_audit
			(id, at, event_type, actor_kind, actor_id, request_id, ip, user_agent, reason, metadata) `+series+`
			SELECT `+id+`, `+at+`, 'login.succeeded', 'system', '', 'r', '192.0.2.1', 'Mozilla', '', '{"n": 1}' FROM s`)
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.open(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		waiting, err := s.UnsealedEvents(t.Context(), 100)
		if err != nil || len(waiting) != 50 {
			t.Errorf("%d wait to be sealed, %v", len(waiting), err)
		}
		listed, err := s.AuditEvents(t.Context(), store.AuditFilter{}, store.Page{Size: 100})
		if err != nil || len(listed) != 50 || listed[0].IP != "192.0.2.1" || listed[0].ID != waiting[49].ID {
			t.Errorf("%d are listed, %v", len(listed), err)
		}
		for _, statement := range []string{`UPDATE security_audit SET reason = 'x'`, `DELETE FROM security_audit`} {
			if _, err := db.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("%s is allowed", statement)
			}
		}
	})
}

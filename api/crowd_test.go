package api_test

import (
	"fmt"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// crowdedRows are logins among n passkeys, on separate databases that are filled in bulk.
func crowdedRows(b *testing.B, kratosURL string, n int) []*row {
	b.Helper()
	onPostgres, h := postgresService(b, kratosURL)
	onSQLite := sqliteService(b, kratosURL)
	var rows []*row
	for _, s := range []*service{onPostgres, onSQLite} {
		phones := s.enrol(b, webauthntest.ES256)
		if s == onPostgres {
			h.crowd(b, n)
		} else {
			s.crowd(n)
		}
		rows = append(rows, loginRow(b, fmt.Sprintf("login, %d passkeys", n), s.name, s.counters, s.handler, phones))
	}
	return rows
}

// crowd multiplies one passkey: other users', with other IDs.
func (h *postgresHarness) crowd(b *testing.B, n int) {
	b.Helper()
	for _, statement := range []string{
		fmt.Sprintf(`
			INSERT INTO passkeys
			SELECT (jsonb_populate_record(one.passkey, jsonb_build_object(
				'id', gen_random_uuid(),
				'identity_id', gen_random_uuid(),
				'credential_id', '\x' || md5(i::text) || md5('b' || i)
			))).*
			FROM (SELECT p AS passkey FROM passkeys p LIMIT 1) one, generate_series(2, %d) i`, n),
		`VACUUM ANALYZE passkeys`,
	} {
		if _, err := h.raw.Exec(b.Context(), statement); err != nil {
			b.Fatal(err)
		}
	}
}

func (h *harness) crowd(n int) {
	h.t.Helper()
	columns := h.query(`SELECT group_concat(CASE name
		WHEN 'id' THEN 'randomblob(16)' WHEN 'identity_id' THEN 'randomblob(16)' WHEN 'credential_id' THEN 'randomblob(32)'
		ELSE name END) FROM pragma_table_info('passkeys')`)[0][0]
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO passkeys WITH RECURSIVE series(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM series WHERE i < %d)
			SELECT %s FROM (SELECT * FROM passkeys LIMIT 1), series`, n, columns),
		`ANALYZE`,
	} {
		if _, err := h.raw.Exec(statement); err != nil {
			h.t.Fatal(err)
		}
	}
}

package postgres

import (
	"fmt"
	"strings"
	"testing"
)

// Values that are too long or of no known kind are refused, for the tables that a login writes by the types of their
// columns. These have no CHECK, because PostgreSQL parses those again for each statement.
func TestValuesAreChecked(t *testing.T) {
	s := open(t)
	const (
		passkeys = `INSERT INTO passkeys (id, identity_id, slot, credential_id, user_handle, rp_id, name, record, aaguid, backup_eligible,
			backed_up, sign_count, created_at) VALUES (gen_random_uuid(), gen_random_uuid(), 255, '\x01', '\x02', 'a', 'b', '{}',
			gen_random_uuid(), true, true, 4294967295, now())`
		challenges = `INSERT INTO spent_challenges (hash, expires_at) VALUES (sha256('a'), now())`
		events     = `INSERT INTO security_audit (id, at, event_type, actor_kind, actor_id, request_id, ip, user_agent, reason, metadata)
			VALUES (gen_random_uuid(), now(), 'a', 'system', '', '', '', '', '', '{}')`
	)
	for table, insert := range map[string]string{"passkeys": passkeys, "spent_challenges": challenges, "security_audit": events} {
		if _, err := s.pool.Exec(t.Context(), insert); err != nil {
			t.Errorf("%s: %v", insert, err)
		}
		var checks int
		err := s.pool.QueryRow(t.Context(), `SELECT count(*) FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype = 'c'`, table).Scan(&checks)
		if err != nil || checks != 0 {
			t.Errorf("%s has %d CHECKs, want 0: %v", table, checks, err)
		}
	}
	long := func(n int) string { return fmt.Sprintf(`repeat('x', %d)`, n) }
	zeros := func(n int) string { return fmt.Sprintf(`decode(repeat('00', %d), 'hex')`, n) }
	for column, values := range map[string][]string{
		"passkeys.slot":                {`-1`, `256`},
		"passkeys.credential_id":       {`''`, zeros(1024)},
		"passkeys.user_handle":         {`''`, zeros(65)},
		"passkeys.rp_id":               {`''`, long(254)},
		"passkeys.name":                {`''`, long(65)},
		"passkeys.record":              {`'[]'`, `json_build_object('a', ` + long(32768) + `)`},
		"passkeys.sign_count":          {`-1`, `4294967296`},
		"passkeys.suspended_for":       {`'other'`},
		"spent_challenges.hash":        {zeros(31), zeros(33)},
		"security_audit.event_type":    {`''`, long(65)},
		"security_audit.actor_kind":    {`''`, `'other'`},
		"security_audit.actor_id":      {long(65)},
		"security_audit.request_id":    {long(129)},
		"security_audit.ip":            {long(65)},
		"security_audit.user_agent":    {long(1025)},
		"security_audit.reason":        {long(1025)},
		"security_audit.metadata":      {`'[]'`, `jsonb_build_object('a', ` + long(16384) + `)`},
		"security_audit.batch":         {`0`},
		"security_audit.salt":          {zeros(15)},
		"security_audit.personal_hash": {zeros(31)},
		"security_audit.erasure":       {zeros(63)},
	} {
		table, name, _ := strings.Cut(column, ".")
		for _, value := range values {
			_, err := s.pool.Exec(t.Context(), fmt.Sprintf(`UPDATE %s SET %s = %s`, table, name, value))
			if err == nil || !strings.Contains(err.Error(), "23514") {
				t.Errorf("%s = %s: %v, want 23514", column, value, err)
			}
		}
	}
}

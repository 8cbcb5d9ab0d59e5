package postgres

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// With some rows in the tables, every look-up of a login and every page uses an index.
func TestPlans(t *testing.T) {
	s := open(t)
	for _, sql := range []string{
		`INSERT INTO passkeys
			SELECT gen_random_uuid(), gen_random_uuid(), 0, int8send(n), '\x01', 'example.org', 'n', '{}',
			       gen_random_uuid(), true, true, 0, now(), NULL, NULL, CASE WHEN n % 1000 = 0 THEN now() END
			FROM generate_series(1, 20000) AS n`,
		`INSERT INTO security_audit
			SELECT gen_random_uuid(), now() - n * interval '1 minute', 'type-' || n % 1000, gen_random_uuid(), 'identity',
			       'actor-' || n % 1000, gen_random_uuid(), '', '', '', '', NULL
			FROM generate_series(1, 20000) AS n`,
		`INSERT INTO security_audit
			SELECT gen_random_uuid(), now() - interval '30 days', 'type', NULL, 'system', '', NULL, 'request-' || n, '', '', '', NULL,
			       1 + n / 500, decode(repeat('00', 16), 'hex'), sha256('x'), NULL
			FROM generate_series(1, 20000) AS n`,
		`INSERT INTO step_ups
			SELECT gen_random_uuid(), identity_id, 'passkey', id, true, now(), now() + interval '1 hour'
			FROM passkeys`,
		`INSERT INTO passkey_sessions
			SELECT gen_random_uuid(), CASE WHEN random() < 0.9 THEN gen_random_uuid() END, identity_id, id, true, now(),
			       now() + interval '1 hour', now()
			FROM passkeys`,
		`INSERT INTO factors
			SELECT gen_random_uuid(), gen_random_uuid(), 'totp', sha256(int8send(n)), now(), now(), NULL, '', NULL, NULL
			FROM generate_series(1, 20000) AS n`,
		`INSERT INTO tombstones
			SELECT int8send(-n), gen_random_uuid(), 'example.org', now(), now(), 'handle'::bytea
			FROM generate_series(1, 20000) AS n`,
		`INSERT INTO authorization_codes
			SELECT sha256(int8send(row_number() OVER ())), identity_id, id, true, 'c', 'r', '', '', now(), now()
			FROM passkeys`,
		// Three pending deliveries of each identity, and deliveries that have ended.
		`INSERT INTO deliveries
			SELECT gen_random_uuid(), 'crm', gen_random_uuid(), 'type', md5((n / 3)::text)::uuid, n, 'pending', 0, '', NULL,
			       now(), now() + n * interval '1 second', NULL
			FROM generate_series(1, 20000) AS n`,
		`INSERT INTO deliveries
			SELECT gen_random_uuid(), 'crm', gen_random_uuid(), 'type', gen_random_uuid(), n,
			       CASE WHEN n % 1000 = 0 THEN 'dead' ELSE 'delivered' END, 1, '', NULL, now(), NULL, now()
			FROM generate_series(1, 20000) AS n`,
		`INSERT INTO resets
			SELECT gen_random_uuid(), gen_random_uuid(), 'done', 'reason', '', '', 'system', '', '', now(),
			       NULL, NULL, NULL, NULL, '[]', 1, '', NULL, NULL, now()
			FROM generate_series(1, 20000) AS n`,
		`INSERT INTO passkey_sessions
			SELECT gen_random_uuid(), NULL, identity_id, id, false, now(), now() + interval '1 hour', NULL, now() - interval '1 hour'
			FROM passkeys`,
		`INSERT INTO session_endings
			SELECT gen_random_uuid(), identity_id, 'login', NULL, NULL, now(), now(), now(), 0
			FROM passkeys`,
		`ANALYZE session_endings, passkeys, security_audit, step_ups, deliveries, resets, passkey_sessions, factors, tombstones, authorization_codes`,
	} {
		if _, err := s.pool.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	id, since, yes := uuid.New(), time.Now().Add(-time.Hour), true
	kind, actor, request, dead := "type-1", "actor-1", "request-1", "dead"
	next := store.Page{Before: id}
	for name, c := range map[string]plan{
		"login": {
			selectPasskey + ` WHERE credential_id = $1`, []any{[]byte("x")}, "passkeys_credential_id_key",
		},
		"passkeys of an identity": {
			selectPasskey + ` WHERE identity_id = $1 ORDER BY id`, []any{id}, "passkeys_identity_key",
		},
		"passkeys, all":             passkeyPage(store.PasskeyFilter{}, store.Page{}, "passkeys_pkey"),
		"passkeys, next page":       passkeyPage(store.PasskeyFilter{}, next, "passkeys_pkey"),
		"passkeys, identity":        passkeyPage(store.PasskeyFilter{IdentityID: &id}, store.Page{}, "passkeys_identity_key"),
		"passkeys, aaguid":          passkeyPage(store.PasskeyFilter{AAGUID: &id}, store.Page{}, "passkeys_aaguid"),
		"passkeys, key identifier":  passkeyPage(store.PasskeyFilter{AAGUID: &uuid.Nil, KeyIdentifier: &kind}, store.Page{}, "passkeys_key_identifier"),
		"held, by AAGUID":           {heldModels, []any{[]uuid.UUID{id}, []string{kind}}, "passkeys_aaguid"},
		"held, by key identifier":   {heldModels, []any{[]uuid.UUID{id}, []string{kind}}, "passkeys_key_identifier"},
		"passkeys, clone warning":   passkeyPage(store.PasskeyFilter{CloneWarning: &yes}, store.Page{}, "passkeys_clone_warning"),
		"passkeys, suspended":       passkeyPage(store.PasskeyFilter{Suspended: &yes}, store.Page{}, "passkeys_suspended"),
		"audit, all":                auditPage(store.AuditFilter{}, store.Page{}, "security_audit_pkey"),
		"audit, next page":          auditPage(store.AuditFilter{}, next, "security_audit_pkey"),
		"audit, identity":           auditPage(store.AuditFilter{IdentityID: &id}, store.Page{}, "security_audit_identity"),
		"audit, identity, page":     auditPage(store.AuditFilter{IdentityID: &id}, next, "security_audit_identity"),
		"audit, passkey":            auditPage(store.AuditFilter{PasskeyID: &id}, store.Page{}, "security_audit_passkey"),
		"audit, type":               auditPage(store.AuditFilter{Type: &kind}, store.Page{}, "security_audit_event_type"),
		"audit, actor":              auditPage(store.AuditFilter{ActorID: &actor}, store.Page{}, "security_audit_actor"),
		"audit, request":            auditPage(store.AuditFilter{RequestID: &request}, store.Page{}, "security_audit_request"),
		"audit, last hour":          auditPage(store.AuditFilter{Since: &since}, store.Page{}, "security_audit_at"),
		"audit, sealed":             {sealedEvents, []any{7, id, 500}, "security_audit_batch"},
		"deliveries, due":           {claimDeliveries, []any{"crm", time.Now().Add(time.Minute), 8, id, time.Now()}, "deliveries_due"},
		"deliveries, order":         {claimDeliveries, []any{"crm", time.Now().Add(time.Minute), 8, id, time.Now()}, "deliveries_order"},
		"deliveries, dead":          deliveryPage(store.DeliveryFilter{State: &dead}, "deliveries_state"),
		"deliveries, person":        deliveryPage(store.DeliveryFilter{IdentityID: &id}, "deliveries_identity"),
		"resets, unfinished":        {row.CountResets, nil, "resets_unfinished"},
		"factors":                   {factorsOf, []any{id}, "factors_fingerprint_key"},
		"logins of a session":       {loginsOf, []any{id, id, since, time.Now(), 50}, "passkey_sessions_session"},
		"pending logins":            {loginsOf, []any{id, id, since, time.Now(), 50}, "passkey_sessions_pending"},
		"merged logins":             {unclearLogins, []any{id, since, time.Now()}, "passkey_sessions_merged"},
		"endings of logins":         {unclearLogins, []any{id, since, time.Now()}, "session_endings_logins"},
		"tombstone":                 {tombstoneOf, []any{[]byte("x"), []byte("y")}, "tombstones_pkey"},
		"tombstones of an identity": {tombstonesOf + ` LIMIT 100`, []any{id}, "tombstones_latest"},
		"recovery and its session":  {recoveryOf, []any{id, id}, "recoveries_pkey"},
		"codes of a passkey": {
			`SELECT 1 FROM authorization_codes WHERE identity_id = $1 AND passkey_id = $2`, []any{id, id}, "authorization_codes_passkey",
		},
		"logins of a passkey": {
			`SELECT 1 FROM passkey_sessions WHERE identity_id = $1 AND passkey_id = $2`, []any{id, id}, "passkey_sessions_passkey",
		},
		"redemption":                  {redeemCode, eventArgs(storeEvent(), []byte("x"), "c", "r", "", id, time.Now(), time.Hour, 19), "authorization_codes_pkey"},
		"expired step-ups":            {deleteBatch("step_ups", expired(row.StepUps)), []any{row.StepUps.After}, "step_ups_expires_at"},
		"expired passkey sessions":    {deleteBatch("passkey_sessions", expired(row.PasskeySessions)), []any{row.PasskeySessions.After}, "passkey_sessions_expires_at"},
		"expired authorization codes": {deleteBatch("authorization_codes", expired(row.AuthorizationCodes)), []any{row.AuthorizationCodes.After}, "authorization_codes_expires_at"},
		"expired tombstones":          {deleteBatch("tombstones", expired(row.Tombstones)), []any{row.Tombstones.After}, "tombstones_removed_at"},
		"step-ups of a passkey": {
			`SELECT 1 FROM step_ups WHERE identity_id = $1 AND passkey_id = $2`, []any{id, id}, "step_ups_passkey",
		},
	} {
		t.Run(name, func(t *testing.T) {
			plan := explain(t, s, c.sql, c.args)
			if !strings.Contains(plan, c.index) || strings.Contains(plan, "Seq Scan") {
				t.Errorf("not through %s:\n%s", c.index, plan)
			}
		})
	}
}

// plan is a statement that must be executed through an index.
type plan struct {
	sql   string
	args  []any
	index string
}

func planOf(query string, where *row.Where, index string) plan {
	return plan{pageOf(query, where), append(where.Args, 50), index}
}

func passkeyPage(filter store.PasskeyFilter, p store.Page, index string) plan {
	return planOf(selectPasskey, row.Passkeys(filter, p), index)
}

func auditPage(filter store.AuditFilter, p store.Page, index string) plan {
	return planOf(selectEvent, row.AuditEvents(filter, p), index)
}

func deliveryPage(filter store.DeliveryFilter, index string) plan {
	return planOf(selectDelivery, row.Deliveries(filter, store.Page{}), index)
}

func storeEvent() store.AuditEvent {
	return store.AuditEvent{ID: uuid.New(), At: time.Now(), Type: "x", ActorKind: "system"}
}

// explain plans with the values of the arguments, as QueryExecModeCacheDescribe does.
func explain(t *testing.T, s *Store, sql string, args []any) string {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), `EXPLAIN `+sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(line + "\n")
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return plan.String()
}

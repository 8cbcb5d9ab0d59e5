//go:build drill

package e2e_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// What holds of every database of Latchkey's, whatever happened: each query counts the exceptions.
var whole = map[string]string{
	"passkeys without their one registration in the audit log": `
		SELECT count(*) FROM passkeys AS p
		WHERE 1 <> (SELECT count(*) FROM security_audit AS a WHERE a.passkey_id = p.id AND a.event_type = 'passkey.registered')`,
	"registrations of passkeys that are neither there nor removed": `
		SELECT count(*) FROM security_audit AS a
		WHERE a.event_type = 'passkey.registered'
		  AND NOT EXISTS (SELECT FROM passkeys AS p WHERE p.id = a.passkey_id)
		  AND NOT EXISTS (SELECT FROM removed_passkeys AS r WHERE r.id = a.passkey_id)`,
	"removals without exactly one event": `
		SELECT count(*) FROM removed_passkeys AS r
		WHERE 1 <> (SELECT count(*) FROM security_audit AS a WHERE a.passkey_id = r.id AND a.event_type = 'passkey.removed')`,
	"removed passkeys that are there": `
		SELECT count(*) FROM security_audit AS a JOIN passkeys AS p ON p.id = a.passkey_id WHERE a.event_type = 'passkey.removed'`,
	"removals without their tombstone": `
		SELECT abs((SELECT count(*) FROM removed_passkeys) - (SELECT count(*) FROM tombstones))`,
}

// remembered is for how long a spent challenge is certainly in the database: a ceremony lasts five minutes.
const remembered = 4 * time.Minute

// check compares the database with what was acknowledged, verifies the audit log, and adds the drill's row to the table.
// Each finish has been repeated until it had an answer, so each was carried out exactly once.
func (l *load) check(dsn string, r row) {
	l.t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	conn, err := pgx.Connect(l.t.Context(), dsn)
	must(l.t, err)
	defer conn.Close(context.WithoutCancel(l.t.Context()))
	for what, query := range whole {
		var n int
		must(l.t, conn.QueryRow(l.t.Context(), query).Scan(&n))
		if n != 0 {
			l.t.Errorf("%d %s", n, what)
		}
	}
	lost, twice := l.compare(conn)
	if twice != 0 {
		l.t.Errorf("%d finishes were carried out twice", twice)
	}
	if lost != 0 {
		l.t.Errorf("%d of %d acknowledged changes are lost", lost, len(l.made))
	}
	(&stack{latchkey: l.replicas[0].latchkey}).commandLine(l.t, nil, 0, "audit", "verify")
	r.acknowledged, r.lost, r.unanswered, r.done = len(l.made), lost, l.unanswered, l.done
	drills = append(drills, r)
	progress(l.t, "%d acknowledged, %d lost, %v", r.acknowledged, r.lost, l.answers)
}

// compare counts what was acknowledged and is not there, and what is there and was asked for once less.
func (l *load) compare(conn *pgx.Conn) (lost, twice int) {
	l.t.Helper()
	type kind struct {
		event, passkey string
	}
	want, got := map[kind]int{}, map[kind]int{}
	var challenges [][]byte
	for _, d := range l.made {
		want[kind{d.event, d.passkey.String()}]++
		if d.challenge != [32]byte{} && time.Since(d.at) < remembered {
			challenges = append(challenges, d.challenge[:])
		}
	}
	rows, err := conn.Query(l.t.Context(), `
		SELECT event_type, passkey_id::text, count(*)
		FROM security_audit
		WHERE event_type IN ('passkey.registered', 'login.succeeded', 'step_up.succeeded', 'passkey.removed')
		GROUP BY event_type, passkey_id`)
	must(l.t, err)
	var (
		k kind
		n int
	)
	_, err = pgx.ForEachRow(rows, []any{&k.event, &k.passkey, &n}, func() error {
		got[k] = n
		return nil
	})
	must(l.t, err)
	for k, n := range want {
		lost += max(0, n-got[k])
	}
	for k, n := range got {
		twice += max(0, n-want[k])
	}
	var spent int
	must(l.t, conn.QueryRow(l.t.Context(), `SELECT count(*) FROM spent_challenges WHERE hash = ANY($1)`, challenges).Scan(&spent))
	if spent != len(challenges) {
		l.t.Errorf("%d of %d challenges are spent", spent, len(challenges))
	}
	return lost, twice
}

// challengeOf is the hash under which the challenge of a finish is spent.
func challengeOf(t *testing.T, f finish) [32]byte {
	var credential struct {
		Response struct {
			ClientData string `json:"clientDataJSON"`
		} `json:"response"`
	}
	var client struct{ Challenge string }
	if json.Unmarshal(f.Credential, &credential) != nil {
		t.Error("a credential that is no JSON")
	}
	text, err := base64.RawURLEncoding.DecodeString(credential.Response.ClientData)
	if err != nil || json.Unmarshal(text, &client) != nil || client.Challenge == "" {
		t.Error("a credential without a challenge")
	}
	return sha256.Sum256([]byte(client.Challenge))
}

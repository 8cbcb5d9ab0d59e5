package postgres_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
	"latchkey/store/storetest"
)

// The facts of a session are those of one moment: a passkey and its step-up are read both or neither, although they are
// removed between the two reads.
func TestSessionFactsOfOneMoment(t *testing.T) {
	t.Parallel()
	cluster := storetest.Shared(t)
	dsn := cluster.DSNOf(migrated.Database(t))
	s := open(t, dsn+"&pool_max_conns=1", postgres.Options{})
	n, session := registration(), uuid.New()
	if err := s.CreatePasskey(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	used := login(n.Passkey)
	used.StepUp = &store.StepUp{
		SessionID: session, IdentityID: n.Passkey.IdentityID, Method: "passkey", PasskeyID: n.Passkey.ID, At: used.At, ExpiresAt: used.At.Add(time.Hour),
	}
	if err := s.UsePasskey(t.Context(), used); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SessionFacts(t.Context(), session, n.Passkey.IdentityID, store.FactsQuery{}); err != nil { // prepares the statements
		t.Fatal(err)
	}
	raw, watcher := connect(t, dsn), connect(t, dsn)
	raw.exec(t, `BEGIN; LOCK TABLE factors`) // which are read between passkeys and step-ups
	read := make(chan store.SessionFacts)
	go func() {
		defer close(read)
		facts, err := s.SessionFacts(t.Context(), session, n.Passkey.IdentityID, store.FactsQuery{})
		if err != nil {
			t.Error(err)
		}
		read <- facts
	}()
	eventually(t, "it waits for the lock", func() bool {
		return count(t, watcher, `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`) == 1
	})
	raw.exec(t, `DELETE FROM passkeys; COMMIT`)
	if facts := <-read; len(facts.Passkeys) != 1 || facts.StepUp == nil {
		t.Errorf("%d passkeys, and the step-up is %+v", len(facts.Passkeys), facts.StepUp)
	}
}

package api_test

import (
	"testing"
	"time"

	"latchkey/account"
	"latchkey/store"
)

// flooded is an account whose owner has just signed in at Kratos' page with their phone. A second later, an attacker with their
// key without a PIN has done so too, and has kept on doing it.
type flooded struct {
	*harness
	ada      *person
	keyID    string
	owner    *person
	attacker *person   // the first of the attacker's sessions
	later    []*person // the others
}

func flood(t *testing.T, logins int) *flooded {
	t.Helper()
	h := newHarness(t, minting)
	f := &flooded{harness: h, ada: h.person("ada@example.com")}
	phone, key := device(), withoutPIN()
	f.ada.register(phone).want(201)
	f.ada.stepUp(phone).want(200)
	f.keyID = f.ada.register(key).want(201).id().String()
	f.owner = h.redeemed(h.code(phone), f.ada)
	h.clock.advance(time.Second)
	f.attacker = h.redeemed(h.code(key), f.ada)
	for range logins {
		h.clock.advance(10 * time.Second)
		f.later = append(f.later, h.redeemed(h.code(key), f.ada))
	}
	return f
}

// Logins at Kratos' page whose sessions are never seen here do not pile up.
func TestPendingLoginsAreBounded(t *testing.T) {
	t.Parallel()
	f := flood(t, 2*store.MaxPending)
	if n := f.count("passkey_sessions"); n != 1+store.MaxPending+1 {
		t.Errorf("%d rows", n)
	}
	last := f.later[len(f.later)-1]
	last.level()
	if n := f.count("passkey_sessions WHERE session_id IS NOT NULL"); n != 1 {
		t.Errorf("the latest login is claimed %d times", n)
	}
}

// Two logins at the same moment are claimed by neither session. That the row of one is pushed out by a flood changes nothing.
func TestPushedOutLoginIsStillInTheWay(t *testing.T) {
	t.Parallel()
	f := flood(t, 2*store.MaxPending)
	if got := f.attacker.level(); got != account.AAL1 {
		t.Errorf("the attacker's session is at %s", got)
	}
	f.attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	if got := f.owner.level(); got != account.AAL1 {
		t.Errorf("the owner's session is at %s", got)
	}
	if n := f.count("passkey_sessions WHERE session_id IS NOT NULL"); n != 0 {
		t.Errorf("%d logins are claimed", n)
	}
}

// All sessions of a passkey end with it, also those whose rows were pushed out. Until Kratos has ended them, none of them
// claims another login.
func TestPushedOutLoginsEndWithTheirPasskey(t *testing.T) {
	t.Parallel()
	f := flood(t, 2*store.MaxPending)
	f.clock.advance(5 * time.Minute)
	f.kratos.failEnding(true)
	f.ada.delete("/v1/passkeys/" + f.keyID).want(200)
	if got := f.attacker.level(); got != account.AAL1 {
		t.Errorf("the attacker's session is at %s while it is being ended", got)
	}
	f.kratos.failEnding(false)
	f.clock.advance(time.Minute)
	f.runEndings()
	for i, one := range append(f.later, f.attacker) {
		if got := one.get("/v1/session").status; got != 401 {
			t.Errorf("session %d of the attacker's answers %d", i, got)
		}
	}
	f.ada.signedIn(true)
	if n := f.endings(); n != 0 {
		t.Errorf("%d endings are left", n)
	}
}

package api_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/account"
)

// A login at Kratos' page whose session is not known here, and that Kratos is still making: it is ended once it is there. That
// of the owner's other passkey, in the same seconds, is not.
func TestSessionThatIsStillBeingMade(t *testing.T) {
	t.Parallel()
	b := newAttacked(t)
	b.kratosItself().form("/oauth2/token", tokenForm(b.code(b.stolen))).want(200)
	redeemed := b.clock.Now()
	b.clock.advance(3 * time.Second)
	own := b.redeemed(b.code(b.phone), b.owner)
	if got := b.owner.delete("/v1/passkeys/" + b.stolenID).want(200).object(); got["sessions"] != "pending" {
		t.Errorf("got %v, want sessions pending", got)
	}
	b.attacker.signedIn(false) // the one that is known
	made := b.byProvider(b.owner)
	b.kratos.editSession(made.token, func(s *account.Session) { s.Methods[0].CompletedAt = redeemed })
	b.clock.advance(time.Minute)
	b.runEndings()
	if n := b.endings(); n != 1 {
		t.Errorf("%d endings are left while another session may be made", n)
	}
	b.kratos.mu.Lock()
	_, lives := b.kratos.sessions[made.token]
	b.kratos.mu.Unlock()
	if lives {
		t.Error("the session lives")
	}
	own.signedIn(true)
	b.clock.advance(time.Minute)
	b.runEndings()
	if n := b.endings(); n != 0 {
		t.Errorf("%d endings are left", n)
	}
}

// All sessions are ended while Kratos is still making one, by a passkey that stays: that one ends too, also if it has become known
// here, as after a login in a page. One that the owner begins afterwards lives on.
func TestSessionThatIsStillBeingMadeEndsWithAll(t *testing.T) {
	t.Parallel()
	for _, known := range []bool{false, true} {
		b := newAttacked(t)
		b.kratosItself().form("/oauth2/token", tokenForm(b.code(b.stolen))).want(200)
		all := "/admin/v1/identities/" + b.owner.id.String() + "/end-sessions"
		if got := b.adminWith("revoke").post(all, object{"reason": "stolen"}).want(200).object(); got["sessions"] != "pending" {
			t.Errorf("got %v, want sessions pending", got)
		}
		made := b.byProvider(b.owner)
		if known {
			session := made.sessionID(b.harness)
			if _, err := b.raw.Exec("UPDATE passkey_sessions SET session_id = ? WHERE session_id IS NULL", session[:]); err != nil {
				t.Fatal(err)
			}
		}
		b.clock.advance(10 * time.Second)
		afterwards := b.redeemed(b.code(b.phone), b.owner)
		b.clock.advance(50 * time.Second)
		b.runEndings()
		made.signedIn(false)
		afterwards.signedIn(true)
		b.clock.advance(time.Minute)
		b.runEndings()
		if n := b.endings(); n != 0 {
			t.Errorf("%d endings are left", n)
		}
	}
}

// Where no session ever comes of it, the ending is over when none can any more.
func TestSessionThatIsNeverMade(t *testing.T) {
	t.Parallel()
	b := newAttacked(t)
	b.kratosItself().form("/oauth2/token", tokenForm(b.code(b.stolen))).want(200)
	b.owner.delete("/v1/passkeys/" + b.stolenID).want(200)
	b.clock.advance(time.Minute)
	b.runEndings()
	if n := b.endings(); n != 1 {
		t.Errorf("%d endings are left", n)
	}
	b.clock.advance(time.Minute)
	b.runEndings()
	if n := b.endings(); n != 0 {
		t.Errorf("%d endings are left", n)
	}
	b.owner.signedIn(true)
}

// An ending is tried for a month, ever more slowly, and given up with a record.
func TestEndingIsGivenUp(t *testing.T) {
	t.Parallel()
	b := newAttacked(t)
	b.kratos.failEnding(true)
	b.owner.delete("/v1/passkeys/" + b.stolenID).want(200)
	tries := func() int64 { return b.query("SELECT tries FROM session_endings")[0][0].(int64) }
	b.clock.advance(time.Minute)
	var waits []time.Duration
	for range 8 {
		b.runEndings()
		before, wait := tries(), time.Duration(0)
		for tries() == before && wait < time.Hour {
			b.clock.advance(5 * time.Second)
			wait += 5 * time.Second
			b.runEndings()
		}
		waits = append(waits, wait)
	}
	if want := []time.Duration{5e9, 10e9, 20e9, 40e9, 80e9, 160e9, 300e9, 300e9}; !slices.Equal(waits, want) {
		t.Errorf("the waits are %v, want %v", waits, want)
	}
	b.clock.advance(30 * 24 * time.Hour)
	b.runEndings()
	if b.endings() != 0 || b.events("sessions.not_ended") != 1 {
		t.Errorf("%d endings are left, %d events", b.endings(), b.events("sessions.not_ended"))
	}
	listed := b.adminWith("read").get("/admin/v1/audit-events?event_type=sessions.not_ended").want(200).object()["events"].([]any)
	details := listed[0].(object)["metadata"].(object)
	if details["kind"] != "one" || details["session_id"] != b.attacker.sessionID(b.harness).String() {
		t.Errorf("got %v, want kind one and session_id %s", listed[0], b.attacker.sessionID(b.harness))
	}
}

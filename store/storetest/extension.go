package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// An extension moves the expiry of all rows of the session, never back. Other sessions, and other identities' rows, do not
// change.
func testExtendSession(t *testing.T, l *ledger) {
	p, session := l.registered(newID()), l.session()
	up := steppingUp(p, session)
	l.accepts(l.UsePasskey(l.ctx, up), up.Event)
	l.accepts(l.PutPasskeySession(l.ctx, loginBy(p, session)))
	set, e := codes(1), event("recovery_codes.created", p.IdentityID)
	l.accepts(l.replaceCodes(p.IdentityID, set, e), e)
	grant := store.Recovery{Kind: store.RecoveryByCode, SessionID: session, IdentityID: p.IdentityID, At: at, EnrolUntil: at, ExpiresAt: at}
	l.redeems(recoveryTry(p.IdentityID, at), store.RecoveryVerdict{Spend: &set[0].Hash, Recovery: &grant})
	other := l.loggedIn(p)

	expiries := func(session uuid.UUID) (list []time.Time) {
		facts := l.facts(session, p.IdentityID)
		for _, login := range facts.Logins {
			list = append(list, login.ExpiresAt)
		}
		if facts.StepUp != nil {
			list = append(list, facts.StepUp.ExpiresAt)
		}
		if facts.Recovery != nil {
			list = append(list, facts.Recovery.ExpiresAt)
		}
		return list
	}
	late := at.Add(100 * 24 * time.Hour)
	l.accepts(l.ExtendSession(l.ctx, newID(), session, late.Add(time.Hour)))
	l.accepts(l.ExtendSession(l.ctx, p.IdentityID, newID(), late))
	for _, expiry := range expiries(session) {
		if !expiry.Before(late) {
			t.Errorf("another identity's call moved the expiry to %s", expiry)
		}
	}
	l.accepts(l.ExtendSession(l.ctx, p.IdentityID, session, late))
	l.accepts(l.ExtendSession(l.ctx, p.IdentityID, session, late.Add(-time.Hour)))
	got := expiries(session)
	if len(got) != 3 {
		t.Fatalf("%d rows of the session, want 3", len(got))
	}
	for _, expiry := range got {
		if !expiry.Equal(late) {
			t.Errorf("expires at %s, want %s", expiry, late)
		}
	}
	if got := expiries(other.SessionID); len(got) != 1 || !got[0].Equal(other.ExpiresAt) {
		t.Errorf("the other session expires at %v, want %s", got, other.ExpiresAt)
	}
}

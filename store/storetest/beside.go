package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// BesideAt is set once, in the step-up and the logins of the session, and survives a newer step-up. Other sessions, and
// other identities' rows of the same session, do not change.
func testNoteBeside(t *testing.T, l *ledger) {
	p, session := l.registered(newID()), l.session()
	up := steppingUp(p, session)
	l.accepts(l.UsePasskey(l.ctx, up), up.Event)
	login := loginBy(p, session)
	l.accepts(l.PutPasskeySession(l.ctx, login))
	elsewhere := l.loggedIn(p)

	l.accepts(l.NoteBeside(l.ctx, newID(), session, at))
	l.noted(p, session, nil)
	l.accepts(l.NoteBeside(l.ctx, p.IdentityID, session, at))
	l.accepts(l.NoteBeside(l.ctx, p.IdentityID, session, at.Add(time.Hour)))
	l.accepts(l.NoteBeside(l.ctx, p.IdentityID, l.session(), at)) // without any rows
	l.noted(p, session, to(at))
	l.noted(p, elsewhere.SessionID, nil)

	again := steppingUp(p, session)
	again.StepUp.At = up.StepUp.At.Add(time.Minute)
	l.accepts(l.UsePasskey(l.ctx, again), again.Event)
	l.noted(p, session, to(at))
}

func (l *ledger) noted(p store.Passkey, session uuid.UUID, want *time.Time) {
	l.t.Helper()
	facts := l.facts(session, p.IdentityID)
	var got []*time.Time
	if facts.StepUp != nil {
		got = append(got, facts.StepUp.BesideAt)
	}
	for _, login := range facts.Logins {
		got = append(got, login.BesideAt)
	}
	if len(got) == 0 {
		l.t.Fatal("no rows of the session")
	}
	for _, noted := range got {
		if (noted == nil) != (want == nil) || (want != nil && !noted.Equal(*want)) {
			l.t.Errorf("noted at %v, want %v", noted, want)
		}
	}
}

package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// UsedWith is set in the step-up and the logins of the session, and survives a newer step-up. Other sessions, and other
// identities' rows of the same session, do not change.
func testUsedWith(t *testing.T, l *ledger) {
	p, session := l.registered(newID()), l.session()
	up := steppingUp(p, session)
	up.StepUp.UsedWith = []uuid.UUID{newID()} // not stored
	l.accepts(l.UsePasskey(l.ctx, up), up.Event)
	login := loginBy(p, session)
	login.UsedWith = []uuid.UUID{newID()} // neither
	l.accepts(l.PutPasskeySession(l.ctx, login))
	elsewhere := l.loggedIn(p)

	password, addresses := []uuid.UUID{newID()}, []uuid.UUID{newID(), newID()}
	l.accepts(l.NoteUsedWith(l.ctx, newID(), session, password))
	l.usedWith(p, session)
	l.accepts(l.NoteUsedWith(l.ctx, p.IdentityID, session, password))
	l.usedWith(p, session, password...)
	l.accepts(l.NoteUsedWith(l.ctx, p.IdentityID, session, addresses))
	l.accepts(l.NoteUsedWith(l.ctx, p.IdentityID, l.session(), password)) // without any rows
	l.usedWith(p, session, addresses...)
	l.usedWith(p, elsewhere.SessionID)

	again := steppingUp(p, session)
	again.StepUp.At = up.StepUp.At.Add(time.Minute)
	l.accepts(l.UsePasskey(l.ctx, again), again.Event)
	l.usedWith(p, session, addresses...)
}

func (l *ledger) usedWith(p store.Passkey, session uuid.UUID, want ...uuid.UUID) {
	l.t.Helper()
	facts := l.facts(session, p.IdentityID)
	var got [][]uuid.UUID
	if facts.StepUp != nil {
		got = append(got, facts.StepUp.UsedWith)
	}
	for _, login := range facts.Logins {
		got = append(got, login.UsedWith)
	}
	if len(got) == 0 {
		l.t.Fatal("no rows of the session")
	}
	for _, recorded := range got {
		if !slices.Equal(recorded, want) {
			l.t.Errorf("used with %v, want %v", recorded, want)
		}
	}
}

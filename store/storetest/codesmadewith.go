package storetest

import (
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// setMadeWith creates codes in a session that rested on these passkeys.
func (l *ledger) setMadeWith(identity uuid.UUID, by ...uuid.UUID) []store.RecoveryCode {
	l.t.Helper()
	set, e := codes(3), event("recovery_codes.created", identity)
	for i := range set {
		set[i].MadeWith = by
	}
	e.At = at.Add(store.CodesApart) // they may replace others
	l.accepts(l.ReplaceRecoveryCodes(l.ctx, identity, only(identity, by...), set, e), e)
	return set
}

// Codes that were made with a passkey end with its removal or suspension, if that is asked for; others stay.
func testCodesMadeWith(t *testing.T, l *ledger) {
	for name, change := range map[string]func(store.Passkey, store.Ending, store.AuditEvent) error{
		"removed": func(p store.Passkey, end store.Ending, e store.AuditEvent) error {
			r := removal(p.IdentityID, p.ID, nil, false, e)
			r.Ending = end
			_, err := l.DeletePasskey(l.ctx, r)
			return err
		},
		"suspended": func(p store.Passkey, end store.Ending, e store.AuditEvent) error {
			_, err := l.SuspendPasskey(l.ctx, p.ID, end, false, e)
			return err
		},
	} {
		for _, asked := range []bool{true, false} {
			t.Log(name, asked)
			identity := newID()
			l.identities = append(l.identities, identity)
			by, other := l.registered(identity), l.registered(identity)
			set := l.setMadeWith(identity, other.ID, by.ID)
			if got := l.codesOf(identity); len(got) != 3 || len(got[0].MadeWith) != 2 || got[0].MadeWith[1] != by.ID {
				t.Errorf("stored %+v", got)
			}
			done, codesEnded, end := event("x", identity), event("recovery_codes.ended", identity), ending(at)
			events := []store.AuditEvent{done}
			if asked {
				end.CodesEnded, set = &codesEnded, nil
				events = append(events, codesEnded)
			}
			l.accepts(change(by, end, done), events...)
			l.hasCodes(identity, set)

			set = l.setMadeWith(identity)
			third := l.registered(identity)
			done, codesEnded, end = event("x", identity), event("recovery_codes.ended", identity), ending(at)
			end.CodesEnded = &codesEnded
			l.accepts(change(third, end, done), done)
			l.hasCodes(identity, set)
		}
	}
}

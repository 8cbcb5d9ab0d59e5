package storetest

import (
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

func testSuspendKeepsLast(t *testing.T, l *ledger) {
	identity := newID()
	suspend := func(id uuid.UUID) (store.AuditEvent, error) {
		e := event("passkey.suspended", identity)
		_, err := l.SuspendPasskey(l.ctx, id, ending(at), true, e)
		return e, err
	}
	first, second := l.registered(identity), l.registered(identity)
	l.registered(newID()) // another identity's does not count
	e, err := suspend(first.ID)
	l.accepts(err, e)
	_, err = suspend(first.ID) // idempotent
	l.accepts(err)
	_, err = suspend(second.ID)
	l.refuses(err, store.LastPasskey)
	_, err = suspend(newID())
	l.refuses(err, store.ErrNotFound)
}

// A passkey of a compromised model works again once that is cleared, unless staff suspend it.
func testSuspendKeepsLastCompromised(t *testing.T, l *ledger) {
	bad := newModel()
	p := l.registered(newID(), of(bad))
	l.acts(l.reported(bad, store.ActionSuspend), p, true)
	e := event("passkey.suspended", p.IdentityID)
	_, err := l.SuspendPasskey(l.ctx, p.ID, ending(at), true, e)
	l.refuses(err, store.LastPasskey)
	l.causes(map[uuid.UUID]string{p.ID: store.SuspendedAsCompromised})
	l.registered(p.IdentityID)
	_, err = l.SuspendPasskey(l.ctx, p.ID, ending(at), true, e)
	l.accepts(err, e)
	l.causes(map[uuid.UUID]string{p.ID: store.SuspendedByStaff})
}

// Of two passkeys one remains, whether they are removed or suspended.
func testSuspendKeepsLastOfTwoAtOnce(t *testing.T, l *ledger) {
	for i := range 15 {
		identity := newID()
		held := []store.Passkey{l.registered(identity), l.registered(identity)}
		events := []store.AuditEvent{event("passkey.suspended", identity), event("passkey.suspended", identity)}
		winner := l.oneWins(atOnce(
			func() error {
				_, err := l.SuspendPasskey(l.ctx, held[0].ID, ending(at), true, events[0])
				return err
			},
			func() error {
				if i%2 == 0 {
					return l.remove(identity, held[1].ID, true, events[1])
				}
				_, err := l.SuspendPasskey(l.ctx, held[1].ID, ending(at), true, events[1])
				return err
			},
		), store.LastPasskey)
		l.accepts(nil, events[winner])
	}
}

package storetest

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// A change requires each passkey on whose evidence it rests, in the same commit.
func testEvidence(t *testing.T, l *ledger) {
	identity := newID()
	by, target, suspended := l.registered(identity), l.registered(identity), l.registered(identity)
	paused := event("passkey.suspended", identity)
	l.accepts(l.suspend(suspended.ID, at, paused), paused)
	set := codes(2)
	for name, gone := range map[string][]uuid.UUID{
		"suspended": {suspended.ID}, "never there": {newID()}, "another's": {l.registered(newID()).ID},
		"the first of two": {suspended.ID, by.ID}, "the second of two": {by.ID, suspended.ID},
	} {
		t.Log(name)
		n := registration(identity)
		n.By = only(identity, gone...)
		l.refuses(l.CreatePasskey(l.ctx, n), store.EvidenceGone)
		_, err := l.DeletePasskey(l.ctx, removal(identity, target.ID, gone, false, event("x", identity)))
		l.refuses(err, store.EvidenceGone)
		l.refuses(l.ReplaceRecoveryCodes(l.ctx, identity, only(identity, gone...), set, event("x", identity)), store.EvidenceGone)
	}

	// The error follows the documented precedence.
	n := registration(identity)
	n.By, n.Limit, n.First = only(identity, suspended.ID), 1, true
	l.refuses(l.CreatePasskey(l.ctx, n), store.EvidenceGone)
	n.Passkey.CredentialID = by.CredentialID
	l.refuses(l.CreatePasskey(l.ctx, n), store.CredentialTaken)
	_, err := l.DeletePasskey(l.ctx, removal(identity, newID(), []uuid.UUID{suspended.ID}, true, event("x", identity)))
	l.refuses(err, store.ErrNotFound)

	n = registration(identity)
	n.By = only(identity, target.ID, by.ID)
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	e := event("recovery_codes.created", identity)
	l.accepts(l.ReplaceRecoveryCodes(l.ctx, identity, only(identity, by.ID, target.ID), set, e), e)
	e = event("passkey.removed", identity)
	_, err = l.DeletePasskey(l.ctx, removal(identity, target.ID, []uuid.UUID{target.ID, by.ID}, true, e))
	l.accepts(err, e)
	// A passkey may be the evidence for its own removal.
	e = event("passkey.removed", identity)
	_, err = l.DeletePasskey(l.ctx, removal(identity, by.ID, []uuid.UUID{by.ID}, true, e))
	l.accepts(err, e)
}

// Of two passkeys that remove each other, one remains.
func testEvidenceOfTwoAtOnce(t *testing.T, l *ledger) {
	for range 15 {
		identity := newID()
		held := []store.Passkey{l.registered(identity), l.registered(identity)}
		events := []store.AuditEvent{event("passkey.removed", identity), event("passkey.removed", identity)}
		var steps []func() error
		for i := range held {
			steps = append(steps, func() error {
				_, err := l.DeletePasskey(l.ctx, removal(identity, held[i].ID, []uuid.UUID{held[1-i].ID}, false, events[i]))
				return err
			})
		}
		errs := atOnce(steps...)
		for i, err := range errs {
			if errors.Is(err, store.ErrNotFound) { // both passkeys are gone, and the target is checked first
				errs[i] = store.EvidenceGone
			}
		}
		winner := l.oneWins(errs, store.EvidenceGone)
		l.accepts(nil, events[winner])
	}
}

// Registrations that rest on two passkeys, in any order, do not deadlock with removals of one of them.
func testEvidenceOfTwoInAnyOrder(t *testing.T, l *ledger) {
	for range 10 {
		identity := newID()
		a, b := l.registered(identity), l.registered(identity)
		first, second := registration(identity), registration(identity)
		first.By, second.By = only(identity, a.ID, b.ID), only(identity, b.ID, a.ID)
		removed := event("passkey.removed", identity)
		errs := atOnce(
			func() error { return l.CreatePasskey(l.ctx, first) },
			func() error { return l.CreatePasskey(l.ctx, second) },
			func() error {
				_, err := l.DeletePasskey(l.ctx, removal(identity, a.ID, []uuid.UUID{b.ID}, false, removed))
				return err
			},
		)
		events := []store.AuditEvent{removed}
		for i, e := range []store.AuditEvent{first.Event, second.Event} {
			if errs[i] == nil {
				events = append(events, e)
			} else if !errors.Is(errs[i], store.EvidenceGone) {
				t.Fatal(errs[i])
			}
		}
		l.accepts(errs[2], events...)
	}
}

// A registration that rests on a passkey is committed before a concurrent suspension of it, or not at all.
func testEvidenceRace(t *testing.T, l *ledger) {
	for range 15 {
		identity := newID()
		by := l.registered(identity)
		n, paused := registration(identity), event("passkey.suspended", identity)
		n.By = only(identity, by.ID)
		codesMade := event("recovery_codes.created", identity)
		errs := atOnce(
			func() error { return l.CreatePasskey(l.ctx, n) },
			func() error {
				return l.ReplaceRecoveryCodes(l.ctx, identity, only(identity, by.ID), codes(2), codesMade)
			},
			func() error { return l.suspend(by.ID, at, paused) },
		)
		events := []store.AuditEvent{paused}
		for i, e := range []store.AuditEvent{n.Event, codesMade} {
			if errs[i] == nil {
				events = append(events, e)
			} else if !errors.Is(errs[i], store.EvidenceGone) {
				t.Fatal(errs[i])
			}
		}
		l.accepts(errs[2], events...)
		late := registration(identity)
		late.By = only(identity, by.ID)
		l.refuses(l.CreatePasskey(l.ctx, late), store.EvidenceGone)
	}
}

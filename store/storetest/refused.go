package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// What the user or staff refused stays refused when the identity returns, until it is erased. What was only inactive does not.
func testRefusedAfterRemoval(t *testing.T, l *ledger) {
	identity := newID()
	removed, staffs, cloned, inactive, used := l.registered(identity), l.registered(identity), l.registered(identity), l.registered(identity), l.registered(identity)
	l.removes(removed)
	paused, regressed := event("passkey.suspended", identity), suspicion(cloned, true)
	l.accepts(l.suspend(staffs.ID, at, paused), paused)
	l.accepts(l.suspect(regressed), regressed.Event)
	l.saw(identity, "totp")
	theirs, no := l.saw(identity, "webauthn"), event("factor.disowned", identity)
	_, err := l.DisownFactor(l.ctx, store.FactorDisowning{IdentityID: identity, FactorID: theirs.ID, By: only(identity, used.ID), Ending: ending(at), Event: no})
	l.accepts(err, no)
	suspended := event("identity.suspended", identity)
	_, err = l.SuspendInactive(l.ctx, identity, ending(at), func(int) store.AuditEvent { return suspended })
	l.accepts(err, suspended)

	missing, gone := event("identity.missing", identity), event("identity.removed", identity)
	l.accepts(l.MissIdentity(l.ctx, identity, missing), missing)
	departure := store.Departure{
		IdentityID: identity, MissingUntil: missing.At, At: at.Add(time.Hour), KeyRevoked: revocations{}.event,
		Removed: func(store.Erased) store.AuditEvent { return gone },
	}
	_, err = l.RemoveIdentity(l.ctx, departure)
	l.accepts(err, gone)
	refused := map[*store.Passkey]bool{&removed: true, &staffs: true, &cloned: true, &inactive: false, &used: false}
	for p, want := range refused {
		l.struck(identity, p.CredentialID, want)
	}
	left, err := l.FactorsOf(l.ctx, identity)
	if err != nil || len(left) != 1 || left[0].ID != theirs.ID || left[0].DisownedAt == nil {
		t.Errorf("factors: %+v, %v", left, err)
	}
	if _, still := l.held(store.ScopeAll)[identity]; still {
		t.Error("a removed identity is compared again")
	}

	erased := event("identity.erased", uuid.Nil)
	_, err = l.EraseIdentity(l.ctx, identity, at, nil, revocations{}.event, func(store.Erased) store.AuditEvent { return erased })
	l.accepts(err, erased)
	for p := range refused {
		l.struck(identity, p.CredentialID, false)
	}
	if left, err := l.FactorsOf(l.ctx, identity); err != nil || len(left) > 0 {
		t.Errorf("factors after the erasure: %+v, %v", left, err)
	}
}

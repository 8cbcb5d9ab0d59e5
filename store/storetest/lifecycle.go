package storetest

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// held returns the identities of a scope by ID, read in chunks of two.
func (l *ledger) held(scope string) map[uuid.UUID]store.HeldIdentity {
	l.t.Helper()
	all := map[uuid.UUID]store.HeldIdentity{}
	for after := uuid.Nil; ; {
		chunk, err := l.HeldIdentities(l.ctx, scope, after, 2)
		if err != nil || len(chunk) > 2 {
			l.t.Fatalf("%d identities, %v", len(chunk), err)
		}
		if len(chunk) == 0 {
			return all
		}
		for _, one := range chunk {
			if slices.Compare(one.ID[:], after[:]) <= 0 {
				l.t.Fatalf("%s after %s", one.ID, after)
			}
			after = one.ID
			all[one.ID] = one
		}
	}
}

// An identity is held by any of its rows, but not by what remains of a removed one.
func testHeldIdentities(t *testing.T, l *ledger) {
	if held := l.held(store.ScopeAll); len(held) > 0 {
		t.Fatalf("held by an empty store: %v", held)
	}
	full, factor, grace, handle, missing := l.person(), newID(), newID(), newID(), newID()
	l.saw(factor, "totp")
	_, err := l.BeginGrace(l.ctx, grace, at)
	l.accepts(err)
	l.accepts(l.ImportPasskeys(l.ctx, store.PasskeyImport{IdentityID: handle, Handles: [][]byte{random(64)}, At: at}))
	gone := event("identity.missing", missing)
	l.accepts(l.MissIdentity(l.ctx, missing, gone), gone)
	l.keyOf(uuid.Nil, store.OwnedByIdentity+newID().String()) // that of nobody else

	held := l.held(store.ScopeAll)
	want := sorted([]uuid.UUID{full, factor, grace, handle, missing})
	if got := sorted(slices.Collect(maps.Keys(held))); !slices.Equal(got, want) {
		t.Errorf("held: %v, want %v", got, want)
	}
	if got := held[full]; got.Usable != 1 || got.Inactive != 0 || got.MissingSince != nil {
		t.Errorf("held: %+v", got)
	}
	ids := l.heldIDs()
	if want := sorted([]uuid.UUID{full, factor, grace, handle}); !slices.Equal(ids, want) {
		t.Errorf("IDs: %v, want %v", ids, want)
	}
	if got := l.held(store.ScopeWaiting); len(got) != 1 || !got[missing].MissingSince.Equal(gone.At) {
		t.Errorf("waiting: %+v", got)
	}
}

// The time since when an identity is missing stays when it is missed again.
func testMissingIdentity(t *testing.T, l *ledger) {
	identity := l.registered(newID()).IdentityID
	first, later, back := event("identity.missing", identity), event("identity.missing", identity), event("identity.found_again", identity)
	later.At = first.At.Add(time.Hour)
	l.accepts(l.FindIdentityAgain(l.ctx, identity, back))
	l.accepts(l.MissIdentity(l.ctx, identity, first), first)
	l.accepts(l.MissIdentity(l.ctx, identity, later))
	if n, err := l.CountMissing(l.ctx); err != nil || n != 1 {
		t.Errorf("%d missing, %v", n, err)
	}
	if got := l.held(store.ScopeAll)[identity].MissingSince; got == nil || !got.Equal(first.At) {
		t.Errorf("missing since %v, want %v", got, first.At)
	}
	if held, err := l.Holdings(l.ctx, identity); err != nil || held.MissingSince == nil || !held.MissingSince.Equal(first.At) {
		t.Errorf("holdings: %+v, %v", held, err)
	}
	// What an operator has accepted stays accepted until it is found again.
	for _, want := range []bool{false, true} {
		if got := l.held(store.ScopeAll)[identity].Accepted; got != want {
			t.Errorf("accepted: %v, want %v", got, want)
		}
		l.accepts(l.AcceptMissing(l.ctx))
	}
	l.accepts(l.FindIdentityAgain(l.ctx, identity, back), back)
	l.accepts(l.FindIdentityAgain(l.ctx, identity, back))
	again := event("identity.missing", identity)
	l.accepts(l.MissIdentity(l.ctx, identity, again), again)
	if l.held(store.ScopeAll)[identity].Accepted {
		t.Error("accepted, although it was found again meanwhile")
	}
	back = event("identity.found_again", identity)
	l.accepts(l.FindIdentityAgain(l.ctx, identity, back), back)
	if got := l.held(store.ScopeAll)[identity].MissingSince; got != nil {
		t.Errorf("missing since %v", got)
	}
}

// A removal leaves tombstones and nothing else, and takes only an identity that is missing for long enough.
func testRemoveIdentity(t *testing.T, l *ledger) {
	ada, bob := l.person(), l.person()
	passkeys := l.allPasskeys(store.PasskeyFilter{IdentityID: &ada}, 10)
	handle := random(64)
	l.accepts(l.LearnHandles(l.ctx, ada, [][]byte{handle}))
	key := l.keyOf(uuid.Nil, store.OwnedByIdentity+ada.String())
	revoked, removed := revocations{}, event("identity.removed", ada)
	var recorded store.Erased
	departure := store.Departure{
		IdentityID: ada, MissingUntil: at, At: at.Add(time.Hour), KeyRevoked: revoked.event,
		Removed: func(e store.Erased) store.AuditEvent { recorded = e; return removed },
	}
	_, err := l.RemoveIdentity(l.ctx, departure)
	l.refuses(err, store.ErrNotFound) // it is not missing
	missing := event("identity.missing", ada)
	missing.At = at
	l.accepts(l.MissIdentity(l.ctx, ada, missing), missing)
	early := departure
	early.MissingUntil = at.Add(-time.Microsecond)
	_, err = l.RemoveIdentity(l.ctx, early)
	l.refuses(err, store.ErrNotFound)
	other := departure
	other.IdentityID = bob
	_, err = l.RemoveIdentity(l.ctx, other)
	l.refuses(err, store.ErrNotFound)

	erased, err := l.RemoveIdentity(l.ctx, departure)
	l.accepts(err, append(revoked.events(), removed)...)
	want := store.Erased{Passkeys: 1, RecoveryCodes: 2, Sessions: 3, GatePasses: 1, Codes: 1, Factors: 1, Removed: 1, FirstPasskeys: 1, Graces: 2, AdminKeys: 1}
	if erased != want || recorded != want || !slices.Equal(l.revokedKeys(), []uuid.UUID{key.ID}) {
		t.Errorf("got %+v and recorded %+v, want %+v; keys %v", erased, recorded, want, l.revokedKeys())
	}
	if _, still := l.held(store.ScopeAll)[ada]; still || l.requests(ada) != 0 || l.requests(bob) != 2 {
		t.Errorf("still held: %t, requests: %d and %d", still, l.requests(ada), l.requests(bob))
	}
	grave, err := l.TombstoneOf(l.ctx, passkeys[0].CredentialID, nil)
	if err != nil || grave.IdentityID != ada || string(grave.UserHandle) != string(passkeys[0].UserHandle) || !grave.RemovedAt.Equal(departure.At) {
		t.Errorf("tombstone: %+v, %v", grave, err)
	}
	if all, err := l.TombstonesOf(l.ctx, ada); err != nil || len(all) != 2 { // with that of the passkey that was removed before
		t.Errorf("tombstones: %v, %v", all, err)
	}
	_, err = l.RemoveIdentity(l.ctx, departure)
	l.refuses(err, store.ErrNotFound)
	l.aliasOf(grave, handle, true)
	l.aliasOf(grave, random(64), false)
	if owners, err := l.OwnersOfHandle(l.ctx, handle); err != nil || len(owners) != 0 {
		t.Errorf("a removed identity owns a handle: %v, %v", owners, err)
	}
	l.accepts(l.LearnHandles(l.ctx, ada, [][]byte{handle, handle})) // Kratos has it again
	l.aliasOf(grave, handle, false)
	if owners, err := l.OwnersOfHandle(l.ctx, handle); err != nil || len(owners) != 1 {
		t.Errorf("the owners of a handle that is learnt again: %v, %v", owners, err)
	}

	l.struck(ada, passkeys[0].CredentialID, false) // Kratos may be restored from a backup

	n := registration(ada) // the same authenticator, once the identity was created again
	n.Passkey.CredentialID, n.First = passkeys[0].CredentialID, true
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	if _, err := l.TombstoneOf(l.ctx, n.Passkey.CredentialID, nil); err == nil {
		t.Error("a registered passkey has a tombstone")
	}
}

// counted returns an event, and the number of passkeys that it was made with.
func counted(e store.AuditEvent) (event func(int) store.AuditEvent, n *int) {
	n = new(int)
	return func(passkeys int) store.AuditEvent { *n = passkeys; return e }, n
}

// Inactivity suspends what is not suspended and ends its sessions; activity resumes only that.
func testInactive(t *testing.T, l *ledger) {
	identity := newID()
	by := l.registered(identity)
	used := l.initialized(only(identity, by.ID))
	login := l.loggedIn(used)
	staffs, cloned := l.registered(identity), l.registered(identity)
	paused, regressed := event("passkey.suspended", identity), suspicion(cloned, true)
	l.accepts(l.suspend(staffs.ID, at, paused), paused)
	_, err := l.SuspectPasskey(l.ctx, regressed)
	l.accepts(err, regressed.Event)

	suspended := event("identity.suspended", identity)
	make, n := counted(suspended)
	ended, err := l.SuspendInactive(l.ctx, identity, ending(at), make)
	l.accepts(err, suspended)
	if *n != 2 || len(ended) != 1 || ended[0].SessionID != login.SessionID {
		t.Errorf("%d passkeys, %+v", *n, ended)
	}
	causes := func(want map[uuid.UUID]string) {
		t.Helper()
		for id, cause := range want {
			if got := l.passkey(id); got.SuspensionCause() != cause || (got.SuspendedAt == nil) != (cause == "") {
				t.Errorf("cause %q, want %q", got.SuspensionCause(), cause)
			}
		}
	}
	causes(map[uuid.UUID]string{by.ID: store.SuspendedForInactivity, used.ID: store.SuspendedForInactivity, staffs.ID: store.SuspendedByStaff, cloned.ID: store.SuspendedByClone})
	_, err = l.SuspendInactive(l.ctx, identity, ending(at), make)
	l.accepts(err) // idempotent
	for _, scope := range []string{store.ScopeAll, store.ScopeWaiting} {
		if got := l.held(scope)[identity]; got.Usable != 0 || got.Inactive != 2 {
			t.Errorf("%s: %+v", scope, got)
		}
	}

	resumed := event("identity.resumed", identity)
	make, n = counted(resumed)
	l.accepts(l.ResumeActive(l.ctx, identity, make), resumed)
	l.accepts(l.ResumeActive(l.ctx, identity, make))
	if *n != 2 {
		t.Errorf("%d passkeys resumed", *n)
	}
	causes(map[uuid.UUID]string{by.ID: "", used.ID: "", staffs.ID: store.SuspendedByStaff, cloned.ID: store.SuspendedByClone})
	l.uvInitialized(used.ID, true, by.ID) // it rests on a passkey that is usable again
}

// A suspension for another cause takes over, and is not lifted when the identity is active again.
func testInactiveThenSuspended(t *testing.T, l *ledger) {
	for name, suspend := range map[string]struct {
		by   func(p store.Passkey)
		want string
	}{
		"staff": {func(p store.Passkey) {
			e := event("passkey.suspended", p.IdentityID)
			l.accepts(l.suspend(p.ID, at.Add(time.Minute), e), e)
		}, store.SuspendedByStaff},
		"clone": {func(p store.Passkey) {
			s := suspicion(p, true)
			_, err := l.SuspectPasskey(l.ctx, s)
			l.accepts(err, s.Event)
		}, store.SuspendedByClone},
		"an earlier build": {func(p store.Passkey) {
			l.accepts(l.exec(l.ctx, `UPDATE passkeys SET suspended_by = '' WHERE suspended_by = 'inactivity'`))
		}, store.SuspendedByStaff},
	} {
		t.Run(name, func(t *testing.T) {
			p := l.registered(newID())
			e := event("identity.suspended", p.IdentityID)
			_, err := l.SuspendInactive(l.ctx, p.IdentityID, ending(at), func(int) store.AuditEvent { return e })
			l.accepts(err, e)
			x := event("passkey.suspended", p.IdentityID)
			_, err = l.SuspendPasskey(l.ctx, p.ID, ending(at), true, x)
			l.refuses(err, store.LastPasskey) // it is usable again with the identity
			suspend.by(p)
			if got := l.held(store.ScopeWaiting); len(got) > 0 {
				t.Errorf("waiting: %+v", got)
			}
			l.accepts(l.ResumeActive(l.ctx, p.IdentityID, func(int) store.AuditEvent { return event("x", p.IdentityID) }))
			if got := l.passkey(p.ID).SuspensionCause(); got != suspend.want {
				t.Errorf("cause %q, want %q", got, suspend.want)
			}
			resumed := event("passkey.resumed", p.IdentityID)
			l.accepts(l.ResumePasskey(l.ctx, p.ID, resumed), resumed)
			if got := l.passkey(p.ID); got.SuspendedAt != nil || got.SuspendedBy != "" {
				t.Errorf("resumed: %+v", got)
			}
		})
	}
}

// Of any number of replicas one has a claim, until it ends or is not extended.
func testReconciliationClaims(t *testing.T, l *ledger) {
	const scope = store.ScopeAll
	claims, steps := make([]uuid.UUID, 20), make([]func() error, 20)
	for i := range claims {
		claims[i] = newID()
		steps[i] = func() error {
			return l.ClaimReconciliation(l.ctx, scope, claims[i], at, at.Add(time.Minute), i%2 == 0)
		}
	}
	first, second := claims[l.oneWins(atOnce(steps...), store.ErrNotFound)], newID()
	l.refuses(l.ClaimReconciliation(l.ctx, scope, second, at, at.Add(time.Minute), true), store.ErrNotFound)
	l.accepts(l.HoldReconciliation(l.ctx, first, at.Add(time.Hour)))
	l.refuses(l.ClaimReconciliation(l.ctx, scope, second, at.Add(time.Minute), at.Add(2*time.Hour), true), store.ErrNotFound)
	for _, other := range []string{store.ScopeWaiting, store.ScopeHandles} { // the scopes are independent
		l.accepts(l.ClaimReconciliation(l.ctx, other, newID(), at, at.Add(time.Minute), false))
	}
	l.accepts(l.ClaimReconciliation(l.ctx, scope, second, at.Add(time.Hour), at.Add(2*time.Hour), false)) // the holder was killed
	l.refuses(l.HoldReconciliation(l.ctx, first, at), store.ReconciliationTaken)
	end := store.Reconciliation{Scope: scope, DueAt: at.Add(24 * time.Hour), EndedAt: to(at), Outcome: store.ReconciliationAborted, Held: 9, Missing: 8}
	l.refuses(l.EndReconciliation(l.ctx, first, end), store.ReconciliationTaken)
	l.accepts(l.EndReconciliation(l.ctx, second, end))
	if got, err := l.Reconciliation(l.ctx, scope); err != nil || fmt.Sprint(got.Claimed, got.DueAt, *got.EndedAt, got.Outcome, got.Held, got.Missing) !=
		fmt.Sprint(false, end.DueAt, at, end.Outcome, 9, 8) {
		t.Errorf("got %+v, %v", got, err)
	}
	l.refuses(l.ClaimReconciliation(l.ctx, scope, newID(), at.Add(time.Hour), at.Add(2*time.Hour), false), store.ErrNotFound)
	l.accepts(l.ClaimReconciliation(l.ctx, scope, newID(), at.Add(time.Hour), at.Add(2*time.Hour), true))
}

package storetest

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// initialized returns a passkey whose user verification a step-up initialises, which rests on by.
func (l *ledger) initialized(by store.Evidence) store.Passkey {
	l.t.Helper()
	n := registration(by.IdentityID)
	n.Passkey.UVInitialized = false
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	a := steppingUp(n.Passkey, l.session())
	a.InitializeUV = &by
	l.accepts(l.UsePasskey(l.ctx, a), a.Event)
	l.uvInitialized(n.Passkey.ID, true, by.Rows()...)
	return n.Passkey
}

func (l *ledger) uvInitialized(id uuid.UUID, want bool, by ...uuid.UUID) {
	l.t.Helper()
	compare := func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }
	got := l.passkey(id)
	slices.SortFunc(got.UVInitializedBy, compare)
	slices.SortFunc(by, compare)
	if got.UVInitialized != want || !slices.Equal(got.UVInitializedBy, by) {
		l.t.Errorf("user verification initialised: %t by %v, want %t by %v", got.UVInitialized, got.UVInitializedBy, want, by)
	}
}

// User verification ends with each passkey and each factor on which its initialisation rested, unless the user removes the
// passkey.
func testUVInitializedBy(t *testing.T, l *ledger) {
	for name, end := range map[string]func(other, p store.Passkey, app store.FactorSighting){
		"disowned": func(other, p store.Passkey, _ store.FactorSighting) {
			l.disowns(disowning(p.IdentityID, p.ID, other.ID))
		},
		"revoked": func(_, p store.Passkey, _ store.FactorSighting) {
			e := event("passkey.revoked", p.IdentityID)
			l.accepts(l.remove(p.IdentityID, p.ID, false, e), e)
		},
		"suspended": func(_, p store.Passkey, _ store.FactorSighting) {
			e := event("passkey.suspended", p.IdentityID)
			l.accepts(l.suspend(p.ID, at, e), e)
		},
		"a clone": func(_, p store.Passkey, _ store.FactorSighting) {
			s := suspicion(p, true)
			l.accepts(l.suspect(s), s.Event)
		},
		"factor disowned": func(_, p store.Passkey, app store.FactorSighting) {
			e := event("factor.disowned", p.IdentityID)
			l.accepts(l.disownFactor(p.IdentityID, app.ID, store.Evidence{}, at, e), e)
		},
	} {
		t.Log(name)
		p, app, both := l.withFactor()
		other := l.registered(p.IdentityID)
		key, set, unrelated := l.initialized(both), l.registered(p.IdentityID), l.initialized(only(p.IdentityID, other.ID))
		end(other, p, app)
		l.uvInitialized(key.ID, false)
		l.uvInitialized(set.ID, set.UVInitialized)
		l.uvInitialized(unrelated.ID, true, other.ID)
	}
}

// A removal by the user keeps it: then it also rests on the other evidence of the removal.
func testUVKept(t *testing.T, l *ledger) {
	for _, others := range []bool{false, true} {
		p, app, both := l.withFactor()
		key := l.initialized(both)
		e := event("passkey.removed", p.IdentityID)
		r := removal(p.IdentityID, p.ID, []uuid.UUID{p.ID}, false, e)
		r.Keep = true
		want := []uuid.UUID{p.ID, app.ID}
		if others {
			r.By.Passkeys, want = append(r.By.Passkeys, key.ID), append(want, key.ID)
		}
		_, err := l.DeletePasskey(l.ctx, r)
		l.accepts(err, e)
		l.uvInitialized(key.ID, true, want...)
	}
}

// A step-up whose evidence is gone initialises nothing, and is not stored. One that comes second changes nothing.
func testUVEvidence(t *testing.T, l *ledger) {
	p, app, both := l.withFactor()
	n := registration(p.IdentityID)
	n.Passkey.UVInitialized = false
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	a := steppingUp(n.Passkey, l.session())
	gone := only(p.IdentityID, newID())
	a.InitializeUV = &gone
	l.refuses(l.UsePasskey(l.ctx, a), store.EvidenceGone)
	a.InitializeUV = &both
	l.accepts(l.UsePasskey(l.ctx, a), a.Event)
	again := steppingUp(l.passkey(n.Passkey.ID), l.session())
	alone := only(p.IdentityID, p.ID)
	again.InitializeUV = &alone
	l.accepts(l.UsePasskey(l.ctx, again), again.Event)
	l.uvInitialized(n.Passkey.ID, true, p.ID, app.ID)
	spent := steppingUp(l.passkey(n.Passkey.ID), l.session())
	spent.Challenge, spent.InitializeUV = again.Challenge, &alone
	l.refuses(l.UsePasskey(l.ctx, spent), store.ChallengeSpent)
	stale := steppingUp(l.passkey(n.Passkey.ID), l.session())
	stale.SeenSignCount, stale.InitializeUV = stale.SeenSignCount+100, &alone
	stale.SignCount = stale.SeenSignCount
	l.refuses(l.UsePasskey(l.ctx, stale), store.PasskeyChanged)
}

// The initialisation is committed before the passkey behind it is suspended, and ends with it, or not at all.
func testUVEvidenceRace(t *testing.T, l *ledger) {
	for range 15 {
		identity := newID()
		n := registration(identity)
		n.Passkey.UVInitialized = false
		l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
		by := l.registered(identity)
		a, paused := steppingUp(n.Passkey, l.session()), event("passkey.suspended", identity)
		evidence := only(identity, by.ID)
		a.InitializeUV = &evidence
		errs := atOnce(
			func() error { return l.UsePasskey(l.ctx, a) },
			func() error { return l.suspend(by.ID, at, paused) },
		)
		events := []store.AuditEvent{paused}
		if errs[0] == nil {
			events = append(events, a.Event)
		} else if errs[0] != error(store.EvidenceGone) {
			t.Fatal(errs[0])
		}
		l.accepts(errs[1], events...)
		l.uvInitialized(n.Passkey.ID, false)
	}
}

// An assertion whose user verification is relied upon is not stored once that is no longer initialised.
func testUVCounts(t *testing.T, l *ledger) {
	for _, initialized := range []bool{true, false} {
		n := registration(newID())
		n.Passkey.UVInitialized = initialized
		l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
		code := assertion(n.Passkey)
		code.Code = to(codeBy(n.Passkey))
		for name, a := range map[string]store.Assertion{
			"login": assertion(n.Passkey), "step-up": steppingUp(n.Passkey, l.session()), "code": code,
		} {
			t.Log(name, initialized)
			a.UVCounts = true
			if !initialized {
				l.refuses(l.UsePasskey(l.ctx, a), store.PasskeyChanged)
				a.UVCounts = false
			}
			l.accepts(l.UsePasskey(l.ctx, a), a.Event)
		}
	}
}

package storetest

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func reset(identityID uuid.UUID, state string) store.Reset {
	r := store.Reset{
		ID:          newID(),
		IdentityID:  identityID,
		State:       state,
		Reason:      "Lost the phone 📱",
		Note:        "team lead",
		RequestID:   "req-1",
		RequestedBy: store.ResetActor{Kind: "admin_key", ID: newID().String(), Owner: "admin_key:1"},
		RequestedAt: at,
		Steps:       json.RawMessage(`[]`),
	}
	if state == store.ResetOpen {
		r.NextTryAt = to(at)
	} else {
		r.ExpiresAt = to(at.Add(72 * time.Hour))
	}
	return r
}

// opened stores a new reset of the identity.
func (l *ledger) opened(identityID uuid.UUID) store.Reset {
	l.t.Helper()
	e := event("mfa.reset_requested", identityID)
	r, created, err := l.CreateReset(l.ctx, reset(identityID, store.ResetOpen), e)
	l.accepts(err, e)
	if !created {
		l.t.Fatalf("there is one already: %+v", r)
	}
	return r
}

func (l *ledger) sameReset(got, want store.Reset) {
	l.t.Helper()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		l.t.Fatalf("got  %s\nwant %s", a, b)
	}
}

func testResetComesBack(t *testing.T, l *ledger) {
	identity := newID()
	want := reset(identity, store.ResetPending)
	e := event("mfa.reset_requested", identity)
	got, created, err := l.CreateReset(l.ctx, want, e)
	l.accepts(err, e)
	if !created {
		t.Fatal("not created")
	}
	l.sameReset(got, want)

	again, created, err := l.CreateReset(l.ctx, reset(identity, store.ResetOpen), event("mfa.reset_requested", identity))
	l.accepts(err) // without an event
	if created {
		t.Fatal("a second one beside it")
	}
	l.sameReset(again, want)
	other := l.opened(newID())

	_, err = l.Reset(l.ctx, newID())
	l.refuses(err, store.ErrNotFound)
	for name, c := range map[string]struct {
		filter store.ResetFilter
		want   []uuid.UUID
	}{
		"all":      {store.ResetFilter{}, []uuid.UUID{other.ID, want.ID}},
		"pending":  {store.ResetFilter{State: to(store.ResetPending)}, []uuid.UUID{want.ID}},
		"identity": {store.ResetFilter{IdentityID: &other.IdentityID}, []uuid.UUID{other.ID}},
		"both":     {store.ResetFilter{State: to(store.ResetPending), IdentityID: &other.IdentityID}, nil},
	} {
		var ids []uuid.UUID
		for _, r := range pages(l, 1, func(p store.Page) ([]store.Reset, error) { return l.Resets(l.ctx, c.filter, p) }, func(r store.Reset) uuid.UUID { return r.ID }) {
			ids = append(ids, r.ID)
		}
		if len(ids) != len(c.want) || len(ids) > 0 && ids[0] != c.want[0] {
			t.Errorf("%s: %v, want %v", name, ids, c.want)
		}
	}
}

func testResetDecisions(t *testing.T, l *ledger) {
	for state, ended := range map[string]bool{store.ResetOpen: false, store.ResetCancelled: true} {
		identity := newID()
		e := event("mfa.reset_requested", identity)
		r, _, err := l.CreateReset(l.ctx, reset(identity, store.ResetPending), e)
		l.accepts(err, e)
		_, err = l.ClaimReset(l.ctx, r.ID, newID(), at, at.Add(time.Minute))
		l.refuses(err, store.ResetTaken)

		d := store.ResetDecision{State: state, By: store.ResetActor{Kind: "identity", ID: newID().String()}, At: at.Add(time.Hour), NextTryAt: at.Add(time.Hour + time.Second)}
		e = event("mfa.reset_approved", identity)
		l.accepts(l.DecideReset(l.ctx, r.ID, d, e), e)
		got, err := l.Reset(l.ctx, r.ID)
		l.accepts(err)
		if got.State != state || got.DecidedBy != d.By || !got.DecidedAt.Equal(d.At) || (got.EndedAt != nil) != ended || (got.NextTryAt != nil) == ended {
			t.Errorf("%s: %+v", state, got)
		}
		if !ended {
			_, err = l.ClaimDueReset(l.ctx, newID(), d.At, d.At.Add(time.Minute))
			l.refuses(err, store.ErrNotFound)
			if !got.NextTryAt.Equal(d.NextTryAt) {
				t.Errorf("due at %s, want %s", got.NextTryAt, d.NextTryAt)
			}
		}
		l.refuses(l.DecideReset(l.ctx, r.ID, d, event("mfa.reset_approved", identity)), store.ResetNotPending)
	}
	l.refuses(l.DecideReset(l.ctx, newID(), store.ResetDecision{State: store.ResetOpen, At: at}, event("mfa.reset_approved", newID())), store.ErrNotFound)
}

// A claim excludes others until it ends. Writes under an earlier claim fail.
func testResetClaims(t *testing.T, l *ledger) {
	r := l.opened(newID())
	first, second := newID(), newID()
	minute := func(n int) time.Time { return at.Add(time.Duration(n) * time.Minute) }

	got, err := l.ClaimReset(l.ctx, r.ID, first, at, minute(1))
	l.accepts(err)
	if got.Tries != 1 || !got.NextTryAt.Equal(minute(1)) {
		t.Errorf("claimed: %+v", got)
	}
	_, err = l.ClaimReset(l.ctx, r.ID, second, at, minute(1))
	l.refuses(err, store.ResetTaken)
	_, err = l.ClaimDueReset(l.ctx, second, at, minute(1))
	l.refuses(err, store.ErrNotFound)
	steps := json.RawMessage(`[{"step":"totp"}]`)
	l.accepts(l.NoteReset(l.ctx, r.ID, first, steps, minute(2)))
	_, err = l.ClaimDueReset(l.ctx, second, minute(1), minute(3))
	l.refuses(err, store.ErrNotFound) // the claim was extended

	got, err = l.ClaimDueReset(l.ctx, second, minute(2), minute(4))
	l.accepts(err)
	if got.ID != r.ID || got.Tries != 2 || string(got.Steps) != string(steps) {
		t.Errorf("claimed: %+v", got)
	}
	end := store.ResetEnd{ID: r.ID, IdentityID: r.IdentityID, Claim: first, Steps: steps, At: minute(3), Event: event("mfa.admin_reset", r.IdentityID)}
	for name, err := range map[string]error{
		"note":    l.NoteReset(l.ctx, r.ID, first, json.RawMessage(`[]`), minute(9)),
		"release": l.ReleaseReset(l.ctx, r.ID, first, "x", minute(9)),
		"clear":   l.clear(r, first, minute(9), func(store.Cleared) json.RawMessage { return json.RawMessage(`[]`) }),
		"end":     l.EndReset(l.ctx, end),
	} {
		if !errors.Is(err, store.ResetTaken) {
			t.Errorf("%s with a claim that is lost: %v", name, err)
		}
	}
	l.check()
	l.accepts(l.ReleaseReset(l.ctx, r.ID, second, "kratos_unavailable", minute(10)))
	got, err = l.Reset(l.ctx, r.ID)
	l.accepts(err)
	if got.Failure != "kratos_unavailable" || !got.NextTryAt.Equal(minute(10)) || string(got.Steps) != string(steps) {
		t.Errorf("released: %+v", got)
	}
	// By its ID a reset can be claimed before it is due.
	_, err = l.ClaimReset(l.ctx, r.ID, first, minute(5), minute(6))
	l.accepts(err)
	l.accepts(l.EndReset(l.ctx, end), end.Event)
	_, err = l.ClaimReset(l.ctx, r.ID, second, minute(20), minute(21))
	l.refuses(err, store.ResetTaken)
	l.refuses(l.EndReset(l.ctx, end), store.ResetTaken)
}

// Of concurrent claims of the one due reset, one succeeds.
func testResetClaimRace(_ *testing.T, l *ledger) {
	l.opened(newID())
	claim := func() error {
		_, err := l.ClaimDueReset(l.ctx, newID(), at, at.Add(time.Minute))
		return err
	}
	l.oneWins(atOnce(claim, claim, claim, claim), store.ErrNotFound)
}

// While a reset is open, the ceremonies of its identity are refused, and no others.
func testResetRefusesCeremonies(t *testing.T, l *ledger) {
	identity, set := l.withCodes(2)
	p, other := l.registeredAgain(identity), l.registered(newID())
	r := l.opened(identity)

	a := assertion(p)
	l.refuses(l.UsePasskey(l.ctx, a), store.BeingReset)
	l.refuses(l.UsePasskey(l.ctx, steppingUp(p, l.session())), store.BeingReset)
	l.refuses(l.CreatePasskey(l.ctx, registration(identity)), store.BeingReset)
	l.refuses(l.replaceCodes(identity, codes(1), event("recovery_codes.created", identity)), store.BeingReset)
	l.refuses(l.PutSupportCode(l.ctx, identity, store.RecoveryCode{Kind: store.CodeSupport, Hash: [32]byte(random(32)), CreatedAt: at, ExpiresAt: to(at)}, uuid.Nil, event("x", identity)), store.BeingReset)
	_, err := l.RedeemRecoveryCode(l.ctx, recoveryTry(identity, at), func([]store.RecoveryCode, int) store.RecoveryVerdict {
		t.Error("judged while the identity is being reset")
		return store.RecoveryVerdict{}
	})
	l.refuses(err, store.BeingReset)

	b := assertion(other)
	l.accepts(l.UsePasskey(l.ctx, b), b.Event)

	_, err = l.BeginSecondGrace(l.ctx, identity, at)
	l.accepts(err)
	claim := newID()
	_, err = l.ClaimReset(l.ctx, r.ID, claim, at, at.Add(time.Minute))
	l.accepts(err)
	var noted store.Cleared
	l.accepts(l.clear(r, claim, at.Add(time.Minute), func(c store.Cleared) json.RawMessage {
		noted = c
		return json.RawMessage(`[{"step":"latchkey"}]`)
	}))
	if want := (store.Cleared{Passkeys: []store.ClearedPasskey{{ID: p.ID, Name: p.Name}}, RecoveryCodes: int64(len(set))}); !reflect.DeepEqual(noted, want) {
		t.Errorf("cleared %+v, want %+v", noted, want)
	}
	l.refuses(l.UsePasskey(l.ctx, a), store.PasskeyChanged)
	l.refuses(l.CreatePasskey(l.ctx, registration(identity)), store.BeingReset)

	done := event("mfa.admin_reset", identity)
	l.accepts(l.EndReset(l.ctx, store.ResetEnd{ID: r.ID, IdentityID: identity, Claim: claim, Steps: json.RawMessage(`[]`), At: at.Add(time.Hour), Event: done}), done)
	if began, err := l.BeginSecondGrace(l.ctx, identity, at.Add(2*time.Hour)); err != nil || !began.Equal(at.Add(2*time.Hour)) {
		t.Errorf("the second grace period began %s, %v", began, err)
	}
	if began, err := l.BeginGrace(l.ctx, identity, at.Add(2*time.Hour)); err != nil || !began.Equal(at.Add(time.Hour)) {
		t.Errorf("grace began %s, %v", began, err)
	}
	l.registered(identity)
	if got := l.opened(identity); got.ID == r.ID {
		t.Error("the old one is found again")
	}
}

// Only resets that have not ended are counted. Oldest is the earliest approval of an open one.
func testResetsCounted(t *testing.T, l *ledger) {
	wants := func(want store.Unfinished) {
		t.Helper()
		got, err := l.CountResets(l.ctx)
		l.accepts(err)
		if got.Pending != want.Pending || got.Open != want.Open || (got.Oldest == nil) != (want.Oldest == nil) ||
			want.Oldest != nil && !got.Oldest.Equal(*want.Oldest) {
			t.Errorf("counted %+v, want %+v", got, want)
		}
	}
	wants(store.Unfinished{})
	pending := reset(newID(), store.ResetPending)
	e := event("mfa.reset_requested", pending.IdentityID)
	_, _, err := l.CreateReset(l.ctx, pending, e)
	l.accepts(err, e)
	wants(store.Unfinished{Pending: 1})

	approved := at.Add(time.Hour)
	e = event("mfa.reset_approved", pending.IdentityID)
	l.accepts(l.DecideReset(l.ctx, pending.ID, store.ResetDecision{State: store.ResetOpen, By: store.ResetActor{Kind: "identity", ID: newID().String()}, At: approved}, e), e)
	wants(store.Unfinished{Open: 1, Oldest: &approved})
	older := l.opened(newID())
	wants(store.Unfinished{Open: 2, Oldest: to(at)})

	claim := newID()
	_, err = l.ClaimReset(l.ctx, older.ID, claim, at, at.Add(time.Minute))
	l.accepts(err)
	e = event("mfa.admin_reset", older.IdentityID)
	l.accepts(l.EndReset(l.ctx, store.ResetEnd{ID: older.ID, IdentityID: older.IdentityID, Claim: claim, Steps: older.Steps, At: at, Event: e}), e)
	wants(store.Unfinished{Open: 1, Oldest: &approved})
}

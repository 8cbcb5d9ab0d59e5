package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// takeBack is a recovery, with the events that it has made.
type takeBack struct {
	store.TakeBack
	events []store.AuditEvent
}

func takingBack(identity, session uuid.UUID) *takeBack {
	t := &takeBack{TakeBack: store.TakeBack{
		IdentityID: identity, At: at.Add(time.Hour), SessionID: session, End: others(at.Add(time.Hour), session),
		Forgotten: event("recovery_codes.ended", identity),
	}}
	t.events = []store.AuditEvent{t.Forgotten}
	t.Suspended = func(p store.Passkey) store.AuditEvent {
		e := event("passkey.suspended", identity)
		e.PasskeyID = p.ID
		t.events = append(t.events, e)
		return e
	}
	t.Disowned = func(f store.Factor) *store.AuditEvent {
		if f.Kind == "address" {
			return nil
		}
		e := event("factor.disowned", identity)
		t.events = append(t.events, e)
		return &e
	}
	return t
}

// takesBack gives the account back to its owner. It must have had a passkey.
func (l *ledger) takesBack(identity uuid.UUID) {
	l.t.Helper()
	t := takingBack(identity, uuid.Nil)
	_, err := l.TakeBack(l.ctx, t.TakeBack)
	l.accepts(err, t.events...)
}

func (l *ledger) firstPasskey(identity uuid.UUID) store.FirstPasskey {
	l.t.Helper()
	first, err := l.FirstPasskeyOf(l.ctx, identity)
	if err != nil {
		l.t.Fatal(err)
	}
	facts, err := l.SessionFacts(l.ctx, newID(), identity, store.FactsQuery{})
	if err != nil || facts.First == nil || !reflect.DeepEqual(*facts.First, first) {
		l.t.Errorf("a session sees %+v, %v; want %+v", facts.First, err, first)
	}
	return first
}

// What is recorded with the first passkey stays, whatever passkeys come and go.
func testFirstPasskey(t *testing.T, l *ledger) {
	identity := newID()
	_, err := l.FirstPasskeyOf(l.ctx, identity)
	l.refuses(err, store.ErrNotFound)
	refused := registration(identity)
	refused.By = only(identity, l.registered(newID()).ID)
	l.refuses(l.CreatePasskey(l.ctx, refused), store.EvidenceGone)
	_, err = l.FirstPasskeyOf(l.ctx, identity)
	l.refuses(err, store.ErrNotFound)

	n := registration(identity)
	n.Unverified = []store.UnverifiedAddress{address(), address()}
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	want := store.FirstPasskey{IdentityID: identity, At: n.Passkey.CreatedAt, Unverified: n.Unverified}
	second := registration(identity)
	second.Unverified = []store.UnverifiedAddress{address()}
	l.accepts(l.CreatePasskey(l.ctx, second), second.Event)
	for _, p := range []store.Passkey{n.Passkey, second.Passkey} {
		e := event("passkey.removed", identity)
		l.accepts(l.remove(identity, p.ID, false, e), e)
	}
	third := registration(identity)
	third.Unverified = second.Unverified
	l.accepts(l.CreatePasskey(l.ctx, third), third.Event)
	if got := l.firstPasskey(identity); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}

	none := registration(newID())
	none.Unverified = nil
	l.accepts(l.CreatePasskey(l.ctx, none), none.Event)
	if got := l.firstPasskey(none.Passkey.IdentityID); got.Unverified != nil {
		t.Errorf("unverified: %+v", got.Unverified)
	}
}

// An earlier build records no first passkey. A later first passkey must not record addresses for passkeys that
// existed before.
func testFirstPasskeyOfEarlierBuild(t *testing.T, l *ledger) {
	for _, removed := range []bool{false, true} {
		identity := newID()
		old := l.registered(identity)
		if err := l.exec(l.ctx, `DELETE FROM first_passkeys`); err != nil {
			t.Fatal(err)
		}
		if removed {
			e := event("passkey.removed", identity)
			l.accepts(l.remove(identity, old.ID, false, e), e)
		}
		l.registered(identity)
		if got := l.firstPasskey(identity); got.Unverified != nil {
			t.Errorf("removed %t: unverified %+v", removed, got.Unverified)
		}
	}
}

func testNoteVerified(t *testing.T, l *ledger) {
	n := registration(newID())
	n.Unverified = []store.UnverifiedAddress{address(), address()}
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	seen := l.firstPasskey(n.Passkey.IdentityID)
	verified := []store.UnverifiedAddress{seen.Unverified[0], seen.Unverified[1]}
	verified[1].VerifiedAt = &at
	l.accepts(l.NoteVerified(l.ctx, seen, verified))
	l.accepts(l.NoteVerified(l.ctx, seen, nil)) // it has seen what is no longer so
	got := l.firstPasskey(seen.IdentityID)
	if !reflect.DeepEqual(got.Unverified, verified) {
		t.Errorf("got  %+v\nwant %+v", got.Unverified, verified)
	}
	l.accepts(l.NoteVerified(l.ctx, got, nil))
	if got := l.firstPasskey(seen.IdentityID); got.Unverified != nil {
		t.Errorf("got %+v, want none", got.Unverified)
	}
	l.refuses(l.take(seen.IdentityID), store.ErrNotFound)
}

func (l *ledger) take(identity uuid.UUID) error {
	_, err := l.TakeBack(l.ctx, takingBack(identity, uuid.Nil).TakeBack)
	return err
}

func testTakeBack(t *testing.T, l *ledger) {
	identity, owner := newID(), l.session()
	paused, used := l.registered(identity), l.registered(identity)
	e := event("passkey.suspended", identity)
	l.accepts(l.suspend(paused.ID, at, e), e)
	l.granted(used)
	e = event("recovery_codes.created", identity)
	l.accepts(l.replaceCodes(identity, codes(3), e), e)
	vouched, strange, mailbox := sighting("totp", store.VouchedFreshSession), sighting("webauthn", ""), sighting("address", store.VouchedFirstPasskey)
	l.looks(identity, at, []store.FactorSighting{vouched, strange, mailbox}, "totp appeared", "totp vouched", "webauthn appeared", "address appeared", "address vouched")
	before := l.firstPasskey(identity)

	broken := takingBack(identity, owner)
	broken.Suspended = func(store.Passkey) store.AuditEvent { return broken.Forgotten } // its ID is taken
	_, err := l.TakeBack(l.ctx, broken.TakeBack)
	l.fails(err)
	if got := l.firstPasskey(identity); !reflect.DeepEqual(got, before) {
		t.Errorf("after a failure: %+v", got)
	}

	take := takingBack(identity, owner)
	ended, err := l.TakeBack(l.ctx, take.TakeBack)
	l.accepts(err, take.events...)
	if len(take.events) != 4 { // the codes, both passkeys, the app
		t.Errorf("%d events", len(take.events))
	}
	if got := ended[len(ended)-1]; got.Kind != store.EndOthers || got.KeptID != owner || len(ended) < 2 {
		t.Errorf("to end: %+v", ended)
	}
	for _, p := range []store.Passkey{paused, used} {
		if got := l.passkey(p.ID); !got.Disregarded() || got.SuspendedAt == nil {
			t.Errorf("the passkey is %+v", got)
		}
		l.refuses(l.ResumePasskey(l.ctx, p.ID, event("passkey.resumed", identity)), store.ErrNotFound)
	}
	l.hasCodes(identity, nil)
	if sessions, passes, codes := l.left(identity); sessions+passes+codes > 0 {
		t.Errorf("left: %d sessions, %d passes, %d codes", sessions, passes, codes)
	}
	factors, err := l.FactorsOf(l.ctx, identity)
	if err != nil || factors[0].DisownedAt == nil || factors[0].VouchedAt != nil || factors[1].DisownedAt != nil || factors[2].VouchedAt == nil {
		t.Errorf("factors %+v, %v", factors, err)
	}
	want := store.FirstPasskey{IdentityID: identity, At: before.At, RecoveredAt: &take.At, RecoveredSession: owner}
	if got := l.firstPasskey(identity); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	l.refuses(l.take(identity), store.ErrNotFound)
	l.refuses(l.take(newID()), store.ErrNotFound)
}

// Of the two that a web_hook and a session report, or several sessions, one takes the account back, and one gets it.
func testTakeBackRace(t *testing.T, l *ledger) {
	for range 5 {
		identity := newID()
		l.registered(identity)
		takes := make([]*takeBack, 4)
		var steps []func() error
		for i := range takes {
			takes[i] = takingBack(identity, uuid.Nil)
			steps = append(steps, func() error {
				_, err := l.TakeBack(l.ctx, takes[i].TakeBack)
				return err
			})
		}
		winner := l.oneWins(atOnce(steps...), store.ErrNotFound)
		l.accepts(nil, takes[winner].events...)

		first := l.firstPasskey(identity)
		sessions := []uuid.UUID{l.session(), l.session(), l.session()}
		steps = nil
		for _, session := range sessions {
			steps = append(steps, func() error { return l.BindRecovered(l.ctx, identity, *first.RecoveredAt, session) })
		}
		winner = l.oneWins(atOnce(steps...), store.ErrNotFound)
		if got := l.firstPasskey(identity); got.RecoveredSession != sessions[winner] {
			t.Errorf("bound to %s, want %s", got.RecoveredSession, sessions[winner])
		}
		l.refuses(l.BindRecovered(l.ctx, identity, first.RecoveredAt.Add(time.Second), newID()), store.ErrNotFound)
	}
}

// A registration that begins while the account is taken back either comes first and is suspended, or is the owner's.
func testTakeBackDuringRegistration(t *testing.T, l *ledger) {
	for range 5 {
		identity := newID()
		old := l.registered(identity)
		n := registration(identity)
		n.By = only(identity, old.ID)
		take := takingBack(identity, uuid.Nil)
		errs := atOnce(
			func() error { return l.CreatePasskey(l.ctx, n) },
			func() error { _, err := l.TakeBack(l.ctx, take.TakeBack); return err },
		)
		events := take.events
		switch {
		case errs[1] != nil:
			t.Fatal(errs[1])
		case errs[0] == nil:
			events = append(events, n.Event)
			if !l.passkey(n.Passkey.ID).Disregarded() {
				t.Error("a passkey that rests on a suspended one stands")
			}
		case !errors.Is(errs[0], store.EvidenceGone):
			t.Errorf("registration: %v", errs[0])
		}
		l.accepts(nil, events...)
	}
}

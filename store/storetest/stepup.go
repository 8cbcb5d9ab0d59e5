package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"latchkey/store"
)

func testStepUpReplaced(t *testing.T, l *ledger) {
	identity, session := newID(), l.session()
	first, second := l.registered(identity), l.registered(identity)
	a := steppingUp(first, session)
	l.accepts(l.UsePasskey(l.ctx, a), a.Event)
	l.hasStepUp(*a.StepUp)

	b := steppingUp(second, session)
	b.StepUp.UserVerified = false
	b.StepUp.At = a.StepUp.At.Add(time.Minute)
	b.StepUp.ExpiresAt = a.StepUp.ExpiresAt.Add(time.Minute)
	l.accepts(l.UsePasskey(l.ctx, b), b.Event)
	l.hasStepUp(*b.StepUp)

	// A login in between does not change it.
	c := assertion(second)
	l.accepts(l.UsePasskey(l.ctx, c), c.Event)
	l.hasStepUp(*b.StepUp)

	// The replaced step-up no longer depends on its passkey.
	e := event("passkey.removed", identity)
	l.accepts(l.remove(identity, first.ID, false, e), e)
	l.hasStepUp(*b.StepUp)

	// A step-up requires a passkey of the same identity.
	foreign := steppingUp(second, l.session())
	foreign.StepUp.IdentityID = newID()
	l.fails(l.UsePasskey(l.ctx, foreign))
}

func (l *ledger) hasStepUp(want store.StepUp) {
	l.t.Helper()
	got, err := l.StepUp(l.ctx, want.SessionID)
	if err != nil || !reflect.DeepEqual(got, want) {
		l.t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
}

func testStepUpDiesWithPasskey(t *testing.T, l *ledger) {
	for name, end := range map[string]func(p store.Passkey, e store.AuditEvent) error{
		"deleted": func(p store.Passkey, e store.AuditEvent) error {
			return l.remove(p.IdentityID, p.ID, false, e)
		},
		"suspended": func(p store.Passkey, e store.AuditEvent) error {
			return l.suspend(p.ID, at, e)
		},
	} {
		p, other := l.registered(newID()), l.registered(newID())
		one, two, kept := steppingUp(p, l.session()), steppingUp(p, l.session()), steppingUp(other, l.session())
		for _, a := range []store.Assertion{one, two, kept} {
			l.accepts(l.UsePasskey(l.ctx, a), a.Event)
		}
		e := event("passkey."+name, p.IdentityID)
		l.accepts(end(p, e), e)
		for _, a := range []store.Assertion{one, two} {
			if _, err := l.StepUp(l.ctx, a.StepUp.SessionID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: the step-up is still there: %v", name, err)
			}
		}
		l.hasStepUp(*kept.StepUp)
	}
}

// A step-up that is written while its passkey is removed does not survive: the ledger checks every session.
func testStepUpRaces(t *testing.T, l *ledger) {
	for round := range 24 {
		identity := newID()
		p := l.registered(identity)
		a := steppingUp(p, l.session())
		end := event("passkey.gone", identity)
		ends := []func() error{
			func() error { return l.suspend(p.ID, at, end) },
			func() error { return l.remove(identity, p.ID, false, end) },
			func() error {
				s := suspicion(p, true)
				s.Event = end
				return l.suspect(s)
			},
		}
		errs := atOnce(func() error { return l.UsePasskey(l.ctx, a) }, ends[round%len(ends)])
		events := []store.AuditEvent{end}
		if errs[0] == nil {
			events = append(events, a.Event)
		} else if !errors.Is(errs[0], store.PasskeyChanged) {
			t.Fatal(errs[0])
		}
		l.accepts(errs[1], events...)
	}
}

func testStepUpPurge(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	p := l.registered(newID())
	kept := steppingUp(p, l.session())
	kept.StepUp.ExpiresAt = now.Add(time.Minute - store.SessionKept).Truncate(time.Second)
	l.accepts(l.UsePasskey(l.ctx, kept), kept.Event)
	for range 3 {
		a := steppingUp(p, l.session())
		a.StepUp.ExpiresAt = now.Add(-store.SessionKept - time.Second)
		l.accepts(l.UsePasskey(l.ctx, a), a.Event)
	}
	for _, want := range []int64{3, 0} {
		if got, err := l.PurgeStepUps(l.ctx); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("purged %d, %v, want %d", got, err, want)
		}
	}
	l.check()
	l.hasStepUp(*kept.StepUp)
}

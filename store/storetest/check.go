package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func newLedger(t *testing.T, d Driver) *ledger {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	t.Cleanup(cancel)
	l := &ledger{
		Store:    d.Store,
		t:        t,
		ctx:      ctx,
		exec:     d.Exec,
		recorded: map[uuid.UUID]bool{},
		counts:   map[uuid.UUID]uint32{},
		owners:   map[uuid.UUID][]uuid.UUID{},
	}
	l.check()
	return l
}

// accepts checks that a step has succeeded and recorded these events.
func (l *ledger) accepts(err error, events ...store.AuditEvent) {
	l.t.Helper()
	if err != nil {
		l.t.Fatalf("refused: %v", err)
	}
	for _, e := range events {
		l.recorded[e.ID] = true
	}
	l.check()
}

// refuses checks that a step has failed with this error and changed nothing.
func (l *ledger) refuses(err, want error) {
	l.t.Helper()
	var conflict store.Conflict
	if !errors.Is(err, want) || errors.As(want, &conflict) && !errors.Is(err, store.ErrConflict) {
		l.t.Fatalf("got %v, want %v", err, want)
	}
	l.unchanged()
}

// fails checks that a step has failed with an error that is no sentinel, and changed nothing.
func (l *ledger) fails(err error) {
	l.t.Helper()
	if err == nil || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrConflict) {
		l.t.Fatalf("got %v, want an error that is no sentinel", err)
	}
	l.unchanged()
}

func (l *ledger) unchanged() {
	l.t.Helper()
	before := l.last
	l.check()
	for what, same := range map[string]bool{
		"passkeys":     reflect.DeepEqual(before.passkeys, l.last.passkeys),
		"events":       reflect.DeepEqual(before.events, l.last.events),
		"step-ups":     reflect.DeepEqual(before.stepUps, l.last.stepUps),
		"logins":       reflect.DeepEqual(before.logins, l.last.logins),
		"recoveries":   reflect.DeepEqual(before.recoveries, l.last.recoveries),
		"codes":        reflect.DeepEqual(before.codes, l.last.codes),
		"an admin key": reflect.DeepEqual(before.keys, l.last.keys),
	} {
		if !same {
			l.t.Fatalf("a refused step changed %s", what)
		}
	}
}

// check reads the state and compares it with what is expected.
func (l *ledger) check() {
	l.t.Helper()
	l.last = l.read()
	for _, e := range l.last.events {
		if !l.recorded[e.ID] {
			l.t.Fatalf("unexpected event %s %s", e.ID, e.Type)
		}
	}
	if len(l.last.events) != len(l.recorded) {
		l.t.Fatalf("%d events, want %d", len(l.last.events), len(l.recorded))
	}
	usable := map[uuid.UUID]bool{}
	for _, p := range l.last.passkeys {
		if p.SignCount < l.counts[p.ID] {
			l.t.Fatalf("passkey %s: counter decreased from %d to %d", p.ID, l.counts[p.ID], p.SignCount)
		}
		l.counts[p.ID] = p.SignCount
		usable[p.ID] = p.SuspendedAt == nil
	}
	for _, s := range l.last.stepUps {
		if !usable[s.PasskeyID] {
			l.t.Fatalf("session %s is stepped up by a passkey that is suspended or deleted", s.SessionID)
		}
	}
	for _, s := range l.last.logins {
		if !usable[s.PasskeyID] {
			l.t.Fatalf("session %s was created by a passkey that is suspended or deleted", s.SessionID)
		}
	}
}

func (l *ledger) read() state {
	l.t.Helper()
	s := state{events: l.allEvents(store.AuditFilter{}, 500), passkeys: l.allPasskeys(store.PasskeyFilter{}, 500)}
	for _, session := range l.sessions {
		found, err := l.factsIn(session)
		if err != nil {
			l.t.Fatal(err)
		}
		if found.StepUp != nil {
			s.stepUps = append(s.stepUps, *found.StepUp)
		}
		s.logins = append(s.logins, found.Logins...)
		if found.Recovery != nil {
			s.recoveries = append(s.recoveries, *found.Recovery)
		}
	}
	for _, identity := range l.identities {
		s.codes = append(s.codes, l.codesOf(identity)...)
	}
	keys, err := l.AdminKeys(l.ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	s.keys = keys
	return s
}

package storetest

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// ledger is a store whose effects are kept count of. After each step it checks what must hold always: there is an
// event for every effect and no other, no counter went back, no step-up outlives its passkey, and a refused step
// changed nothing at all.
type ledger struct {
	store.Store
	t    *testing.T
	ctx  context.Context
	exec func(ctx context.Context, sql string) error

	recorded map[uuid.UUID]bool // the events that must be there
	counts   map[uuid.UUID]uint32
	sessions []uuid.UUID // whose step-ups, logins and recoveries are looked at
	people   []uuid.UUID // whose recovery codes are looked at
	last     state

	lock   sync.Mutex
	owners map[uuid.UUID][]uuid.UUID // the identities that something was tried for, by session
}

// state is everything one can see through the contract.
type state struct {
	passkeys []store.Passkey
	events   []store.AuditEvent
	stepUps  []store.StepUp
	logins   []store.PasskeySession
	regained []store.Recovery
	codes    []store.RecoveryCode
	keys     []store.AdminKey
}

func newLedger(t *testing.T, d Driver) *ledger {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
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

// accepts is for a step that must succeed and write these events.
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

// refuses is for a step that must fail like that and write nothing.
func (l *ledger) refuses(err, want error) {
	l.t.Helper()
	var conflict store.Conflict
	if !errors.Is(err, want) || errors.As(want, &conflict) && !errors.Is(err, store.ErrConflict) {
		l.t.Fatalf("got %v, want %v", err, want)
	}
	l.unchanged()
}

// fails is for a step that must fail with a plain error and write nothing.
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
		"recoveries":   reflect.DeepEqual(before.regained, l.last.regained),
		"codes":        reflect.DeepEqual(before.codes, l.last.codes),
		"an admin key": reflect.DeepEqual(before.keys, l.last.keys),
	} {
		if !same {
			l.t.Fatalf("a refused step changed %s", what)
		}
	}
}

// check reads everything and holds it against the books.
func (l *ledger) check() {
	l.t.Helper()
	l.last = l.read()
	for _, e := range l.last.events {
		if !l.recorded[e.ID] {
			l.t.Fatalf("event %s %s without an effect", e.ID, e.Type)
		}
	}
	if len(l.last.events) != len(l.recorded) {
		l.t.Fatalf("%d events for %d effects", len(l.last.events), len(l.recorded))
	}
	usable := map[uuid.UUID]bool{}
	for _, p := range l.last.passkeys {
		if p.SignCount < l.counts[p.ID] {
			l.t.Fatalf("passkey %s: counter went back from %d to %d", p.ID, l.counts[p.ID], p.SignCount)
		}
		l.counts[p.ID] = p.SignCount
		usable[p.ID] = p.SuspendedAt == nil
	}
	for _, s := range l.last.stepUps {
		if !usable[s.PasskeyID] {
			l.t.Fatalf("session %s is stepped up by a passkey that is suspended or gone", s.SessionID)
		}
	}
	for _, s := range l.last.logins {
		if !usable[s.PasskeyID] {
			l.t.Fatalf("session %s was created by a passkey that is suspended or gone", s.SessionID)
		}
	}
}

func (l *ledger) read() state {
	l.t.Helper()
	s := state{events: l.allEvents(store.AuditFilter{}, 500), passkeys: l.allPasskeys(store.PasskeyFilter{}, 500)}
	for _, session := range l.sessions {
		shown, err := l.shownIn(session)
		if err != nil {
			l.t.Fatal(err)
		}
		if shown.StepUp != nil {
			s.stepUps = append(s.stepUps, *shown.StepUp)
		}
		s.logins = append(s.logins, shown.Logins...)
		if shown.Recovery != nil {
			s.regained = append(s.regained, *shown.Recovery)
		}
	}
	for _, identity := range l.people {
		s.codes = append(s.codes, l.codesOf(identity)...)
	}
	keys, err := l.AdminKeys(l.ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	s.keys = keys
	return s
}

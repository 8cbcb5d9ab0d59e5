package storetest

import (
	"context"
	"errors"
	"reflect"
	"slices"
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

// note remembers for whom a session is, so that it can be looked at.
func (l *ledger) note(session, identity uuid.UUID) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if !slices.Contains(l.owners[session], identity) {
		l.owners[session] = append(l.owners[session], identity)
	}
}

func (l *ledger) UsePasskey(ctx context.Context, a store.Assertion) error {
	if a.StepUp != nil {
		l.note(a.StepUp.SessionID, a.StepUp.IdentityID)
	}
	return l.Store.UsePasskey(ctx, a)
}

func (l *ledger) PutPasskeySession(ctx context.Context, p store.PasskeySession) error {
	l.note(p.SessionID, p.IdentityID)
	return l.Store.PutPasskeySession(ctx, p)
}

func (l *ledger) BindRecovery(ctx context.Context, b store.RecoveryBinding) error {
	l.note(b.SessionID, b.IdentityID)
	return l.Store.BindRecovery(ctx, b)
}

func (l *ledger) RedeemRecoveryCode(
	ctx context.Context, try store.RecoveryTry, judge func([]store.RecoveryCode, int) store.RecoveryVerdict,
) (time.Time, error) {
	return l.Store.RedeemRecoveryCode(ctx, try, func(codes []store.RecoveryCode, tries int) store.RecoveryVerdict {
		verdict := judge(codes, tries)
		if verdict.Recovery != nil {
			l.note(verdict.Recovery.SessionID, verdict.Recovery.IdentityID)
		}
		return verdict
	})
}

// shownIn is what is known of a session, whoever it is of; logins that wait for a session are left out.
func (l *ledger) shownIn(session uuid.UUID) (store.SessionFacts, error) {
	l.lock.Lock()
	owners := slices.Clone(l.owners[session])
	l.lock.Unlock()
	var shown store.SessionFacts
	for _, identity := range owners {
		facts, err := l.SessionFacts(l.ctx, session, identity)
		if err != nil {
			return shown, err
		}
		if facts.StepUp != nil {
			shown.StepUp = facts.StepUp
		}
		if facts.Recovery != nil {
			shown.Recovery = facts.Recovery
		}
		for _, p := range facts.Logins {
			if p.SessionID == session {
				shown.Logins = append(shown.Logins, p)
			}
		}
	}
	return shown, nil
}

// StepUp of a session that must have one. ErrNotFound.
func (l *ledger) StepUp(_ context.Context, sessionID uuid.UUID) (store.StepUp, error) {
	shown, err := l.shownIn(sessionID)
	if err == nil && shown.StepUp == nil {
		return store.StepUp{}, store.ErrNotFound
	}
	if err != nil {
		return store.StepUp{}, err
	}
	return *shown.StepUp, nil
}

func (l *ledger) allEvents(filter store.AuditFilter, size int) []store.AuditEvent {
	l.t.Helper()
	return pages(l, size, func(page store.Page) ([]store.AuditEvent, error) {
		return l.AuditEvents(l.ctx, filter, page)
	}, func(e store.AuditEvent) uuid.UUID { return e.ID })
}

func (l *ledger) allPasskeys(filter store.PasskeyFilter, size int) []store.Passkey {
	l.t.Helper()
	return pages(l, size, func(page store.Page) ([]store.Passkey, error) {
		return l.ListPasskeys(l.ctx, filter, page)
	}, func(p store.Passkey) uuid.UUID { return p.ID })
}

// pages reads page after page, and checks that it goes strictly from newer to older.
func pages[T any](l *ledger, size int, read func(store.Page) ([]T, error), id func(T) uuid.UUID) []T {
	l.t.Helper()
	var all []T
	page := store.Page{Size: size}
	for {
		rows, err := read(page)
		if err != nil {
			l.t.Fatal(err)
		}
		if len(rows) > size {
			l.t.Fatalf("a page of %d has %d rows", size, len(rows))
		}
		for _, row := range rows {
			next := id(row)
			if page.Before != uuid.Nil && slices.Compare(next[:], page.Before[:]) >= 0 {
				l.t.Fatalf("%s comes after %s", next, uuid.UUID(page.Before))
			}
			page.Before = next
		}
		all = append(all, rows...)
		if len(rows) < size {
			return all
		}
	}
}

// atOnce starts all of them together and gives their errors in the same order.
func atOnce(steps ...func() error) []error {
	errs := make([]error, len(steps))
	start := make(chan struct{})
	var running sync.WaitGroup
	for i, step := range steps {
		running.Go(func() {
			<-start
			errs[i] = step()
		})
	}
	close(start)
	running.Wait()
	return errs
}

// oneWins checks that exactly one of the contenders succeeded and all others got want, and gives the winner's place.
func (l *ledger) oneWins(errs []error, want error) int {
	l.t.Helper()
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner >= 0:
			l.t.Fatalf("contenders %d and %d both won", winner, i)
		case err == nil:
			winner = i
		case !errors.Is(err, want):
			l.t.Fatalf("contender %d got %v, want %v", i, err, want)
		}
	}
	if winner < 0 {
		l.t.Fatal("nobody won")
	}
	return winner
}

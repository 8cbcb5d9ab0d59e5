package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// revocation returns a revocation of the passkeys of one relying party, and its event.
func revocation(rpID, state string) (store.NewRevocation, store.AuditEvent) {
	e := event("revocation.requested", uuid.Nil)
	e.ActorKind, e.ActorID = "admin_key", "key-1"
	n := store.NewRevocation{
		Revocation: store.Revocation{
			ID: newID(), Filter: `{"rp_id":"` + rpID + `"}`, EndSessions: true, State: state, Reason: "The maker has withdrawn it 📱", RequestID: "req-1",
			RequestedBy: store.ResetActor{Kind: "admin_key", ID: newID().String(), Owner: "identity:" + newID().String()}, RequestedAt: at,
		},
		Passkeys: store.PasskeyFilter{RPID: &rpID}, Limit: 10,
		Event: func(int) store.AuditEvent { return e },
	}
	if state == store.RevocationOpen {
		n.NextTryAt = to(at)
	} else {
		n.ExpiresAt = to(at.Add(72 * time.Hour))
	}
	return n, e
}

// revoking stores a revocation of as many new passkeys, oldest first, and returns them.
func (l *ledger) revoking(state string, passkeys int) (store.Revocation, []store.Passkey) {
	l.t.Helper()
	rpID := newID().String() + ".example"
	var rows []store.Passkey
	for range passkeys {
		rows = append(rows, l.registered(newID(), func(p *store.Passkey) { p.RPID = rpID }))
	}
	n, e := revocation(rpID, state)
	r, err := l.CreateRevocation(l.ctx, n)
	l.accepts(err, e)
	return r, rows
}

// claimed claims the revocation that is due.
func (l *ledger) claimed(now time.Time) (claim uuid.UUID, r store.Revocation) {
	l.t.Helper()
	claim = newID()
	r, err := l.ClaimDueRevocation(l.ctx, claim, now, now.Add(time.Minute))
	l.accepts(err)
	return claim, r
}

// revoked is the step that revokes a passkey.
func revoked(r store.Revocation, claim uuid.UUID, p store.Passkey) (store.RevocationStep, store.AuditEvent) {
	e := event("passkey.revoked", p.IdentityID)
	gone := removal(p.IdentityID, p.ID, nil, false, e)
	return store.RevocationStep{
		ID: r.ID, Claim: claim, PasskeyID: p.ID, Outcome: store.OutcomeRevoked, At: at, Until: at.Add(time.Hour), Removal: &gone,
	}, e
}

func (l *ledger) outcomes(id uuid.UUID) map[string]int {
	l.t.Helper()
	counts, err := l.CountRevocation(l.ctx, id)
	l.accepts(err)
	found := map[string]int{}
	for _, c := range counts {
		found[c.Outcome+" "+c.Cause] = c.Count
	}
	return found
}

// A revocation has the passkeys that match when it is requested, and no others.
func testRevocationComesBack(t *testing.T, l *ledger) {
	want, rows := l.revoking(store.RevocationPending, 3)
	l.registered(newID(), func(p *store.Passkey) { p.RPID = rows[0].RPID }) // afterwards
	got, err := l.Revocation(l.ctx, want.ID)
	l.accepts(err)
	if !reflect.DeepEqual(got, want) || got.Matched != 3 {
		t.Fatalf("got  %+v\nwant %+v with 3", got, want)
	}
	list := pages(l, 2, func(p store.Page) ([]store.RevocationPasskey, error) {
		return l.RevocationPasskeys(l.ctx, want.ID, store.RevocationPasskeyFilter{}, p)
	},
		func(p store.RevocationPasskey) uuid.UUID { return p.PasskeyID })
	if len(list) != 3 || list[0] != (store.RevocationPasskey{PasskeyID: rows[2].ID, IdentityID: rows[2].IdentityID, Name: rows[2].Name, Outcome: store.OutcomeWaiting}) {
		t.Errorf("passkeys: %+v", list)
	}
	done, err := l.RevocationPasskeys(l.ctx, want.ID, store.RevocationPasskeyFilter{Outcome: to(store.OutcomeRevoked)}, store.Page{Size: 9})
	if l.accepts(err); len(done) != 0 {
		t.Errorf("revoked: %+v", done)
	}
	theirs, err := l.RevocationPasskeys(l.ctx, want.ID, store.RevocationPasskeyFilter{IdentityID: &rows[1].IdentityID}, store.Page{Size: 9})
	if l.accepts(err); len(theirs) != 1 || theirs[0].PasskeyID != rows[1].ID {
		t.Errorf("of one identity: %+v", theirs)
	}
	other, _ := l.revoking(store.RevocationOpen, 1)
	for name, c := range map[string]struct {
		filter store.RevocationFilter
		want   []uuid.UUID
	}{
		"all":     {store.RevocationFilter{}, []uuid.UUID{other.ID, want.ID}},
		"open":    {store.RevocationFilter{State: to(store.RevocationOpen)}, []uuid.UUID{other.ID}},
		"waiting": {store.RevocationFilter{WaitingAt: to(at)}, []uuid.UUID{want.ID}},
		"expired": {store.RevocationFilter{WaitingAt: want.ExpiresAt}, nil},
		"of":      {store.RevocationFilter{IdentityID: &rows[1].IdentityID}, []uuid.UUID{want.ID}},
		"of none": {store.RevocationFilter{IdentityID: to(newID())}, nil},
	} {
		var ids []uuid.UUID
		for _, r := range pages(l, 1, func(p store.Page) ([]store.Revocation, error) { return l.Revocations(l.ctx, c.filter, p) }, func(r store.Revocation) uuid.UUID { return r.ID }) {
			ids = append(ids, r.ID)
		}
		if !reflect.DeepEqual(ids, c.want) {
			t.Errorf("%s: %v, want %v", name, ids, c.want)
		}
	}
	_, err = l.Revocation(l.ctx, newID())
	l.refuses(err, store.ErrNotFound)
	count, err := l.CountRevocations(l.ctx)
	if l.accepts(err); !reflect.DeepEqual(count, store.Unfinished{Pending: 1, Open: 1, Oldest: &other.RequestedAt}) {
		t.Errorf("unfinished: %+v", count)
	}
}

// Nothing is stored if no passkey matches, too many do, or not as many as expected.
func testRevocationMatches(t *testing.T, l *ledger) {
	rpID := "old.example"
	for range 3 {
		l.registered(newID(), func(p *store.Passkey) { p.RPID = rpID })
	}
	for limit, want := range map[int]int{2: 2, 3: 3, 4: 3} {
		n, err := l.CountPasskeys(l.ctx, store.PasskeyFilter{RPID: &rpID}, limit)
		if l.accepts(err); n != want {
			t.Errorf("counted %d up to %d, want %d", n, limit, want)
		}
	}
	create := func(rpID string, limit int, expected *int) error {
		n, _ := revocation(rpID, store.RevocationOpen)
		n.Limit, n.Expected = limit, expected
		_, err := l.CreateRevocation(l.ctx, n)
		return err
	}
	l.refuses(create("unused.example", 3, nil), store.NothingMatches)
	l.refuses(create(rpID, 2, nil), store.TooManyMatch)
	l.refuses(create(rpID, 3, to(2)), store.OthersMatch)
	if left, err := l.Revocations(l.ctx, store.RevocationFilter{}, store.Page{Size: 9}); err != nil || len(left) > 0 {
		t.Errorf("left: %+v, %v", left, err)
	}
	n, e := revocation(rpID, store.RevocationOpen)
	n.Limit, n.Expected = 3, to(3)
	_, err := l.CreateRevocation(l.ctx, n)
	l.accepts(err, e)
}

// errStands reports that another revocation was returned.
var errStands = errors.New("another revocation stands")

// While a revocation has not ended, an equal one of the same admin is not stored; of equal requests at once, one is.
func testEqualRevocation(t *testing.T, l *ledger) {
	l.registered(newID())
	n, e := revocation("example.org", store.RevocationPending)
	events := make([]store.AuditEvent, 5)
	var steps []func() error
	for i := range events {
		mine := n
		mine.ID, events[i] = newID(), e
		events[i].ID = newID()
		mine.Event = func(int) store.AuditEvent { return events[i] }
		steps = append(steps, func() error {
			found, err := l.CreateRevocation(l.ctx, mine)
			if err == nil && found.ID != mine.ID {
				err = errStands
			}
			return err
		})
	}
	l.accepts(nil, events[l.oneWins(atOnce(steps...), errStands)])
	first, err := l.Revocations(l.ctx, store.RevocationFilter{}, store.Page{Size: 9})
	if l.accepts(err); len(first) != 1 {
		t.Fatalf("%d revocations", len(first))
	}
	for _, change := range []func(*store.NewRevocation){
		func(b *store.NewRevocation) { b.RequestedBy.ID = newID().String() },
		func(b *store.NewRevocation) { b.Filter = `{"rp_id":"example.org","synced":false}` },
		func(b *store.NewRevocation) { b.EndSessions = false },
		func(b *store.NewRevocation) { b.EndCodes = true },
		func(b *store.NewRevocation) {
			b.RequestedAt = *b.ExpiresAt
			b.ExpiresAt = to(b.ExpiresAt.Add(time.Hour))
		},
	} {
		b, later := n, e
		b.ID, later.ID = newID(), newID()
		b.Event = func(int) store.AuditEvent { return later }
		change(&b)
		found, err := l.CreateRevocation(l.ctx, b)
		if l.accepts(err, later); found.ID != b.ID {
			t.Errorf("got %+v, want %+v", found, b.Revocation)
		}
	}
}

// A revocation is approved once, in time, and cancelled until it is done.
func testRevocationDecisions(t *testing.T, l *ledger) {
	decision := func(state string, when time.Time) (store.ResetDecision, store.AuditEvent) {
		return store.ResetDecision{State: state, By: store.ResetActor{Kind: "identity", ID: newID().String(), Owner: "identity:2"}, At: when, NextTryAt: when}, event("revocation."+state, uuid.Nil)
	}
	decide := func(id uuid.UUID, state string, when time.Time) (store.ResetDecision, store.AuditEvent, error) {
		d, e := decision(state, when)
		return d, e, l.DecideRevocation(l.ctx, id, d, e)
	}
	r, _ := l.revoking(store.RevocationPending, 1)
	for _, state := range []string{store.RevocationOpen, store.RevocationCancelled} {
		_, _, err := decide(r.ID, state, *r.ExpiresAt)
		l.refuses(err, store.RevocationDecided)
		_, _, err = decide(newID(), state, at)
		l.refuses(err, store.ErrNotFound)
	}
	one, first := decision(store.RevocationOpen, at)
	two, second := decision(store.RevocationOpen, at)
	winner := l.oneWins(atOnce(
		func() error { return l.DecideRevocation(l.ctx, r.ID, one, first) },
		func() error { return l.DecideRevocation(l.ctx, r.ID, two, second) },
	), store.RevocationDecided)
	l.accepts(nil, []store.AuditEvent{first, second}[winner])
	r.State, r.DecidedBy, r.DecidedAt, r.NextTryAt = store.RevocationOpen, []store.ResetDecision{one, two}[winner].By, &one.At, &one.At
	is := func() {
		t.Helper()
		if got, err := l.Revocation(l.ctx, r.ID); err != nil || !reflect.DeepEqual(got, r) {
			t.Fatalf("got  %+v, %v\nwant %+v", got, err, r)
		}
	}
	is()
	claim, _ := l.claimed(at)
	d, e, err := decide(r.ID, store.RevocationCancelled, at.Add(90*time.Hour))
	l.accepts(err, e)
	r.State, r.CancelledBy, r.NextTryAt, r.EndedAt = store.RevocationCancelled, d.By, nil, &d.At
	is()
	l.refuses(l.EndRevocation(l.ctx, r.ID, claim, event("revocation.done", uuid.Nil)), store.RevocationTaken)
	_, _, err = decide(r.ID, store.RevocationCancelled, at)
	l.refuses(err, store.RevocationDecided)

	late, _ := l.revoking(store.RevocationPending, 1)
	expired := event("revocation.expired", uuid.Nil)
	record := func(got store.Revocation) store.AuditEvent { return expired }
	if n, err := l.ExpireRevocations(l.ctx, late.ExpiresAt.Add(-time.Microsecond), 9, record); err != nil || n != 0 {
		t.Errorf("%d expired early, %v", n, err)
	}
	n, err := l.ExpireRevocations(l.ctx, *late.ExpiresAt, 9, record)
	if l.accepts(err, expired); n != 1 {
		t.Errorf("%d expired", n)
	}
	_, _, err = decide(late.ID, store.RevocationOpen, at)
	l.refuses(err, store.RevocationDecided)
}

package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func approval(identityID uuid.UUID) store.Approval {
	return store.Approval{
		ID:          newID(),
		IdentityID:  identityID,
		Kind:        store.ApproveRecoveryCode,
		State:       store.ApprovalPending,
		Reason:      "Lost the phone 📱",
		RequestedBy: store.ResetActor{Kind: "admin_key", ID: newID().String(), Owner: "identity:" + newID().String()},
		RequestedAt: at,
		ExpiresAt:   at.Add(24 * time.Hour),
	}
}

// pending stores a pending approval.
func (l *ledger) pending(a store.Approval) store.Approval {
	l.t.Helper()
	e := event("approval.requested", a.IdentityID)
	l.accepts(l.createApproval(a, e), e)
	return a
}

func (l *ledger) createApproval(a store.Approval, e store.AuditEvent) error {
	_, err := l.CreateApproval(l.ctx, a, e)
	return err
}

func (l *ledger) approvalIs(want store.Approval) {
	l.t.Helper()
	got, err := l.Approval(l.ctx, want.ID)
	l.accepts(err)
	if !reflect.DeepEqual(got, want) {
		l.t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

// An approval is read as it was stored, and lists are filtered. Kinds and passkeys that do not match are refused.
func testApprovalComesBack(t *testing.T, l *ledger) {
	code := l.pending(approval(newID()))
	revocation := approval(newID())
	revocation.Kind, revocation.PasskeyID, revocation.EndSessions, revocation.EndCodes = store.ApprovePasskeyRevocation, newID(), true, true
	revocation.ExpiresAt = at.Add(time.Hour)
	l.pending(revocation)
	l.approvalIs(code)
	l.approvalIs(revocation)
	_, err := l.Approval(l.ctx, newID())
	l.refuses(err, store.ErrNotFound)

	broken := approval(newID())
	broken.PasskeyID = newID() // a code has none
	l.fails(l.createApproval(broken, event("approval.requested", broken.IdentityID)))
	broken = approval(newID())
	broken.Kind = "anything"
	l.fails(l.createApproval(broken, event("approval.requested", broken.IdentityID)))

	ended := l.pending(approval(newID()))
	e := event("approval.cancelled", ended.IdentityID)
	l.accepts(l.DecideApproval(l.ctx, ended.ID, store.ApprovalDecision{State: store.ApprovalCancelled, By: code.RequestedBy, At: at}, e), e)
	for name, c := range map[string]struct {
		filter store.ApprovalFilter
		want   []uuid.UUID
	}{
		"all":      {store.ApprovalFilter{}, []uuid.UUID{ended.ID, revocation.ID, code.ID}},
		"identity": {store.ApprovalFilter{IdentityID: &code.IdentityID}, []uuid.UUID{code.ID}},
		"waiting":  {store.ApprovalFilter{WaitingAt: to(at)}, []uuid.UUID{revocation.ID, code.ID}},
		"later":    {store.ApprovalFilter{WaitingAt: to(at.Add(time.Hour))}, []uuid.UUID{code.ID}},
		"none":     {store.ApprovalFilter{WaitingAt: to(at), IdentityID: &ended.IdentityID}, nil},
	} {
		var ids []uuid.UUID
		for _, a := range pages(l, 1, func(p store.Page) ([]store.Approval, error) { return l.Approvals(l.ctx, c.filter, p) }, func(a store.Approval) uuid.UUID { return a.ID }) {
			ids = append(ids, a.ID)
		}
		if !reflect.DeepEqual(ids, c.want) {
			t.Errorf("%s: %v, want %v", name, ids, c.want)
		}
	}
}

// An approval is decided once, carried out once, and neither after it has expired.
func testApprovalDecisions(t *testing.T, l *ledger) {
	decide := func(a store.Approval, state string, when time.Time) (store.ApprovalDecision, store.AuditEvent, error) {
		d := store.ApprovalDecision{State: state, By: store.ResetActor{Kind: "identity", ID: newID().String(), Owner: "identity:2"}, At: when, ExpiresAt: when.Add(2 * time.Hour)}
		e := event("approval."+state, a.IdentityID)
		return d, e, l.DecideApproval(l.ctx, a.ID, d, e)
	}
	a := l.pending(approval(newID()))
	l.refuses(l.FinishApproval(l.ctx, a.ID, at), store.ApprovalDecided) // not approved yet
	_, _, err := decide(a, store.ApprovalApproved, a.ExpiresAt)
	l.refuses(err, store.ApprovalDecided)
	d, e, err := decide(a, store.ApprovalApproved, at.Add(time.Minute))
	l.accepts(err, e)
	a.State, a.DecidedBy, a.DecidedAt, a.ExpiresAt = store.ApprovalApproved, d.By, &d.At, d.ExpiresAt
	l.approvalIs(a)
	_, _, err = decide(a, store.ApprovalApproved, at.Add(time.Minute))
	l.refuses(err, store.ApprovalDecided)
	l.refuses(l.FinishApproval(l.ctx, a.ID, a.ExpiresAt), store.ApprovalDecided)
	done := at.Add(time.Hour)
	l.accepts(l.FinishApproval(l.ctx, a.ID, done))
	a.State, a.EndedAt = store.ApprovalDone, &done
	l.approvalIs(a)
	l.refuses(l.FinishApproval(l.ctx, a.ID, done), store.ApprovalDecided)
	_, _, err = decide(a, store.ApprovalCancelled, at)
	l.refuses(err, store.ApprovalDecided)

	for _, first := range []string{"", store.ApprovalApproved} {
		b := l.pending(approval(newID()))
		if first != "" {
			_, e, err = decide(b, first, at)
			l.accepts(err, e)
			b.ExpiresAt = at.Add(2 * time.Hour)
		}
		d, e, err = decide(b, store.ApprovalCancelled, at.Add(time.Minute))
		l.accepts(err, e)
		b.State, b.DecidedBy, b.DecidedAt, b.EndedAt = store.ApprovalCancelled, d.By, &d.At, &d.At
		l.approvalIs(b)
		_, _, err = decide(b, store.ApprovalApproved, at)
		l.refuses(err, store.ApprovalDecided)
	}
	_, _, err = decide(approval(newID()), store.ApprovalApproved, at)
	l.refuses(err, store.ErrNotFound)
	l.refuses(l.FinishApproval(l.ctx, newID(), at), store.ErrNotFound)
}

// Of two concurrent approvals one succeeds, and an approval is carried out once.
func testApprovalRace(t *testing.T, l *ledger) {
	for range 10 {
		a := l.pending(approval(newID()))
		events := []store.AuditEvent{event("approval.approved", a.IdentityID), event("approval.approved", a.IdentityID)}
		d := store.ApprovalDecision{State: store.ApprovalApproved, By: a.RequestedBy, At: at, ExpiresAt: a.ExpiresAt}
		winner := l.oneWins(atOnce(
			func() error { return l.DecideApproval(l.ctx, a.ID, d, events[0]) },
			func() error { return l.DecideApproval(l.ctx, a.ID, d, events[1]) },
		), store.ApprovalDecided)
		l.accepts(nil, events[winner])
		finish := func() error { return l.FinishApproval(l.ctx, a.ID, at) }
		l.oneWins(atOnce(finish, finish), store.ApprovalDecided)
	}
}

// While a request waits, an equal one of the same admin is not stored: the first one is returned.
func testEqualApproval(t *testing.T, l *ledger) {
	a := approval(newID())
	a.Kind, a.PasskeyID = store.ApprovePasskeyRevocation, newID()
	first := l.pending(a)
	again := func(when time.Time) store.Approval {
		b := first
		b.ID, b.Reason, b.RequestedAt, b.ExpiresAt = newID(), "Asked again", when, when.Add(24*time.Hour)
		return b
	}
	isEqual := func(b store.Approval) {
		t.Helper()
		got, err := l.CreateApproval(l.ctx, b, event("approval.requested", b.IdentityID))
		l.accepts(err)
		if !reflect.DeepEqual(got, a) {
			t.Fatalf("got  %+v\nwant %+v", got, a)
		}
	}
	isEqual(again(a.ExpiresAt.Add(-time.Microsecond)))
	decide := func(d store.ApprovalDecision) {
		e := event("approval."+d.State, a.IdentityID)
		l.accepts(l.DecideApproval(l.ctx, a.ID, d, e), e)
		a.State, a.DecidedBy, a.DecidedAt = d.State, d.By, &d.At
	}
	decide(store.ApprovalDecision{State: store.ApprovalApproved, By: a.RequestedBy, At: at, ExpiresAt: a.ExpiresAt})
	isEqual(again(at))

	for _, change := range []func(*store.Approval){
		func(b *store.Approval) { b.IdentityID = newID() },
		func(b *store.Approval) { b.Kind = store.ApprovePasskeySuspension },
		func(b *store.Approval) { b.PasskeyID = newID() },
		func(b *store.Approval) { b.RequestedBy.Owner += "x" },
	} {
		b := again(at)
		change(&b)
		l.approvalIs(l.pending(b))
	}
	decide(store.ApprovalDecision{State: store.ApprovalCancelled, By: a.RequestedBy, At: at})
	l.approvalIs(l.pending(again(at)))                     // the first has ended
	l.approvalIs(l.pending(again(at.Add(24 * time.Hour)))) // the second has expired
}

// Of equal requests at once, one is stored, and all of them return it.
func testEqualApprovalsAtOnce(t *testing.T, l *ledger) {
	for range 10 {
		a := approval(newID())
		var found [2]store.Approval
		var events [2]store.AuditEvent
		try := func(i int) func() error {
			mine := a
			mine.ID, events[i] = newID(), event("approval.requested", a.IdentityID)
			return func() (err error) {
				found[i], err = l.CreateApproval(l.ctx, mine, events[i])
				if err == nil && found[i].ID != mine.ID {
					err = errWaits
				}
				return err
			}
		}
		winner := l.oneWins(atOnce(try(0), try(1)), errWaits)
		l.accepts(nil, events[winner])
		if !reflect.DeepEqual(found[0], found[1]) {
			t.Fatalf("%+v and %+v", found[0], found[1])
		}
	}
}

// errWaits reports that another request was returned.
var errWaits = errors.New("another request waits")

// A code and the end of the approval that it needed are one change: a code that is refused leaves the approval as it was.
func testApprovedCode(t *testing.T, l *ledger) {
	approved := func(identity uuid.UUID) store.Approval {
		a := l.pending(approval(identity))
		d := store.ApprovalDecision{State: store.ApprovalApproved, By: a.RequestedBy, At: at, ExpiresAt: a.ExpiresAt}
		e := event("approval.approved", identity)
		l.accepts(l.DecideApproval(l.ctx, a.ID, d, e), e)
		a.State, a.DecidedBy, a.DecidedAt = store.ApprovalApproved, d.By, &d.At
		return a
	}
	put := func(identity, approval uuid.UUID, when time.Time) (store.RecoveryCode, store.AuditEvent, error) {
		code, e := codes(1)[0], event("recovery_codes.issued", identity)
		code.Kind, code.CreatedAt, code.ExpiresAt, e.At = store.CodeSupport, when, to(when.Add(time.Hour)), when
		return code, e, l.PutSupportCode(l.ctx, identity, code, approval, e)
	}
	identity := newID()
	first, second := approved(identity), approved(identity)
	code, e, err := put(identity, first.ID, at)
	l.accepts(err, e)
	first.State, first.EndedAt = store.ApprovalDone, &e.At
	l.approvalIs(first)

	_, _, err = put(identity, second.ID, at.Add(time.Second))
	l.refuses(err, store.CodesJustMade)
	l.approvalIs(second)
	later := at.Add(store.CodesApart)
	for _, c := range []struct {
		approval uuid.UUID
		when     time.Time
		want     error
	}{
		{first.ID, later, store.ApprovalDecided}, {second.ID, second.ExpiresAt, store.ApprovalDecided}, {newID(), later, store.ErrNotFound},
	} {
		_, _, err = put(identity, c.approval, c.when)
		l.refuses(err, c.want)
	}
	l.hasCodes(identity, []store.RecoveryCode{code})
	code, e, err = put(identity, second.ID, later)
	l.accepts(err, e)
	l.hasCodes(identity, []store.RecoveryCode{code})

	identity = newID()
	two := []store.Approval{approved(identity), approved(identity)}
	var made [2]store.AuditEvent
	try := func(i int) func() error {
		return func() (err error) {
			_, made[i], err = put(identity, two[i].ID, at)
			return err
		}
	}
	winner := l.oneWins(atOnce(try(0), try(1)), store.CodesJustMade)
	l.accepts(nil, made[winner])
	l.approvalIs(two[1-winner])
}

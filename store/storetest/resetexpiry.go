package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// A reset that is not approved in time ends, with its event, and the identity can have another.
func testResetExpiry(t *testing.T, l *ledger) {
	pending := func(expires *time.Time) store.Reset {
		t.Helper()
		r := reset(newID(), store.ResetPending)
		r.ExpiresAt = expires
		e := event("mfa.reset_requested", r.IdentityID)
		found, _, err := l.CreateReset(l.ctx, r, e)
		l.accepts(err, e)
		return found
	}
	late, other, early, endless, open := pending(to(at)), pending(to(at.Add(time.Hour))), pending(to(at.Add(2*time.Hour))), pending(nil), l.opened(newID())
	decision := store.ResetDecision{State: store.ResetOpen, By: late.RequestedBy, At: at}
	l.refuses(l.DecideReset(l.ctx, late.ID, decision, event("mfa.reset_approved", late.IdentityID)), store.ResetNotPending)

	ends := func(when time.Time, limit int, want ...store.Reset) {
		t.Helper()
		events := map[uuid.UUID]store.AuditEvent{}
		n, err := l.ExpireResets(l.ctx, when, limit, func(r store.Reset) store.AuditEvent {
			events[r.ID] = event("mfa.reset_expired", r.IdentityID)
			return events[r.ID]
		})
		var recorded []store.AuditEvent
		for _, e := range events {
			recorded = append(recorded, e)
		}
		l.accepts(err, recorded...)
		for _, r := range want {
			r.State, r.EndedAt = store.ResetExpired, to(when)
			got, err := l.Reset(l.ctx, r.ID)
			l.accepts(err)
			l.sameReset(got, r)
		}
		if n != len(want) || len(events) != len(want) {
			t.Errorf("%d ended, with %d events, want %d", n, len(events), len(want))
		}
	}
	ends(at.Add(-time.Microsecond), 10)
	ends(at.Add(time.Hour), 1, late)
	ends(at.Add(time.Hour), 10, other)
	ends(at.Add(time.Hour), 10)
	for _, r := range []store.Reset{early, endless, open} {
		got, err := l.Reset(l.ctx, r.ID)
		l.accepts(err)
		l.sameReset(got, r)
	}
	l.refuses(l.DecideReset(l.ctx, late.ID, decision, event("mfa.reset_approved", late.IdentityID)), store.ResetNotPending)
	l.opened(late.IdentityID)
}

// Each reset is expired once, even by concurrent replicas, and not if it is approved at the same time.
func testResetExpiryRace(t *testing.T, l *ledger) {
	for range 10 {
		r := reset(newID(), store.ResetPending)
		e := event("mfa.reset_requested", r.IdentityID)
		_, _, err := l.CreateReset(l.ctx, r, e)
		l.accepts(err, e)
		expired, approved := event("mfa.reset_expired", r.IdentityID), event("mfa.reset_approved", r.IdentityID)
		ended := 0
		expire := func() error {
			n, err := l.ExpireResets(l.ctx, *r.ExpiresAt, 10, func(store.Reset) store.AuditEvent { return expired })
			ended += n
			return err
		}
		errs := atOnce(expire, func() error {
			return l.DecideReset(l.ctx, r.ID, store.ResetDecision{State: store.ResetOpen, By: r.RequestedBy, At: at}, approved)
		})
		want := store.ResetOpen
		switch {
		case errs[1] == nil && ended == 0:
			l.accepts(errs[0], approved)
		case errors.Is(errs[1], store.ResetNotPending) && ended == 1:
			l.accepts(errs[0], expired)
			want = store.ResetExpired
		default:
			t.Fatalf("%v, %d ended", errs[1], ended)
		}
		if got, err := l.Reset(l.ctx, r.ID); err != nil || got.State != want {
			t.Fatalf("state %s, %v, want %s", got.State, err, want)
		}
	}
}

package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// redeemedAt stores a login whose code was redeemed at that time, and whose session is unknown.
func (l *ledger) redeemedAt(p store.Passkey, at time.Time) (rowID uuid.UUID) {
	l.t.Helper()
	return l.redeemed(p, redeemedThen(at))
}

// redeemedThen makes redemption return that time.
func redeemedThen(at time.Time) func(*store.AuthorizationCode) {
	return func(c *store.AuthorizationCode) {
		c.At, c.ExpiresAt = at.Add(-10*time.Second), at.Add(time.Microsecond)
	}
}

// pendingAt returns the IDs of the logins that may be that of a session from that time.
func (l *ledger) pendingAt(identity uuid.UUID, at time.Time) (ids []uuid.UUID, unclear bool) {
	l.t.Helper()
	facts, err := l.SessionFacts(l.ctx, newID(), identity, store.FactsQuery{Redeemed: store.Span{From: at.Add(-time.Second), To: at.Add(time.Second)}})
	if err != nil {
		l.t.Fatal(err)
	}
	for _, login := range facts.Logins {
		ids = append(ids, login.ID)
	}
	return ids, facts.LoginsUnclear
}

// The latest logins of a passkey whose sessions are unknown are kept, and all earlier ones become one row. What they granted
// still ends with the passkey, and no other session takes another login for its own because their rows are gone.
func testPendingMerged(t *testing.T, l *ledger) {
	identity := newID()
	flooded, owners, elses := l.registered(identity), l.registered(identity), l.registered(newID())
	first := at.Add(time.Hour)
	owner, foreign := l.redeemedAt(owners, first.Add(time.Minute)), l.redeemedAt(elses, first)
	var rows []uuid.UUID
	const surplus = 3
	then := func(i int) time.Time { return first.Add(time.Duration(i) * time.Minute) }
	for i := range store.MaxPending + surplus {
		if i == store.MaxPending {
			if ids, unclear := l.pendingAt(identity, then(1)); len(ids) != 2 || unclear {
				t.Errorf("before the bound: %d logins, unclear is %v", len(ids), unclear)
			}
		}
		rows = append(rows, l.redeemedAt(flooded, then(i)))
	}
	if sessions, _, _ := l.left(identity); sessions != store.MaxPending+2 {
		t.Errorf("%d rows are left", sessions)
	}
	for _, c := range []struct {
		at      time.Time
		rows    []uuid.UUID
		unclear bool
	}{
		{first.Add(-2 * time.Second), nil, false},
		{first.Add(-time.Second), nil, true},
		{then(1), []uuid.UUID{owner}, true},
		{then(surplus - 1).Add(time.Second), nil, true},
		{then(surplus - 1).Add(2 * time.Second), nil, false},
		{then(surplus), rows[surplus : surplus+1], false},
		{then(surplus + 5), rows[surplus+5 : surplus+6], false},
	} {
		if ids, unclear := l.pendingAt(identity, c.at); !slices.Equal(ids, c.rows) || unclear != c.unclear {
			t.Errorf("%s: logins %v, unclear is %v", c.at, ids, unclear)
		}
	}
	if ids, unclear := l.pendingAt(elses.IdentityID, first); !slices.Equal(ids, []uuid.UUID{foreign}) || unclear {
		t.Errorf("another identity's: %v, unclear is %v", ids, unclear)
	}
	// A login that was merged before its session was stored gets a row of its own.
	late := loginBy(flooded, l.session())
	late.At = then(surplus - 1)
	l.accepts(l.PutPasskeySession(l.ctx, late))
	if _, unclear := l.pendingAt(identity, then(surplus-1)); !unclear {
		t.Error("the merged row got the session")
	}

	removed := event("passkey.removed", identity)
	ended, err := l.DeletePasskey(l.ctx, removal(identity, flooded.ID, nil, false, removed))
	l.accepts(err, removed)
	var merged []store.SessionEnding
	for _, e := range ended {
		if !e.Since.IsZero() {
			merged = append(merged, e)
		}
	}
	if len(ended) != store.MaxPending+2 || len(merged) != 1 || merged[0].Kind != store.EndLogin ||
		!merged[0].Since.Equal(first) || !merged[0].At.Equal(then(surplus-1)) {
		t.Errorf("%d endings, of merged logins %+v", len(ended), merged)
	}
	l.mustEnd(identity, endingsByID(ended)...)
	// Until the sessions have ended, none of them takes the owner's login.
	if ids, unclear := l.pendingAt(identity, then(1)); !slices.Equal(ids, []uuid.UUID{owner}) || !unclear {
		t.Errorf("while the sessions are being ended: %v, unclear is %v", ids, unclear)
	}
	var done []uuid.UUID
	for _, e := range ended {
		done = append(done, e.ID)
	}
	l.accepts(l.DropEndings(l.ctx, done))
	if ids, unclear := l.pendingAt(identity, then(1)); !slices.Equal(ids, []uuid.UUID{owner}) || unclear {
		t.Errorf("after that: %v, unclear is %v", ids, unclear)
	}
}

// Concurrent redemptions lose no login: it has its own row, or is among the merged ones.
func testPendingMergedAtOnce(t *testing.T, l *ledger) {
	p := l.registered(newID())
	first := at.Add(time.Hour)
	then := func(i int) time.Time { return first.Add(time.Duration(i) * time.Minute) }
	n := 0
	for ; n < store.MaxPending; n++ {
		l.redeemedAt(p, then(n))
	}
	for range 4 {
		var steps []func() error
		var events []store.AuditEvent
		for range 6 {
			c := codeBy(p)
			redeemedThen(then(n))(&c)
			n++
			a, e := assertion(p), event("oidc.code_redeemed", p.IdentityID)
			a.Code = &c
			l.accepts(l.UsePasskey(l.ctx, a), a.Event)
			events = append(events, e)
			steps = append(steps, func() error { _, err := l.RedeemCode(l.ctx, redemption(c), e); return err })
		}
		l.accepts(errors.Join(atOnce(steps...)...), events...)
	}
	l.redeemedAt(p, then(n))
	n++
	if sessions, _, _ := l.left(p.IdentityID); sessions > store.MaxPending+1 {
		t.Errorf("%d rows are left", sessions)
	}
	for i := range n {
		if ids, unclear := l.pendingAt(p.IdentityID, then(i)); len(ids) == 0 && !unclear {
			t.Errorf("the login of minute %d is lost", i)
		}
	}
}

// More logins at one moment than are read are unclear.
func testPendingTooMany(t *testing.T, l *ledger) {
	identity := newID()
	for i := range store.MaxPendingRead {
		if i%store.MaxPending == 0 {
			if ids, unclear := l.pendingAt(identity, at); len(ids) != i || unclear {
				t.Errorf("%d logins, unclear is %v", len(ids), unclear)
			}
			l.registered(identity)
		}
		rows, err := l.PasskeysOf(l.ctx, identity)
		if err != nil {
			t.Fatal(err)
		}
		l.redeemedAt(rows[len(rows)-1], at)
	}
	if ids, unclear := l.pendingAt(identity, at); len(ids) != store.MaxPendingRead || !unclear {
		t.Errorf("%d logins, unclear is %v", len(ids), unclear)
	}
}

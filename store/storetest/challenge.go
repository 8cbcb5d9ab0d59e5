package storetest

import (
	"testing"
	"time"

	"latchkey/store"
)

func testChallengeSpentOnce(t *testing.T, l *ledger) {
	p := l.registered(newID())
	c := challenge()
	e := event("login.refused", p.IdentityID)
	l.accepts(l.SpendChallenge(l.ctx, c, e), e)

	l.refuses(l.SpendChallenge(l.ctx, c, event("login.refused", p.IdentityID)), store.ChallengeSpent)
	n := registration(newID())
	n.Challenge = c
	l.refuses(l.CreatePasskey(l.ctx, n), store.ChallengeSpent)
	a := steppingUp(p, l.session())
	a.Challenge = c
	l.refuses(l.UsePasskey(l.ctx, a), store.ChallengeSpent)
	s := suspicion(p, true)
	s.Challenge = c
	l.refuses(l.suspect(s), store.ChallengeSpent)

	same := event("login.refused", p.IdentityID)
	same.ID = e.ID
	l.fails(l.SpendChallenge(l.ctx, challenge(), same))

	// It is spent even if no event is recorded.
	silent := challenge()
	l.accepts(l.SpendChallenge(l.ctx, silent, store.AuditEvent{}))
	l.refuses(l.SpendChallenge(l.ctx, silent, store.AuditEvent{}), store.ChallengeSpent)
	l.refuses(l.SpendChallenge(l.ctx, silent, event("login.refused", p.IdentityID)), store.ChallengeSpent)
	l.refuses(l.SpendChallenge(l.ctx, c, store.AuditEvent{}), store.ChallengeSpent)
}

// Eight finishes of one ceremony, of all kinds, on one passkey and on several.
func testChallengeRace(t *testing.T, l *ledger) {
	for range 15 {
		c := challenge()
		still, counting := l.registered(newID()), l.registered(newID(), func(p *store.Passkey) { p.SignCount = 1 })
		var events []store.AuditEvent
		var steps []func() error
		for _, p := range []store.Passkey{still, still, counting, counting} {
			a := steppingUp(p, l.session())
			a.Challenge = c
			if p.SignCount > 0 {
				a.SignCount++
			}
			events = append(events, a.Event)
			steps = append(steps, func() error { return l.UsePasskey(l.ctx, a) })
		}
		for range 2 {
			n := registration(still.IdentityID)
			n.Challenge = c
			events = append(events, n.Event)
			steps = append(steps, func() error { return l.CreatePasskey(l.ctx, n) })
		}
		e := event("login.refused", still.IdentityID)
		events = append(events, e)
		steps = append(steps, func() error { return l.SpendChallenge(l.ctx, c, e) })
		s := suspicion(counting, true)
		s.Challenge = c
		events = append(events, s.Event)
		steps = append(steps, func() error { return l.suspect(s) })

		winner := l.oneWins(atOnce(steps...), store.ChallengeSpent)
		l.accepts(nil, events[winner])
	}
}

// More than one batch, and several replicas at once: each deleted row is counted exactly once.
func testChallengePurge(t *testing.T, l *ledger) {
	const expired = 1100
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	spend := func(expiresAt time.Time) store.Challenge {
		c := challenge()
		c.ExpiresAt = expiresAt
		e := event("login.refused", newID())
		if err := l.SpendChallenge(l.ctx, c, e); err != nil {
			t.Fatal(err)
		}
		l.recorded[e.ID] = true
		return c
	}
	justKept := spend(now.Add(-time.Hour + time.Minute))
	var gone store.Challenge
	for range expired {
		gone = spend(now.Add(-time.Hour - time.Minute))
	}
	l.check()

	purged := make([]int64, 3)
	var steps []func() error
	for i := range purged {
		steps = append(steps, func() (err error) {
			purged[i], err = l.PurgeChallenges(l.ctx)
			return err
		})
	}
	for _, err := range atOnce(steps...) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := purged[0] + purged[1] + purged[2]; got != expired {
		t.Errorf("purged %v rows, want %d", purged, expired)
	}
	e := event("login.refused", newID())
	l.refuses(l.SpendChallenge(l.ctx, justKept, e), store.ChallengeSpent)
	l.accepts(l.SpendChallenge(l.ctx, gone, e), e)
}

package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func testRecoveryVerdicts(t *testing.T, l *ledger) {
	identity, set := l.withCodes(3)
	session := l.session()
	recovery := store.Recovery{
		Kind: store.RecoveryByCode, SessionID: session, IdentityID: identity, At: at, EnrolUntil: at.Add(15 * time.Minute), ExpiresAt: at.Add(time.Hour),
	}
	redeemed := store.RecoveryVerdict{
		Spend: &set[0].Hash, Recovery: &recovery,
		Events: []store.AuditEvent{event("recovery_codes.redeemed", identity), event("recovery_codes.low", identity)},
	}
	l.redeems(recoveryTry(identity, at), redeemed)
	set[0].UsedAt = to(at)
	l.hasCodes(identity, set)
	if found, err := l.factsIn(session); err != nil || found.StepUp != nil || found.Recovery == nil || *found.Recovery != recovery {
		t.Errorf("got %+v and step-up %+v, %v, want %+v alone", found.Recovery, found.StepUp, err, recovery)
	}

	// A code is spent once, even if judge returns it again.
	_, err := l.RedeemRecoveryCode(l.ctx, recoveryTry(identity, at), func([]store.RecoveryCode, int) store.RecoveryVerdict {
		again := redeemed
		again.Events = []store.AuditEvent{event("recovery_codes.redeemed", identity)}
		return again
	})
	l.refuses(err, store.ErrNotFound)

	// A second code in the same session renews the enrolment grant; a pass for a code has no passkey, and is valid once.
	recovery.At, recovery.EnrolUntil = at.Add(time.Minute), at.Add(16*time.Minute)
	l.redeems(recoveryTry(identity, recovery.At), store.RecoveryVerdict{Spend: &set[1].Hash, Recovery: &recovery})
	if found, err := l.factsIn(session); err != nil || found.Recovery == nil || *found.Recovery != recovery {
		t.Errorf("got %+v, %v, want %+v", found.Recovery, err, recovery)
	}
	pass := store.GatePass{Hash: [32]byte(random(32)), IdentityID: identity, ExpiresAt: at.Add(time.Minute)}
	l.redeems(recoveryTry(identity, at), store.RecoveryVerdict{Spend: &set[2].Hash, Pass: &pass})
	e := event("login_gate.passed", identity)
	l.accepts(l.SpendGatePass(l.ctx, pass.Hash, at, at, e), e)
	l.refuses(l.SpendGatePass(l.ctx, pass.Hash, at, at, event("login_gate.passed", identity)), store.ErrNotFound)
}

func testRecoveryLock(t *testing.T, l *ledger) {
	identity, set := l.withCodes(10)
	other, _ := l.withCodes(10)
	when := at
	wrong := func(want int) {
		t.Helper()
		if n, locked := l.redeems(recoveryTry(identity, when), failed(identity)); n != want || !locked.IsZero() {
			t.Fatalf("try %d, locked until %v, want %d", n, locked, want)
		}
	}
	for n := 1; n <= 4; n++ {
		wrong(n)
		when = when.Add(14 * time.Minute)
	}
	when = when.Add(time.Minute) // 15 minutes without a try
	for n := 1; n <= 4; n++ {
		wrong(n)
	}
	// A used code is not counted, and so does not lock.
	if n, _ := l.redeems(recoveryTry(identity, when), store.RecoveryVerdict{Uncounted: true}); n != 5 {
		t.Fatalf("try %d", n)
	}
	wrong(5)
	end := when.Add(15 * time.Minute)
	for _, when = range []time.Time{when, when.Add(time.Minute), end.Add(-time.Microsecond)} {
		if n, locked := l.redeems(recoveryTry(identity, when), store.RecoveryVerdict{Spend: &set[0].Hash}); n != 0 || !locked.Equal(end) {
			t.Fatalf("try %d, locked until %v, want %v", n, locked, end)
		}
	}
	if n, locked := l.redeems(recoveryTry(other, when), failed(other)); n != 1 || !locked.IsZero() {
		t.Fatalf("another identity: try %d, locked until %v", n, locked)
	}
	when = end
	wrong(1)
	wrong(2)
	l.redeems(recoveryTry(identity, when), store.RecoveryVerdict{Spend: &set[0].Hash})
	wrong(1) // a right code resets the count
}

// Events of uncounted tries are limited, so that repeating a used code does not fill the log.
func testRecoveryUncountedEvents(t *testing.T, l *ledger) {
	identity, _ := l.withCodes(1)
	send := func(identity uuid.UUID, when time.Time, reason string, written bool) {
		t.Helper()
		e := event("recovery_codes.failed", identity)
		e.At, e.Reason = when, reason
		_, err := l.RedeemRecoveryCode(l.ctx, recoveryTry(identity, when), func([]store.RecoveryCode, int) store.RecoveryVerdict {
			return store.RecoveryVerdict{Uncounted: true, Events: []store.AuditEvent{e}}
		})
		if written {
			l.accepts(err, e)
		} else {
			l.accepts(err)
		}
	}
	const used, soon = "used_or_expired", 14 * time.Minute
	send(identity, at, used, true)
	send(identity, at, used, false)
	send(identity, at.Add(soon), used, false)
	send(identity, at.Add(soon), "something else", true)
	other, _ := l.withCodes(1)
	send(other, at.Add(soon), used, true)
	send(identity, at.Add(15*time.Minute), used, true)
	send(identity, at.Add(16*time.Minute), used, false)

	// A counted try is always recorded.
	wrong := failed(identity)
	wrong.Events[0].At, wrong.Events[0].Reason = at.Add(16*time.Minute), used
	l.redeems(recoveryTry(identity, at.Add(16*time.Minute)), wrong)

	var steps []func() error
	third, _ := l.withCodes(1)
	e := event("recovery_codes.failed", third)
	for range 8 {
		steps = append(steps, func() error {
			mine := e
			mine.ID = newID()
			_, err := l.RedeemRecoveryCode(l.ctx, recoveryTry(third, at), func([]store.RecoveryCode, int) store.RecoveryVerdict {
				return store.RecoveryVerdict{Uncounted: true, Events: []store.AuditEvent{mine}}
			})
			return err
		})
	}
	for _, err := range atOnce(steps...) {
		if err != nil {
			t.Fatal(err)
		}
	}
	written := l.allEvents(store.AuditFilter{IdentityID: &third, Type: &e.Type}, 100)
	if len(written) != 1 {
		t.Fatalf("eight at once have written %d events", len(written))
	}
	l.accepts(nil, written...)
}

// Of fifty wrong tries at once, five are compared.
func testRecoveryWrongTriesAtOnce(t *testing.T, l *ledger) {
	identity, _ := l.withCodes(10)
	judged := make(chan store.AuditEvent, 250)
	var steps []func() error
	for range 50 {
		steps = append(steps, func() error {
			var verdict store.RecoveryVerdict
			locked, err := l.RedeemRecoveryCode(l.ctx, recoveryTry(identity, at), func([]store.RecoveryCode, int) store.RecoveryVerdict {
				verdict = failed(identity)
				return verdict
			})
			if err == nil && locked.IsZero() {
				judged <- verdict.Events[0]
			}
			return err
		})
	}
	for _, err := range atOnce(steps...) {
		if err != nil {
			t.Fatal(err)
		}
	}
	close(judged)
	var events []store.AuditEvent
	for e := range judged {
		events = append(events, e)
	}
	if len(events) != 5 {
		t.Errorf("%d tries were compared", len(events))
	}
	l.accepts(nil, events...)
}

// Of thirty tries with one right code, one succeeds, and the later ones find the code used.
func testRecoveryCodeSpentOnce(t *testing.T, l *ledger) {
	for range 3 {
		identity, set := l.withCodes(10)
		won := make(chan store.AuditEvent, 30)
		var steps []func() error
		for range 30 {
			steps = append(steps, func() error {
				var verdict store.RecoveryVerdict
				_, err := l.RedeemRecoveryCode(l.ctx, recoveryTry(identity, at), func(codes []store.RecoveryCode, _ int) store.RecoveryVerdict {
					verdict = store.RecoveryVerdict{Uncounted: true}
					for _, c := range codes {
						if c.Hash == set[4].Hash && c.UsedAt == nil {
							verdict = store.RecoveryVerdict{Spend: &c.Hash, Events: []store.AuditEvent{event("recovery_codes.redeemed", identity)}}
						}
					}
					return verdict
				})
				if verdict.Spend != nil {
					won <- verdict.Events[0]
				}
				return err
			})
		}
		for _, err := range atOnce(steps...) {
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(won) != 1 {
			t.Fatalf("%d succeeded", len(won))
		}
		l.accepts(nil, <-won)
	}
}

// A try counts even if its caller hangs up while the code is compared.
func testRecoveryCallerGoesAway(t *testing.T, l *ledger) {
	identity, _ := l.withCodes(10)
	ctx, hangUp := context.WithCancel(l.ctx)
	verdict := failed(identity)
	_, err := l.RedeemRecoveryCode(ctx, recoveryTry(identity, at), func([]store.RecoveryCode, int) store.RecoveryVerdict {
		hangUp()
		return verdict
	})
	l.accepts(err, verdict.Events...)
	if n, _ := l.redeems(recoveryTry(identity, at), failed(identity)); n != 2 {
		t.Errorf("try %d, want 2", n)
	}
}

package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"latchkey/store"
)

func testAssertionChangesTheRow(t *testing.T, l *ledger) {
	other := l.registered(newID())
	p := l.registered(newID(), func(p *store.Passkey) { p.BackupEligible = nil; p.SignCount = 4 })

	a := assertion(p)
	a.SignCount = 5
	a.BackedUp = true
	l.accepts(l.UsePasskey(l.ctx, a), a.Event)
	p.SignCount = 5
	p.BackupEligible = to(true) // was unknown
	p.BackedUp = true
	p.LastUsedAt = &a.At
	if got := l.passkey(p.ID); !reflect.DeepEqual(got, p) {
		t.Errorf("got  %+v\nwant %+v", got, p)
	}

	b := assertion(p)
	b.BackupEligible = false // fixed from the first assertion on
	b.BackedUp = false
	b.CloneWarning = true
	l.accepts(l.UsePasskey(l.ctx, b), b.Event)
	p.BackedUp = false
	p.CloneWarningAt = &b.At
	if got := l.passkey(p.ID); !reflect.DeepEqual(got, p) {
		t.Errorf("got  %+v\nwant %+v", got, p)
	}

	changed := assertion(p)
	changed.BackupEligible, changed.BackupChanged = false, true
	l.accepts(l.UsePasskey(l.ctx, changed), changed.Event)
	if got := l.passkey(p.ID).BackupEligible; got == nil || *got {
		t.Error("a changed flag was not stored")
	}

	c := assertion(p)
	c.SignCount = 1<<32 - 1
	l.accepts(l.UsePasskey(l.ctx, c), c.Event)
	if got := l.passkey(p.ID); got.CloneWarningAt == nil || got.SignCount != 1<<32-1 {
		t.Errorf("the next login wiped the clone warning or the counter: %+v", got)
	}
	if got := l.passkey(other.ID); !reflect.DeepEqual(got, other) {
		t.Errorf("another passkey changed: %+v", got)
	}
}

func testAssertionRefused(t *testing.T, l *ledger) {
	session := l.session()
	p := l.registered(newID(), func(p *store.Passkey) { p.SignCount = 7 })
	stale := steppingUp(p, session)
	stale.SeenSignCount = 6
	stale.SignCount = 8
	l.refuses(l.UsePasskey(l.ctx, stale), store.PasskeyChanged)

	lowered := steppingUp(p, session)
	lowered.SignCount = 6
	l.fails(l.UsePasskey(l.ctx, lowered))

	both, code := steppingUp(p, session), codeBy(p)
	both.Code = &code
	l.fails(l.UsePasskey(l.ctx, both))

	gone := steppingUp(p, session)
	gone.PasskeyID = newID()
	l.refuses(l.UsePasskey(l.ctx, gone), store.PasskeyChanged)

	suspend, resume := event("passkey.suspended", p.IdentityID), event("passkey.resumed", p.IdentityID)
	l.accepts(l.suspend(p.ID, at, suspend), suspend)
	paused := steppingUp(p, session)
	l.refuses(l.UsePasskey(l.ctx, paused), store.PasskeyChanged)
	l.accepts(l.ResumePasskey(l.ctx, p.ID, resume), resume)

	// A refused assertion does not spend the challenge: the caller can read again and retry.
	stale.SeenSignCount = 7
	l.accepts(l.UsePasskey(l.ctx, stale), stale.Event)

	// ChallengeSpent has precedence over all other errors.
	l.refuses(l.UsePasskey(l.ctx, stale), store.ChallengeSpent)
	stale.SeenSignCount = 8
	l.refuses(l.UsePasskey(l.ctx, stale), store.ChallengeSpent)
	stale.PasskeyID = newID()
	l.refuses(l.UsePasskey(l.ctx, stale), store.ChallengeSpent)
}

// The login that began first finishes last.
func testAssertionsInReverseOrder(t *testing.T, l *ledger) {
	p := l.registered(newID(), func(p *store.Passkey) { p.SignCount = 5 })
	earlier, later := assertion(p), assertion(p)
	earlier.SignCount, later.SignCount = 6, 7
	l.accepts(l.UsePasskey(l.ctx, later), later.Event)
	l.refuses(l.UsePasskey(l.ctx, earlier), store.PasskeyChanged)
	if got := l.passkey(p.ID).SignCount; got != 7 {
		t.Errorf("counter is %d, want 7", got)
	}
}

// Concurrent logins with one counter do not lose increments.
func testAssertionsCountUp(t *testing.T, l *ledger) {
	const contenders, each = 4, 10
	p := l.registered(newID())
	events := make([][]store.AuditEvent, contenders)
	var steps []func() error
	for i := range contenders {
		steps = append(steps, func() error {
			for done := 0; done < each; {
				read, err := l.Passkey(l.ctx, p.ID)
				if err != nil {
					return err
				}
				a := assertion(read)
				a.SignCount++
				err = l.UsePasskey(l.ctx, a)
				switch {
				case err == nil:
					events[i] = append(events[i], a.Event)
					done++
				case !errors.Is(err, store.PasskeyChanged):
					return err
				}
			}
			return nil
		})
	}
	for _, err := range atOnce(steps...) {
		if err != nil {
			t.Fatal(err)
		}
	}
	l.accepts(nil, slices.Concat(events...)...)
	if got := l.passkey(p.ID).SignCount; got != contenders*each {
		t.Errorf("counter is %d after %d logins", got, contenders*each)
	}
}

func testBackupFlagsMark(t *testing.T, l *ledger) {
	p := l.registered(newID())
	mark := suspicion(p, false)
	mark.BackupFlags = true
	l.accepts(l.suspect(mark), mark.Event)
	p.BackupFlagsAt = &mark.At
	if got := l.passkey(p.ID); !reflect.DeepEqual(got, p) {
		t.Errorf("got  %+v\nwant %+v", got, p)
	}
	l.refuses(l.suspect(mark), store.ChallengeSpent)
	used := assertion(p)
	l.accepts(l.UsePasskey(l.ctx, used), used.Event)
	if got := l.passkey(p.ID).BackupFlagsAt; got != nil {
		t.Errorf("a login left the mark: %v", got)
	}
}

func testSuspicion(t *testing.T, l *ledger) {
	session := l.session()
	p := l.registered(newID(), func(p *store.Passkey) { p.SignCount = 9 })
	up := steppingUp(p, session)
	l.accepts(l.UsePasskey(l.ctx, up), up.Event)
	p.LastUsedAt = &up.At

	mark := suspicion(p, false)
	l.accepts(l.suspect(mark), mark.Event)
	p.CloneWarningAt = &mark.At
	if got := l.passkey(p.ID); !reflect.DeepEqual(got, p) {
		t.Errorf("got  %+v\nwant %+v", got, p)
	}
	if _, err := l.StepUp(l.ctx, session); err != nil {
		t.Errorf("a mere mark ended the step-up: %v", err)
	}
	l.refuses(l.suspect(mark), store.ChallengeSpent)
	gone := mark
	gone.PasskeyID = newID()
	l.refuses(l.suspect(gone), store.ChallengeSpent)

	pause := suspicion(p, true)
	l.accepts(l.suspect(pause), pause.Event)
	p.CloneWarningAt, p.SuspendedAt, p.SuspendedBy = &pause.At, &pause.At, store.SuspendedByClone
	if got := l.passkey(p.ID); !reflect.DeepEqual(got, p) {
		t.Errorf("got  %+v\nwant %+v", got, p)
	}
	if _, err := l.StepUp(l.ctx, session); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the step-up outlived the suspension: %v", err)
	}
}

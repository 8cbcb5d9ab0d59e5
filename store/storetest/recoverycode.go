package storetest

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func codes(n int) []store.RecoveryCode {
	list := make([]store.RecoveryCode, n)
	for i := range list {
		list[i] = store.RecoveryCode{Kind: store.CodeOwn, Hash: [32]byte(random(32)), CreatedAt: at}
	}
	slices.SortFunc(list, func(a, b store.RecoveryCode) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	return list
}

// withCodes creates an identity with n codes, which the ledger checks.
func (l *ledger) withCodes(n int) (uuid.UUID, []store.RecoveryCode) {
	l.t.Helper()
	identity, set := newID(), codes(n)
	l.identities = append(l.identities, identity)
	e := event("recovery_codes.created", identity)
	l.accepts(l.replaceCodes(identity, set, e), e)
	return identity, set
}

func (l *ledger) hasCodes(identity uuid.UUID, want []store.RecoveryCode) {
	l.t.Helper()
	if got := l.codesOf(identity); !slices.EqualFunc(got, want, sameCode) {
		l.t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func sameCode(a, b store.RecoveryCode) bool {
	same := func(x, y *time.Time) bool { return (x == nil) == (y == nil) && (x == nil || x.Equal(*y)) }
	return a.Hash == b.Hash && a.CreatedAt.Equal(b.CreatedAt) && same(a.ExpiresAt, b.ExpiresAt) && same(a.UsedAt, b.UsedAt)
}

func testRecoveryCodesReplaced(t *testing.T, l *ledger) {
	identity, first := l.withCodes(10)
	other, theirs := l.withCodes(10)
	l.hasCodes(identity, first)
	second, e := codesAt(at.Add(store.CodesApart), identity)
	l.accepts(l.replaceCodes(identity, second, e), e)
	l.hasCodes(identity, second)
	l.hasCodes(other, theirs)

	// Those of a replica whose clock is behind are as young.
	for _, ago := range []time.Duration{store.CodesApart - time.Microsecond, 0, time.Microsecond - store.CodesApart} {
		set, e := codesAt(at.Add(store.CodesApart+ago), identity)
		l.refuses(l.replaceCodes(identity, set, e), store.CodesJustMade)
	}
	l.hasCodes(identity, second)
	third, e := codesAt(at, identity) // a clock that was set back must not keep a user from new codes
	l.accepts(l.replaceCodes(identity, third, e), e)
}

// codesAt returns a set that is created at this time, and its event.
func codesAt(when time.Time, identity uuid.UUID) ([]store.RecoveryCode, store.AuditEvent) {
	set, e := codes(10), event("recovery_codes.created", identity)
	e.At = when
	for i := range set {
		set[i].CreatedAt = when
	}
	return set, e
}

// Of several new sets at once, one remains, and the others are refused.
func testRecoveryCodesReplacedAtOnce(t *testing.T, l *ledger) {
	identity, _ := l.withCodes(10)
	for round := range 5 {
		var steps []func() error
		var sets [][]store.RecoveryCode
		var events []store.AuditEvent
		for range 4 {
			set, e := codesAt(at.Add(time.Duration(round+1)*store.CodesApart), identity)
			sets, events = append(sets, set), append(events, e)
			steps = append(steps, func() error { return l.replaceCodes(identity, set, e) })
		}
		won := l.oneWins(atOnce(steps...), store.CodesJustMade)
		l.accepts(nil, events[won])
		l.hasCodes(identity, sets[won])
	}
}

func testRecoverySupportCode(t *testing.T, l *ledger) {
	identity, set := l.withCodes(10)
	now := at
	putOf := func(kind string) store.RecoveryCode {
		now = now.Add(store.CodesApart)
		code, e := codes(1)[0], event("recovery_codes.issued", identity)
		code.Kind, code.CreatedAt, e.At = kind, now, now
		code.ExpiresAt = to(now.Add(time.Hour))
		l.accepts(l.PutSupportCode(l.ctx, identity, code, uuid.Nil, e), e)
		return code
	}
	put := func() store.RecoveryCode { return putOf(store.CodeSupport) }
	put()
	second := put()
	again, e := second, event("recovery_codes.issued", identity)
	again.Hash, e.At = [32]byte(random(32)), now
	l.refuses(l.PutSupportCode(l.ctx, identity, again, uuid.Nil, e), store.CodesJustMade)
	want := append(slices.Clone(set), second)
	slices.SortFunc(want, func(a, b store.RecoveryCode) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	l.hasCodes(identity, want)

	// An enrolment code replaces only its own kind.
	putOf(store.CodeEnrolment)
	want = append(want, putOf(store.CodeEnrolment))
	slices.SortFunc(want, func(a, b store.RecoveryCode) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	l.hasCodes(identity, want)

	// A code from support ends the lock.
	for i := range 5 {
		l.redeems(recoveryTry(identity, at.Add(time.Duration(i)*time.Second)), failed(identity))
	}
	third := put()
	n, locked := l.redeems(recoveryTry(identity, now.Add(time.Minute)), store.RecoveryVerdict{Spend: &third.Hash})
	if n != 1 || !locked.IsZero() {
		t.Errorf("try %d, locked until %v", n, locked)
	}
	e = event("recovery_codes.created", identity)
	e.At = now
	l.accepts(l.replaceCodes(identity, set, e), e)
	l.hasCodes(identity, set)
}

func recoveryTry(identityID uuid.UUID, when time.Time) store.RecoveryTry {
	return store.RecoveryTry{IdentityID: identityID, At: when, Limit: 5, Quiet: 15 * time.Minute, LockFor: 15 * time.Minute}
}

// failed returns the verdict for a wrong code.
func failed(identity uuid.UUID) store.RecoveryVerdict {
	return store.RecoveryVerdict{Events: []store.AuditEvent{event("recovery_codes.failed", identity)}}
}

// redeems runs a try with this verdict, and returns its number, or the end of the lock.
func (l *ledger) redeems(try store.RecoveryTry, verdict store.RecoveryVerdict) (tries int, lockedUntil time.Time) {
	l.t.Helper()
	lockedUntil, err := l.RedeemRecoveryCode(l.ctx, try, func(_ []store.RecoveryCode, n int) store.RecoveryVerdict {
		tries = n
		return verdict
	})
	if lockedUntil.IsZero() {
		l.accepts(err, verdict.Events...)
	} else if l.unchanged(); err != nil {
		l.t.Fatal(err)
	}
	return tries, lockedUntil
}

package storetest

import (
	"maps"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// Each passkey gets one outcome, under the claim, and is deleted in the same transaction.
func testRevocationSettles(t *testing.T, l *ledger) {
	r, rows := l.revoking(store.RevocationOpen, 4)
	_, err := l.ClaimDueRevocation(l.ctx, newID(), at.Add(-time.Second), at)
	l.refuses(err, store.ErrNotFound)
	lost, _ := l.claimed(at)
	claim, _ := l.claimed(at.Add(time.Minute)) // the first claim has ended

	step, e := revoked(r, lost, rows[0])
	_, err = l.SettlePasskey(l.ctx, step)
	l.refuses(err, store.RevocationTaken)
	step.Claim = claim
	_, err = l.SettlePasskey(l.ctx, step)
	l.accepts(err, e)
	_, err = l.SettlePasskey(l.ctx, step)
	l.refuses(err, store.ErrNotFound)

	gone := event("passkey.removed", rows[1].IdentityID)
	l.accepts(l.remove(rows[1].IdentityID, rows[1].ID, false, gone), gone)
	step, _ = revoked(r, claim, rows[1])
	_, err = l.SettlePasskey(l.ctx, step)
	l.refuses(err, store.ErrNotFound)
	step.Outcome, step.Removal = store.OutcomeGone, nil
	_, err = l.SettlePasskey(l.ctx, step)
	l.accepts(err)
	step, _ = revoked(r, claim, rows[2])
	step.Removal.KeepLast = true
	_, err = l.SettlePasskey(l.ctx, step)
	l.refuses(err, store.LastPasskey)
	step.Outcome, step.Cause, step.Removal = store.OutcomeSkipped, "last_passkey", nil
	_, err = l.SettlePasskey(l.ctx, step)
	l.accepts(err)

	if got, want := l.outcomes(r.ID), map[string]int{"revoked ": 1, "gone ": 1, "skipped last_passkey": 1, "waiting ": 1}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	waiting, err := l.WaitingPasskeys(l.ctx, r.ID, 9)
	if l.accepts(err); len(waiting) != 1 || waiting[0].PasskeyID != rows[3].ID {
		t.Errorf("waiting: %+v", waiting)
	}
	if got, err := l.Revocation(l.ctx, r.ID); err != nil || !got.NextTryAt.Equal(step.Until) || got.Revoked != 1 || got.Gone != 1 || got.Skipped != 1 {
		t.Errorf("claimed until %v, %v", got.NextTryAt, err)
	}
	done := event("revocation.done", uuid.Nil)
	l.refuses(l.EndRevocation(l.ctx, r.ID, lost, done), store.RevocationTaken)
	l.accepts(l.EndRevocation(l.ctx, r.ID, claim, done), done)
	if got, err := l.Revocation(l.ctx, r.ID); err != nil || got.State != store.RevocationDone || got.NextTryAt != nil ||
		got.Revoked != 1 || got.Gone != 2 || got.Skipped != 1 || got.Failed != 0 || !got.EndedAt.Equal(done.At) {
		t.Errorf("done: %+v, %v", got, err)
	}
}

// A passkey that failed is tried again later, under the same claim, and the others before it. A released claim ends at once.
func testRevocationRetries(t *testing.T, l *ledger) {
	r, rows := l.revoking(store.RevocationOpen, 3)
	claim, _ := l.claimed(at)
	retry := func(passkey store.Passkey, claim uuid.UUID, after time.Duration) error {
		return l.RetryPasskey(l.ctx, store.RevocationRetry{
			ID: r.ID, Claim: claim, PasskeyID: passkey.ID, Failure: "kratos_unavailable", NextTryAt: at.Add(after), Until: at.Add(time.Minute),
		})
	}
	l.accepts(retry(rows[0], claim, 10*time.Second))
	l.accepts(retry(rows[0], claim, 20*time.Second))
	l.accepts(retry(rows[1], claim, 5*time.Second))
	l.refuses(retry(rows[1], newID(), 5*time.Second), store.RevocationTaken)
	waiting, err := l.WaitingPasskeys(l.ctx, r.ID, 9)
	if l.accepts(err); len(waiting) != 3 || waiting[0].PasskeyID != rows[2].ID || waiting[0].NextTryAt != nil ||
		waiting[1].PasskeyID != rows[1].ID || waiting[1].Tries != 1 || !waiting[1].NextTryAt.Equal(at.Add(5*time.Second)) ||
		waiting[2].PasskeyID != rows[0].ID || waiting[2].Tries != 2 || !waiting[2].NextTryAt.Equal(at.Add(20*time.Second)) {
		t.Errorf("waiting: %+v", waiting)
	}
	if got, err := l.Revocation(l.ctx, r.ID); err != nil || got.Failure != "kratos_unavailable" || !got.NextTryAt.Equal(at.Add(time.Minute)) {
		t.Errorf("claimed: %+v, %v", got, err)
	}
	next := at.Add(5 * time.Second)
	l.accepts(l.ReleaseRevocation(l.ctx, r.ID, claim, "internal", next))
	l.refuses(l.ReleaseRevocation(l.ctx, r.ID, claim, "again", next), store.RevocationTaken)
	l.refuses(retry(rows[1], claim, 5*time.Second), store.RevocationTaken)
	if got, err := l.Revocation(l.ctx, r.ID); err != nil || got.Failure != "internal" || !got.NextTryAt.Equal(next) {
		t.Errorf("released: %+v, %v", got, err)
	}
	claim, _ = l.claimed(next)
	step, e := revoked(r, claim, rows[1])
	_, err = l.SettlePasskey(l.ctx, step)
	l.accepts(err, e)
	if got, err := l.Revocation(l.ctx, r.ID); err != nil || got.Failure != "" {
		t.Errorf("goes on: %+v, %v", got, err)
	}
}

// Of two workers at once, one claims a revocation, and one settles a passkey.
func testRevocationRace(t *testing.T, l *ledger) {
	for range 5 {
		r, rows := l.revoking(store.RevocationOpen, 1)
		claims := []uuid.UUID{newID(), newID()}
		claim := func(i int) func() error {
			return func() error {
				_, err := l.ClaimDueRevocation(l.ctx, claims[i], at, at.Add(time.Minute))
				return err
			}
		}
		winner := l.oneWins(atOnce(claim(0), claim(1)), store.ErrNotFound)
		var events [2]store.AuditEvent
		settle := func(i int) func() error {
			step, e := revoked(r, claims[winner], rows[0])
			events[i] = e
			return func() error {
				_, err := l.SettlePasskey(l.ctx, step)
				return err
			}
		}
		l.accepts(nil, events[l.oneWins(atOnce(settle(0), settle(1)), store.ErrNotFound)])
		l.accepts(nil)
	}
}

// An erasure deletes the records of the identity's passkeys, and the revocations whose filter names it.
func testRevocationErased(t *testing.T, l *ledger) {
	r, rows := l.revoking(store.RevocationOpen, 2)
	ada := rows[0].IdentityID
	named, e := revocation("", store.RevocationPending)
	named.IdentityID, named.Passkeys = ada, store.PasskeyFilter{IdentityID: &ada}
	_, err := l.CreateRevocation(l.ctx, named)
	l.accepts(err, e)
	held, err := l.Holdings(l.ctx, ada)
	if l.accepts(err); len(held.Revocations) != 2 || held.Revocations[0].RevocationID != r.ID || held.Revocations[0].PasskeyID != rows[0].ID || held.Revocations[1].RevocationID != named.ID {
		t.Errorf("held: %+v", held.Revocations)
	}
	record := event("identity.erased", uuid.Nil)
	none := revocations{}
	_, err = l.EraseIdentity(l.ctx, ada, at, nil, none.event, func(store.Erased) store.AuditEvent { return record })
	l.accepts(err, record)
	_, err = l.Revocation(l.ctx, named.ID)
	l.refuses(err, store.ErrNotFound)
	if got, want := l.outcomes(r.ID), map[string]int{"waiting ": 1}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	claim, _ := l.claimed(at)
	step, _ := revoked(r, claim, rows[0])
	_, err = l.SettlePasskey(l.ctx, step)
	l.refuses(err, store.ErrNotFound)
}

func testRevocationPurge(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	l.accepts(err)
	const life = 400 * 24 * time.Hour
	for _, ago := range []time.Duration{life + time.Minute, life - time.Minute} {
		r, _ := l.revoking(store.RevocationOpen, 1)
		claim, _ := l.claimed(at)
		done := event("revocation.done", uuid.Nil)
		done.At = now.Add(-ago)
		l.accepts(l.EndRevocation(l.ctx, r.ID, claim, done), done)
	}
	for _, want := range []int64{1, 0} {
		if got, err := l.PurgeRevocations(l.ctx); err != nil || got != want {
			t.Errorf("purged %d, %v, want %d", got, err, want)
		}
	}
}

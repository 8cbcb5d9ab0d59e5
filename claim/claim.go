// Package claim lets one replica do what all would do at the same time, such as reading all identities at Kratos. It owns how long
// a claim keeps the others away, and leaves to its callers what they do, and when it is due again.
package claim

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
)

const (
	// Lasts is how long a claim keeps other replicas away if its holder fails. It is longer than the calls between two extensions
	// can take.
	Lasts     = 2 * time.Minute
	holdEvery = 20 * time.Second
	endWithin = 30 * time.Second
)

// Store is the part of the store that this package uses.
type Store interface {
	ClaimReconciliation(ctx context.Context, scope string, claim uuid.UUID, now, until time.Time, early bool) error
	HoldReconciliation(ctx context.Context, claim uuid.UUID, until time.Time) error
	EndReconciliation(ctx context.Context, claim uuid.UUID, r store.Reconciliation) error
}

// Claim is this replica's, of one scope. It is for one goroutine.
type Claim struct {
	Began time.Time

	store  Store
	now    func() time.Time
	id     uuid.UUID
	heldAt time.Time
}

// Take claims a scope that is due, or with early one that has no claim. Errors: store.ErrNotFound,
// fault.ErrStoreUnavailable.
func Take(ctx context.Context, records Store, now func() time.Time, scope string, early bool) (*Claim, error) {
	began := now().UTC()
	c := &Claim{Began: began, store: records, now: now, id: store.NewID(), heldAt: began}
	err := records.ClaimReconciliation(ctx, scope, c.id, began, began.Add(Lasts), early)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		err = fault.OfStore(err)
	}
	return c, err
}

// Hold extends the claim now and then. Errors: store.ReconciliationTaken, fault.ErrStoreUnavailable.
func (c *Claim) Hold(ctx context.Context) error {
	now := c.now().UTC()
	if now.Sub(c.heldAt).Abs() < holdEvery {
		return nil
	}
	c.heldAt = now
	return orTaken(c.store.HoldReconciliation(ctx, c.id, now.Add(Lasts)))
}

// End ends the claim with the outcome, also if the caller has stopped: then the next one need not wait for the end of the claim.
// Errors: store.ReconciliationTaken, fault.ErrStoreUnavailable.
func (c *Claim) End(ctx context.Context, r store.Reconciliation) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWithin)
	defer cancel()
	return orTaken(c.store.EndReconciliation(ctx, c.id, r))
}

func orTaken(err error) error {
	if errors.Is(err, store.ReconciliationTaken) {
		return err
	}
	return fault.OfStore(err)
}

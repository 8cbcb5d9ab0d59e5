package kept

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"latchkey/claim"
	"latchkey/fault"
	"latchkey/metadata"
	"latchkey/store"
)

// fetched is what one call has found.
type fetched struct {
	list *metadata.List           // verified, and not older than any that is known
	row  *store.AuthenticatorList // what to keep; nil: the list that is kept is the current one
}

// get asks the address for a list and verifies it. What is kept is asked for again if it should have been replaced by now, or cannot be
// used: a server that always says that nothing has changed would keep us there.
func (k *Keeper) get(ctx context.Context) (fetched, error) {
	now, current := k.cfg.Now().UTC(), k.List()
	row, stands := k.stands()
	known := validators{row.ETag, row.LastModified}
	if !stands || row.Origin != k.origin || overdue(current.NextUpdate, now) {
		known = validators{}
	}
	blob, by, err := k.address.get(ctx, known)
	if errors.Is(err, errUnchanged) {
		return fetched{list: current}, nil
	}
	if err != nil {
		return fetched{}, err
	}
	list, err := metadata.Parse(blob, k.cfg.Trust, now)
	if err != nil {
		return fetched{}, err
	}
	if current != nil && list.Number < current.Number {
		return fetched{}, older(list, current)
	}
	digest := sha256.Sum256(blob)
	return fetched{list, &store.AuthenticatorList{
		Publisher: k.publisher, Number: list.Number, Digest: digest[:], Blob: blob, VerifiedAt: now,
		Origin: k.origin, ETag: by.etag, LastModified: by.lastModified, ConfirmedAt: &now,
	}}, nil
}

// Try asks the address for a list as a fetch does, and keeps nothing. The error says why a fetch would fail.
func (k *Keeper) Try(ctx context.Context) (*metadata.List, error) {
	got, err := k.get(ctx)
	return got.list, err
}

// fetch fetches a list under a claim, if that is due. It returns when it is due again. Errors: store.ErrNotFound if it is not due, or
// another's; store.ReconciliationTaken; fault.ErrStoreUnavailable; and why nothing was fetched.
func (k *Keeper) fetch(ctx context.Context, records Store) (next time.Duration, err error) {
	// A clock that is far ahead would take the others' claim, and put off the next fetch for all.
	if err := store.Check(ctx, records, k.cfg.Now); err != nil {
		return lookEvery, fault.OfStore(err)
	}
	last, err := records.Reconciliation(ctx, k.scope)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return lookEvery, fault.OfStore(err)
	}
	k.mu.Lock()
	k.failed = last.Outcome == store.ReconciliationFailed
	forgotten := k.forgotten
	k.forgotten = false
	k.mu.Unlock()
	// The list may have been lost, or have become of no use, since the last fetch was well.
	early := !k.Ready() && (forgotten || last.EndedAt != nil && k.cfg.Now().Sub(*last.EndedAt) >= missingAgain)
	held, err := claim.Take(ctx, records, k.cfg.Now, k.scope, early)
	if err != nil {
		return lookEvery, err
	}
	done := store.Reconciliation{Outcome: store.ReconciliationDone}
	got, err := k.keep(ctx, records)
	if err == nil {
		done.Held, next = got.Number, afterSuccess(got.NextUpdate, k.cfg.Now())
	} else {
		done.Outcome, next = store.ReconciliationFailed, afterFailure(last, !k.Ready())
	}
	if ctx.Err() != nil {
		next = 0 // another replica goes on, or this one after its restart
	}
	now := k.cfg.Now().UTC()
	done.EndedAt, done.DueAt = &now, now.Add(next)
	if ended := held.End(ctx, done); err == nil {
		err = ended
	}
	k.mu.Lock()
	k.failed = done.Outcome == store.ReconciliationFailed
	k.mu.Unlock()
	return next, err
}

// keep fetches a list and stores it, or that the one that is stored is the current one.
func (k *Keeper) keep(ctx context.Context, records Store) (*metadata.List, error) {
	if err := k.Load(ctx, records); err != nil {
		if errors.Is(err, fault.ErrStoreUnavailable) {
			return nil, err
		}
		k.cfg.Log.Warn("a list of authenticators is fetched anew", "cause", err.Error())
	}
	got, err := k.get(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.address, err)
	}
	if got.row != nil {
		err = records.KeepAuthenticatorList(ctx, *got.row, k.replaceable())
	} else {
		row, _ := k.stands()
		err = records.ConfirmAuthenticatorList(ctx, k.publisher, row.Digest, k.cfg.Now())
	}
	if err != nil && !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrNotFound) { // else a newer one was stored meanwhile
		return nil, fault.OfStore(err)
	}
	return got.list, k.Load(ctx, records)
}

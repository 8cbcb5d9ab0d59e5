package kept

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"latchkey/fault"
	"latchkey/store"
)

// Run keeps the list up to date until the context ends.
func (k *Keeper) Run(ctx context.Context, records Store) {
	for ctx.Err() == nil {
		k.Look(ctx, records)
		select {
		case <-ctx.Done():
		case <-time.After(lookEvery):
		}
	}
}

// Look takes what other replicas have stored, and stores what the file has, or fetches a list if that is due. What fails is in the log,
// and tried again.
func (k *Keeper) Look(ctx context.Context, records Store) {
	if err := k.Load(ctx, records); err != nil && ctx.Err() == nil {
		k.cfg.Log.Error("the metadata of authenticators was not read from the database; "+k.stillUsed(), "cause", err.Error())
		if errors.Is(err, fault.ErrStoreUnavailable) {
			return
		}
	}
	if k.cfg.File != nil {
		if err := k.storeFile(ctx, records); err != nil && ctx.Err() == nil {
			k.cfg.Log.Error("the metadata of authenticators was not stored", "cause", err.Error())
		}
		return
	}
	next, err := k.fetch(ctx, records)
	if err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ReconciliationTaken) {
		k.cfg.Log.Error("fetching the metadata of authenticators failed; next attempt in "+next.Round(time.Second).String()+"; "+k.stillUsed(), "cause", err.Error())
	}
}

func (k *Keeper) stillUsed() string {
	if k.Ready() {
		return "the list before is still used"
	}
	return "there is no list, so profiles that ask for attestation refuse all new passkeys"
}

// storeFile stores the list of the file if it is newer than the one that is stored, so that no older one is used after a restart, or if
// that one cannot be used.
func (k *Keeper) storeFile(ctx context.Context, records Store) error {
	list, blob := k.cfg.File.Signed()
	row, _ := k.stands()
	unusable := k.replaceable()
	if list == nil || list.Number <= row.Number && unusable == nil {
		return nil
	}
	digest := sha256.Sum256(blob)
	row = store.AuthenticatorList{Publisher: k.publisher, Number: list.Number, Digest: digest[:], Blob: blob, VerifiedAt: k.cfg.Now().UTC()}
	if err := records.KeepAuthenticatorList(ctx, row, unusable); err != nil {
		if errors.Is(err, store.ErrConflict) { // a newer one was stored meanwhile
			return nil
		}
		return fault.OfStore(err)
	}
	row.Blob = nil
	k.mu.Lock() // now, to know it as dropped if another replica replaces it before this one looks again
	defer k.mu.Unlock()
	k.row, k.unusable, k.read = row, nil, k.cfg.Now()
	k.use(list, row.Digest)
	return nil
}

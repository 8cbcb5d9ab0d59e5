package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Tombstone is the record of a passkey that was removed here. DeletePasskey and ClearFactors write it; it ends when the
// same credential ID is registered again. A credential ID is no secret and can be registered by anyone: it is the user handle
// that tells whose passkey was removed.
type Tombstone struct {
	IdentityID   uuid.UUID
	RPID         string
	CredentialID []byte
	UserHandle   []byte    // of the passkey; empty in rows that an older binary wrote
	RegisteredAt time.Time // of the passkey
	RemovedAt    time.Time
}

// Tombstones keeps them, so that browsers are asked to forget only what is known to be removed.
type Tombstones interface {
	// TombstoneOf is that of a credential ID. ErrNotFound, also while a passkey of that credential ID is registered.
	TombstoneOf(ctx context.Context, credentialID []byte) (Tombstone, error)
	// TombstonesOf lists those of an identity, latest first.
	TombstonesOf(ctx context.Context, identityID uuid.UUID) ([]Tombstone, error)
	// PurgeTombstones deletes, in bounded batches, those older than 400 days by the database's clock.
	PurgeTombstones(ctx context.Context) (int64, error)
}

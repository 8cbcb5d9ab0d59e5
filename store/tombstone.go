package store

import (
	"bytes"
	"context"
	"time"

	"github.com/google/uuid"
)

// Tombstone is the record of a removed passkey. DeletePasskey and ClearFactors create it; a registration of the same
// credential ID deletes it. Credential IDs are not secret and anyone can register them: the user handle identifies the
// owner of the removed passkey.
type Tombstone struct {
	IdentityID   uuid.UUID
	RPID         string
	CredentialID []byte
	UserHandle   []byte    // of the passkey; empty in rows of an earlier build
	RegisteredAt time.Time // of the passkey
	RemovedAt    time.Time
	// Alias reports whether the user handle that was asked about is one of its removed identity, whose imported passkeys may not
	// have told their own yet.
	Alias bool
}

// Presents reports whether the passkey presents this user handle, as far as that is known.
func (t Tombstone) Presents(userHandle []byte) bool {
	return len(t.UserHandle) > 0 && bytes.Equal(t.UserHandle, userHandle) || t.Alias
}

// MaxTombstones is how many tombstones TombstonesOf lists: a user can register and remove passkeys over and over.
const MaxTombstones = 100

// Tombstones stores the tombstones, so that browsers are signalled to forget only passkeys that were removed.
type Tombstones interface {
	// TombstoneOf returns the tombstone of a credential ID, for a passkey that presents this user handle. It returns ErrNotFound if there is none, or if a passkey with
	// that credential ID is registered.
	TombstoneOf(ctx context.Context, credentialID, userHandle []byte) (Tombstone, error)
	// TombstonesOf lists the latest MaxTombstones tombstones of an identity, latest first.
	TombstonesOf(ctx context.Context, identityID uuid.UUID) ([]Tombstone, error)
	// PurgeTombstones deletes tombstones older than 400 days by the database's clock, in batches, and returns their
	// number. Likewise it deletes the aliases of removed identities, and the records of PasskeyRemoved, but for passkeys on which a vouch or an initialisation rests.
	PurgeTombstones(ctx context.Context) (int64, error)
}

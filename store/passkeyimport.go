package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
)

// MaxPasskeys is how many passkeys an identity can have, suspended ones included.
const MaxPasskeys = 256

// PasskeyImport is the import of the passkeys of one identity.
type PasskeyImport struct {
	IdentityID uuid.UUID
	// Passkeys are the new ones, oldest first. A limit on their number is the caller's concern, apart from MaxPasskeys.
	Passkeys []Passkey
	// Handles are the identity's aliases: the user handles of its passkeys at the source. They are added to the stored ones.
	Handles [][]byte
	// First requires that the identity has no passkey.
	First bool
	// Unverified is as in NewPasskey, for the record of the first passkey.
	Unverified []UnverifiedAddress
	// AlongUntil is for the record of the first passkey.
	AlongUntil *time.Time
	// Removed are credential IDs of passkeys of the identity that were removed elsewhere. They count as removed here, and the
	// identity as one that had a passkey.
	Removed [][]byte
	// By vouches for the passkeys.
	By Evidence
	At time.Time
	// Seen and FactorEvent are as in RecordFactors, which is done in the same transaction, at At. Nil Seen: nothing is recorded.
	// A sighting that rests on one of Passkeys is its copy at the source. If the user has disowned that meanwhile, nothing is
	// imported.
	Seen        []FactorSighting
	FactorEvent func(f Factor, change string) *AuditEvent
	Events      []AuditEvent
	// Challenge is that of the login which adopts the passkey; it is spent, or the import returns ChallengeSpent. Nil: no login.
	Challenge *Challenge
	// Code is the authorization code of that login, or nil.
	Code *AuthorizationCode
	// DryRun makes the same changes and undoes them, for the error that they would return.
	DryRun bool
}

// Disowned reports whether the user has disowned the copy of one of the passkeys, as the rows are when the import's sightings are
// recorded. It is for drivers, which return EvidenceGone then.
func (i PasskeyImport) Disowned(factors []Factor) bool {
	copies := slices.DeleteFunc(slices.Clone(i.Seen), func(s FactorSighting) bool {
		return !slices.ContainsFunc(i.Passkeys, func(p Passkey) bool { return slices.Contains(s.By, p.ID) })
	})
	return slices.ContainsFunc(factors, func(f Factor) bool {
		return f.DisownedAt != nil && slices.ContainsFunc(copies, func(s FactorSighting) bool { return s.Kind == f.Kind && s.Fingerprint == f.Fingerprint })
	})
}

// ErrDryRun ends the transaction of a dry run that would succeed. It is for drivers.
var ErrDryRun = errors.New("dry run")

// HandleOwner is an identity with a certain user handle.
type HandleOwner struct {
	IdentityID uuid.UUID
	Missing    bool // it is known to be missing at Kratos
}

// Imports stores passkeys that were registered elsewhere, and walks those that may be needed elsewhere.
type Imports interface {
	// ImportPasskeys stores all of an import, or nothing. Unlike CreatePasskey it keeps tombstones: the caller leaves out what
	// was removed here. It returns BeingReset, EvidenceGone, NotFirstPasskey, CredentialTaken or PasskeyLimit.
	ImportPasskeys(ctx context.Context, i PasskeyImport) error
	// PasskeyOwners lists identities that have or had passkeys, ordered by ID: at most limit of those after one. The zero UUID is
	// before all.
	PasskeyOwners(ctx context.Context, after uuid.UUID, limit int) ([]uuid.UUID, error)
	// LearnHandles adds user handles to the identity's aliases.
	LearnHandles(ctx context.Context, identityID uuid.UUID, handles [][]byte) error
	// OwnersOfHandle returns the identities with that alias.
	OwnersOfHandle(ctx context.Context, handle []byte) ([]HandleOwner, error)
}

package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// FirstPasskey records that an identity has set up a passkey. It is kept when that passkey is removed, until the identity is
// erased.
type FirstPasskey struct {
	IdentityID uuid.UUID
	At         time.Time
	// Unverified are the addresses that the identity had then, where it had verified none: the passkey may belong to another
	// person than they do. One that has been verified for long is no longer among them.
	Unverified []UnverifiedAddress
	// RecoveredAt is when the owner of one of these addresses took the account back by a recovery; nil: no one has.
	RecoveredAt *time.Time
	// RecoveredSession is the Kratos session that the recovery made; zero while it is not known.
	RecoveredSession uuid.UUID
	// SettingsAt is when the settings gate last let a session that was fresh change something at Kratos; nil: it has not, or a
	// factor has been vouched for by it.
	SettingsAt *time.Time
}

// UnverifiedAddress is an address of which Kratos did not know whose it is.
type UnverifiedAddress struct {
	Fingerprint []byte `json:"fingerprint"` // 32 bytes
	// VerifiedAt is when it was verified, as it was first seen here. Kratos' own time moves with each verification.
	VerifiedAt *time.Time `json:"verified_at,omitempty"`
}

// TakeBack is a recovery by the owner of an address beside which another person may have set up passkeys.
type TakeBack struct {
	IdentityID uuid.UUID
	At         time.Time // of the recovery
	SessionID  uuid.UUID // of the recovery; zero while Kratos has not stored it
	End        Ending    // of the sessions that the passkeys created, and of all others
	// Suspended makes the event of a passkey that is suspended. Disowned makes that of a factor that no longer counts, and
	// returns nil for one that stays. Both must have no effects, since a transaction may be run again.
	Suspended func(Passkey) AuditEvent
	Disowned  func(Factor) *AuditEvent
	Forgotten AuditEvent // of the recovery codes
}

// FirstPasskeys keeps them. CreatePasskey writes them, and SessionFacts reads them, too.
type FirstPasskeys interface {
	// FirstPasskeyOf is that of an identity. ErrNotFound.
	FirstPasskeyOf(ctx context.Context, identityID uuid.UUID) (FirstPasskey, error)
	// NoteVerified replaces the unverified addresses, if they still are those of seen. It is no error if not.
	NoteVerified(ctx context.Context, seen FirstPasskey, unverified []UnverifiedAddress) error
	// TakeBack suspends all passkeys of the identity for verification, and deletes all that they granted, as
	// SuspendPasskey does; deletes its recovery codes with all that they have earned; disowns the factors that are vouched for
	// and at Kratos, unless Disowned keeps them; and notes the recovery, after which no address is unverified. All of it is one transaction.
	// ErrNotFound where no address is: another request was faster.
	TakeBack(ctx context.Context, t TakeBack) (ended []SessionEnding, err error)
	// BindRecovered gives the recovery of that time its session: of several that ask for it, one gets it. ErrNotFound.
	BindRecovered(ctx context.Context, identityID uuid.UUID, at time.Time, sessionID uuid.UUID) error
	// NoteSettings records that a session that was fresh may change settings at Kratos now. An identity that is not known to
	// have had a passkey has no such record, and that is no error. RecordFactors deletes it with the first factor that is
	// vouched for as enrolled in a fresh session, and TakeBack always.
	NoteSettings(ctx context.Context, identityID uuid.UUID, at time.Time) error
}

package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// PendingSessionLife is how long a passkey session is kept while its Kratos session is unknown.
const PendingSessionLife = 30 * 24 * time.Hour

// PasskeySession is a Kratos session that a login by passkey created or refreshed. It is deleted with its passkey.
type PasskeySession struct {
	ID           uuid.UUID // UUIDv7
	SessionID    uuid.UUID // zero: not known yet, after a login at Kratos' page
	IdentityID   uuid.UUID
	PasskeyID    uuid.UUID
	UserVerified bool       // UV flag of the assertion, if the passkey's UV is initialised
	At           time.Time  // time of the login
	RedeemedAt   time.Time  // when Kratos redeemed its code; zero: no code, or redeemed by an earlier build
	ExpiresAt    time.Time  // expiry of the Kratos session; while unknown, PendingSessionLife after At
	BesideAt     *time.Time // see StepUp
}

// SessionFacts is everything stored about a session and its identity, regardless of age. Nil fields: nothing stored.
type SessionFacts struct {
	StepUp   *StepUp
	Logins   []PasskeySession // of this session, and those of the identity whose session is unknown; earliest first
	Recovery *Recovery
	Passkeys []Passkey // oldest first, suspended ones included
	Factors  []Factor  // in the order of their IDs
	First    *FirstPasskey
}

// PasskeySessions stores the sessions that were created by passkey.
type PasskeySessions interface {
	// SessionFacts reads everything about a session of the identity in one round trip, without the rows of other
	// identities. Passkeys are read before the evidence: a passkey that is removed in between appears without its
	// evidence, never the reverse.
	SessionFacts(ctx context.Context, sessionID, identityID uuid.UUID) (SessionFacts, error)
	// PutPasskeySession stores the session that a login has created. If the login's code was redeemed, it sets the session
	// of the row that the redemption wrote (same identity, passkey and At); otherwise it adds a row without RedeemedAt.
	// It is the last check of the passkey, and returns ErrNotFound if that was deleted or suspended.
	PutPasskeySession(ctx context.Context, p PasskeySession) error
	// ClaimPasskeySession sets the session of a row that has none. Of several concurrent calls one succeeds; the others
	// return ErrNotFound.
	ClaimPasskeySession(ctx context.Context, id, sessionID uuid.UUID, expiresAt time.Time) error
	// NoteBeside sets BesideAt of the session's step-up and logins where it is not set: a first factor that was used in
	// the session is vouched. It succeeds if there are no such rows.
	NoteBeside(ctx context.Context, identityID, sessionID uuid.UUID, at time.Time) error
	// PurgePasskeySessions deletes sessions that have expired by the database's clock, in batches, and returns their
	// number.
	PurgePasskeySessions(ctx context.Context) (int64, error)
}

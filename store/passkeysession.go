package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// PendingSessionLife is how long a passkey session waits for its Kratos session to be seen.
const PendingSessionLife = 30 * 24 * time.Hour

// PasskeySession is a Kratos session that a login by passkey created, or refreshed. It ends with its passkey.
type PasskeySession struct {
	ID           uuid.UUID // UUIDv7
	SessionID    uuid.UUID // zero: redeemed at Kratos' login page, and the session is not known yet
	IdentityID   uuid.UUID
	PasskeyID    uuid.UUID
	UserVerified bool       // UV of that assertion, as far as it counts
	At           time.Time  // of the login
	RedeemedAt   time.Time  // of its code, by Kratos; zero: not redeemed, or by an older binary
	ExpiresAt    time.Time  // of the Kratos session; without one, PendingSessionLife after At
	BesideAt     *time.Time // as of StepUp
}

// SessionFacts is everything the database knows about a session and its identity, whatever its age. Nil: nothing.
type SessionFacts struct {
	StepUp   *StepUp
	Logins   []PasskeySession // of this session, and of this identity without a session yet; earliest first
	Recovery *Recovery
	Passkeys []Passkey // oldest first, suspended ones included
	Factors  []Factor  // in the order of their IDs
}

// PasskeySessions keeps the sessions that passkeys created.
type PasskeySessions interface {
	// SessionFacts reads, in one round trip, all that bears on a session of that identity. Rows of other identities
	// are left out. Passkeys are read before the evidence, so that evidence found is of a passkey that stood later.
	SessionFacts(ctx context.Context, sessionID, identityID uuid.UUID) (SessionFacts, error)
	// PutPasskeySession stores the session that a login has just created. Where its code was redeemed, it gives the row
	// that the redemption wrote (same identity, passkey and At) its session, and otherwise adds one, with no RedeemedAt. It is the last look
	// at the passkey: ErrNotFound, with nothing written, when that has gone or been suspended meanwhile.
	PutPasskeySession(ctx context.Context, p PasskeySession) error
	// ClaimPasskeySession gives a row without a session its session: of several that claim it, one gets it. ErrNotFound.
	ClaimPasskeySession(ctx context.Context, id, sessionID uuid.UUID, expiresAt time.Time) error
	// NoteBeside records that a first factor which was used in a session is vouched, with the session's step-up and with
	// the logins that created it, unless it is recorded already. It is no error where there are none.
	NoteBeside(ctx context.Context, identityID, sessionID uuid.UUID, at time.Time) error
	// PurgePasskeySessions deletes, in bounded batches, those that have expired by the database's clock.
	PurgePasskeySessions(ctx context.Context) (int64, error)
}

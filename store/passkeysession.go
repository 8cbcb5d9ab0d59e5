package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

const (
	// PendingSessionLife is how long a passkey session is kept while its Kratos session is unknown.
	PendingSessionLife = 30 * 24 * time.Hour
	// SessionKept is how long the rows of a session are kept after its stored expiry. Kratos extends sessions, also those
	// that no request shows to us.
	SessionKept = 30 * 24 * time.Hour
	// SessionMargin is how much later than stored a session may expire before ExtendSession is due.
	SessionMargin = 12 * time.Hour
	// MaxPending is how many such rows RedeemCode keeps for each passkey, of the latest logins. It merges all earlier ones
	// into one. Concurrent redemptions may leave a few more.
	MaxPending = 20
	// MaxPendingRead limits how many of them SessionFacts reads.
	MaxPendingRead = 50
)

// PasskeySession is a Kratos session that a login by passkey created or refreshed. It is deleted with its passkey.
type PasskeySession struct {
	ID           uuid.UUID // UUIDv7
	SessionID    uuid.UUID // zero: not known yet, after a login at Kratos' page
	IdentityID   uuid.UUID
	PasskeyID    uuid.UUID
	UserVerified bool        // UV flag of the assertion, if the passkey's UV is initialised
	At           time.Time   // time of the login
	RedeemedAt   time.Time   // when Kratos redeemed its code; zero: no code, or redeemed by an earlier build
	ExpiresAt    time.Time   // expiry of the Kratos session; while unknown, PendingSessionLife after At
	UsedWith     []uuid.UUID // see StepUp
	// Since is set if the row stands for several logins whose sessions are unknown: the redemption of the first of them. At is
	// that of the last, and RedeemedAt is zero. No session claims such a row; when the passkey is removed, all sessions that
	// may come from these logins end.
	Since time.Time
}

// Span is a time from From to To, both included. The zero value contains no row.
type Span struct{ From, To time.Time }

// FactsQuery is what SessionFacts reads besides the rest.
type FactsQuery struct {
	Redeemed  Span // of the logins whose session is unknown, those that were redeemed in it
	SecondWay bool // SessionFacts.SecondWay
}

// SecondWay is what is stored about a second way to sign in, apart from passkeys and factors.
type SecondWay struct {
	Codes      int        // unused codes of the user's own set
	GraceBegan *time.Time // the period of BeginSecondGrace; nil: it has not begun
	// FirstGraceBegan is the period of BeginGrace, likewise.
	FirstGraceBegan *time.Time
}

// SessionFacts is everything stored about a session and its identity, regardless of age. Nil fields: nothing stored.
type SessionFacts struct {
	StepUp *StepUp
	Logins []PasskeySession // of this session, and those redeemed in a span whose session is unknown; earliest first
	// LoginsUnclear reports that further logins may have been redeemed in that span: they are merged into one row, their
	// sessions are being ended, or there are too many to read.
	LoginsUnclear bool
	Recovery      *Recovery
	Passkeys      []Passkey   // oldest first, suspended ones included
	Removed       []uuid.UUID // passkeys that are removed, and of which something was kept (Removal.Keep)
	Factors       []Factor    // in the order of their IDs
	First         *FirstPasskey
	SecondWay     *SecondWay // nil: FactsQuery does not ask for it
}

// PasskeySessions stores the sessions that were created by passkey.
type PasskeySessions interface {
	// SessionFacts reads everything about a session of the identity in one round trip, without the rows of other
	// identities. Passkeys are read
	// before the evidence: a passkey that is removed in between appears without its evidence, never the reverse. A login
	// that is merged or deleted in between is in Logins, or sets LoginsUnclear.
	SessionFacts(ctx context.Context, sessionID, identityID uuid.UUID, query FactsQuery) (SessionFacts, error)
	// PutPasskeySession stores the session that a login has created. If the login's code was redeemed, it sets the session
	// of the row that the redemption wrote (same identity, passkey and At); otherwise it adds a row without RedeemedAt.
	// It is the last check of the passkey, and returns ErrNotFound if that was deleted or suspended.
	PutPasskeySession(ctx context.Context, p PasskeySession) error
	// ClaimPasskeySession sets the session of a row that has none. Of several concurrent calls one succeeds; the others
	// return ErrNotFound.
	ClaimPasskeySession(ctx context.Context, id, sessionID uuid.UUID, expiresAt time.Time) error
	// NoteUsedWith sets UsedWith of the session's step-up and logins. It succeeds if there are no such rows.
	NoteUsedWith(ctx context.Context, identityID, sessionID uuid.UUID, factors []uuid.UUID) error
	// ExtendSession moves the stored expiry of the session's step-up, logins and recovery to expiresAt where it is earlier. It
	// succeeds if there are no such rows.
	ExtendSession(ctx context.Context, identityID, sessionID uuid.UUID, expiresAt time.Time) error
	// PurgePasskeySessions deletes sessions that expired SessionKept ago by the database's clock, in batches, and returns
	// their number.
	PurgePasskeySessions(ctx context.Context) (int64, error)
}

// TooManyPending reports whether there may be further logins whose session is unknown, beyond those that were read. It is for
// drivers.
func TooManyPending(logins []PasskeySession) bool {
	pending := 0
	for _, login := range logins {
		if login.SessionID == uuid.Nil {
			pending++
		}
	}
	return pending >= MaxPendingRead
}

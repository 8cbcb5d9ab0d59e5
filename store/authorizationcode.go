package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// AuthorizationCode is an OpenID authorization code for a login by passkey. Only its hash is stored. It is deleted with its
// passkey.
type AuthorizationCode struct {
	Hash          [32]byte
	IdentityID    uuid.UUID
	PasskeyID     uuid.UUID
	UserVerified  bool // UV flag of the assertion, if the passkey's UV is initialised
	ClientID      string
	RedirectURI   string
	CodeChallenge string
	Nonce         string
	At            time.Time // time of the login
	ExpiresAt     time.Time
}

// CodeRedemption is a client's request to redeem a code.
type CodeRedemption struct {
	Hash          [32]byte
	ClientID      string
	RedirectURI   string
	CodeChallenge string    // computed from the client's code_verifier
	SessionRowID  uuid.UUID // ID of the passkey session that the redemption creates; UUIDv7
	Now           time.Time
}

// AuthorizationCodes stores the codes. UsePasskey creates them in the commit of the login.
type AuthorizationCodes interface {
	// AddCode stores another code for a login that is committed, after Kratos redeemed the first one but created no
	// session. It returns ErrNotFound if the passkey does not exist or is suspended.
	AddCode(ctx context.Context, c AuthorizationCode) error
	// RedeemCode deletes the code with this hash in any case. If its client, redirect URI and challenge match, it has
	// not expired, its passkey exists and is not suspended, and the identity is not being reset, RedeemCode also stores
	// a passkey session without a Kratos session, redeemed at Now, records the event and returns the code. Of such rows
	// of the passkey it keeps the latest MaxPending, and merges the others into one. Otherwise it returns ErrNotFound.
	// The event is completed with the code's identity and passkey, and with the identity as actor if ActorKind is
	// ActorIdentity. Of several concurrent redemptions one succeeds.
	RedeemCode(ctx context.Context, r CodeRedemption, event AuditEvent) (AuthorizationCode, error)
	// PurgeCodes deletes codes that have expired by the database's clock, in batches, and returns their number.
	PurgeCodes(ctx context.Context) (int64, error)
}

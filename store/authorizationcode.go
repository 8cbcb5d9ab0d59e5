package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// AuthorizationCode is a login by passkey on its way to an OpenID client. It is known by its hash only, and ends with its
// passkey.
type AuthorizationCode struct {
	Hash          [32]byte
	IdentityID    uuid.UUID
	PasskeyID     uuid.UUID
	UserVerified  bool // UV of that assertion, as far as it counts
	ClientID      string
	RedirectURI   string
	CodeChallenge string
	Nonce         string
	At            time.Time // of the login
	ExpiresAt     time.Time
}

// CodeRedemption is what a client presents.
type CodeRedemption struct {
	Hash          [32]byte
	ClientID      string
	RedirectURI   string
	CodeChallenge string    // of the verifier that the client sent
	SessionRowID  uuid.UUID // of the passkey session that the redemption writes; UUIDv7
	Now           time.Time
}

// AuthorizationCodes keeps the codes. They are written by UsePasskey, in the login's commit.
type AuthorizationCodes interface {
	// RedeemCode deletes the code of that hash, whatever comes of it. If client, redirect URI and challenge are those of
	// the code, it has not expired, its passkey stands and is not suspended, and the identity is not being reset, it
	// also writes a passkey session without a session, redeemed at Now, and the event, and returns the code; otherwise ErrNotFound. The
	// event gets identity and passkey of the code, and the identity as its actor where ActorKind is "identity". Of
	// several that redeem the same code, one gets it.
	RedeemCode(ctx context.Context, r CodeRedemption, event AuditEvent) (AuthorizationCode, error)
	// PurgeCodes deletes, in bounded batches, those that have expired by the database's clock.
	PurgeCodes(ctx context.Context) (int64, error)
}

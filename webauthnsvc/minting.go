package webauthnsvc

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"
)

// The kinds of Kratos session that a login may end in.
const (
	SessionNone   = "none"
	SessionCookie = "cookie" // for browsers: Kratos' own cookie, sent on
	SessionToken  = "token"  // for native apps
)

// SignedIn is a person who has just signed in with a passkey.
type SignedIn struct {
	IdentityID   uuid.UUID
	UserVerified bool
	At           time.Time
	UserAgent    string // of the person, for Kratos' list of devices
	IP           string
}

// MintedSession is a Kratos session made for somebody. Exactly one of Cookie and Token is set.
type MintedSession struct {
	Kind    string
	Session Session
	Cookie  *http.Cookie // with the attributes that Kratos gave it
	Token   string
}

// SessionMinter turns a verified login into a Kratos session. All its errors but ErrIdentityNotFound and
// ErrIdentityInactive are ErrKratosUnavailable. It is idempotent where it can be.
type SessionMinter interface {
	// Link makes sure that the identity can be signed in, and returns its state; an inactive one it leaves alone.
	Link(ctx context.Context, id uuid.UUID) (Identity, error)
	// Unlink undoes it, when the last passkey has gone.
	Unlink(ctx context.Context, id uuid.UUID) error
	// Mint makes a session for a linked identity. When it fails, no session is left behind.
	Mint(ctx context.Context, kind string, who SignedIn) (MintedSession, error)
	// EndSession revokes one.
	EndSession(ctx context.Context, sessionID uuid.UUID) error
}

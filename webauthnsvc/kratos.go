package webauthnsvc

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/store"
)

// Kratos is the part of Kratos that this package uses. Answers are not cached, and each call is within the request's
// budget. If the answer is unclear (a timeout, 5xx, HTML, missing members), the error is fault.ErrKratosUnavailable,
// never fault.ErrIdentityNotFound.
type Kratos interface {
	// Active reports whether an identity is active. Errors: fault.ErrIdentityNotFound.
	Active(ctx context.Context, id uuid.UUID) (bool, error)
	// FindIdentity returns the identity with this credential identifier, compared exactly but without case. Errors:
	// fault.ErrIdentityNotFound.
	FindIdentity(ctx context.Context, identifier string) (account.Identity, error)
	// EndSession ends a session. It is not an error if the session no longer exists.
	EndSession(ctx context.Context, sessionID uuid.UUID) error
}

// The kinds of Kratos session that a login can create.
const (
	SessionNone   = "none"
	SessionCookie = "cookie" // for browsers: Kratos' own cookie, forwarded
	SessionToken  = "token"  // for native apps
)

// ErrUnlinked is the fault.ErrKratosUnavailable of a login whose identity was unlinked from Latchkey's provider after
// the login had linked it.
var ErrUnlinked = fmt.Errorf("%w: unlinked during the login", fault.ErrKratosUnavailable)

// SignedIn is a user who has just signed in with a passkey.
type SignedIn struct {
	IdentityID   uuid.UUID
	PasskeyID    uuid.UUID
	UserVerified bool
	At           time.Time
	UserAgent    string // the user's, for Kratos' list of devices
	IP           string
}

// MintedSession is a new Kratos session. Exactly one of Cookie and Token is set.
type MintedSession struct {
	Kind    string
	Session account.Session       // with Raise, its ID may be unknown
	Raise   *account.AAL2Required // set if Kratos refuses the session until the user has raised it to aal2 there
	Cookie  *http.Cookie          // with Kratos' attributes
	Token   string
}

// SessionMinter creates a Kratos session for a verified login. Unless documented otherwise, errors are
// fault.ErrIdentityNotFound, fault.ErrIdentityInactive, fault.ErrKratosRefused or fault.ErrKratosUnavailable.
type SessionMinter interface {
	// Link links the identity to Latchkey's provider if necessary, and returns its state. An inactive identity is not
	// linked.
	Link(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// Unlink removes the link, after the last passkey has been removed.
	Unlink(ctx context.Context, id uuid.UUID) (account.Removal, error)
	// Begin opens a login at Kratos for a linked identity, up to Kratos' authorization request. It creates only a
	// login flow, which expires.
	Begin(ctx context.Context, kind string, who SignedIn) (Minting, error)
	// LastRefusal returns the fault.ErrKratosRefused in which the identity's last login ended, or nil.
	LastRefusal(id uuid.UUID) error
}

// Minting is a login at Kratos that waits for its authorization code.
type Minting interface {
	// AuthorizeURL is the authorization request to which Kratos would redirect a browser.
	AuthorizeURL() string
	// Finish sends the code to Kratos' callback and returns the session. Its errors are those of SessionMinter, and
	// ErrUnlinked if another code may succeed.
	Finish(ctx context.Context, callbackURL string) (MintedSession, error)
	// Leftovers returns the sessions that this login may have created at Kratos before Finish failed. certain reports
	// that it did create them, by what Kratos returned; otherwise a session of another login in these seconds may be
	// among them.
	Leftovers(ctx context.Context) (list []uuid.UUID, certain bool, err error)
}

// Codes creates the authorization codes with which logins continue at Kratos. Package oidc implements it. A code is
// invalid until its row is stored, which the login does in its own commit.
type Codes interface {
	// CodeForInteraction returns a code for the request sealed in an interaction, which is bound to a browser.
	// Errors: fault.ErrCeremonyInvalid, fault.ErrCeremonyExpired, and a *Refusal if the request demands another login.
	CodeForInteraction(interaction, browserNonce string, who SignedIn) (Code, error)
	// CodeForRequest returns a code for the authorization request to which Kratos would redirect a browser. Errors: a
	// *Refusal as above; any other means that the request is not the configured one.
	CodeForRequest(authorizeURL string, who SignedIn) (Code, error)
}

// Code is an authorization code whose row has not been stored. RedirectTo, the URL at Kratos that receives the code, is
// secret until the code is redeemed.
type Code struct {
	Row        store.AuthorizationCode
	RedirectTo string
}

// Adopter finds passkeys of Kratos that are not here yet.
type Adopter interface {
	// Adoptable returns the import of the passkey with which a user signs in, its only one. Errors: fault.ErrNotFound if
	// there is none, or it must not be adopted; fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
	Adoptable(ctx context.Context, rpID string, credentialID, handle []byte) (store.PasskeyImport, error)
}

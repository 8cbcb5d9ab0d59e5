package webauthnsvc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// The kinds of Kratos session that a login can create.
const (
	SessionNone   = "none"
	SessionCookie = "cookie" // for browsers: Kratos' own cookie, forwarded
	SessionToken  = "token"  // for native apps
)

// mintingAttempts limits the logins at Kratos for one login here.
const mintingAttempts = 4

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
	Session account.Session
	Cookie  *http.Cookie // with Kratos' attributes
	Token   string
}

// SessionMinter creates a Kratos session for a verified login. Unless documented otherwise, errors are
// fault.ErrIdentityNotFound, fault.ErrIdentityInactive or fault.ErrKratosUnavailable.
type SessionMinter interface {
	// Link links the identity to Latchkey's provider if necessary, and returns its state. An inactive identity is not
	// linked.
	Link(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// Unlink removes the link, after the last passkey has been removed.
	Unlink(ctx context.Context, id uuid.UUID) (account.Removal, error)
	// Begin opens a login at Kratos for a linked identity, up to Kratos' authorization request. It creates only a
	// login flow, which expires.
	Begin(ctx context.Context, kind string, who SignedIn) (Minting, error)
}

// Minting is a login at Kratos that waits for its authorization code.
type Minting interface {
	// AuthorizeURL is the authorization request to which Kratos would redirect a browser.
	AuthorizeURL() string
	// Finish sends the code to Kratos' callback and returns the session. Errors: fault.ErrKratosUnavailable, and
	// ErrUnlinked if another code may succeed.
	Finish(ctx context.Context, callbackURL string) (MintedSession, error)
	// Leftovers returns the sessions that this login may have created at Kratos before Finish failed. They may
	// include a session of another login that the user finished in the same second.
	Leftovers(ctx context.Context) ([]uuid.UUID, error)
}

// chooseSession returns the kind of session to create; "" for none. Tokens are for apps: a page that could request
// one would expose it to its scripts.
func (s *Service) chooseSession(req audit.Request, request NewLogin) (string, error) {
	switch {
	case request.Interaction != "" && s.cfg.Minter == nil:
		return "", &fault.FieldError{Field: "interaction", Problem: "needs kratos.login.enabled"}
	case request.Interaction != "" && request.Session != "" && request.Session != SessionNone:
		return "", &fault.FieldError{Field: "session", Problem: "cannot be set in an interaction, where Kratos creates the session"}
	case request.Session == "" || request.Session == SessionNone:
		return "", nil
	case request.Session != SessionCookie && request.Session != SessionToken:
		return "", &fault.FieldError{Field: "session", Problem: "is not one of cookie, token, none"}
	case s.cfg.Minter == nil:
		return "", &fault.FieldError{Field: "session", Problem: "must be none, because kratos.login.enabled is false"}
	case request.Session == SessionToken && req.Browser:
		return "", &fault.FieldError{Field: "session", Problem: "cannot be token in a browser; use cookie"}
	}
	return request.Session, nil
}

// mint creates the Kratos session of a committed login, and then checks the passkey again: if it was revoked or
// suspended meanwhile, the session is ended.
func (s *Service) mint(ctx context.Context, next handoff, who SignedIn) (*MintedSession, error) {
	minted, err := s.finishMinting(ctx, next, who)
	if err != nil {
		return nil, err
	}
	err = s.store.PutPasskeySession(ctx, store.PasskeySession{
		ID:           store.NewID(),
		SessionID:    minted.Session.ID,
		IdentityID:   who.IdentityID,
		PasskeyID:    who.PasskeyID,
		UserVerified: who.UserVerified,
		At:           who.At,
		ExpiresAt:    minted.Session.ExpiresAt,
	})
	if err == nil {
		return &minted, nil
	}
	ended := s.identities.EndSession(context.WithoutCancel(ctx), minted.Session.ID)
	if errors.Is(err, store.ErrNotFound) && ended == nil {
		return nil, refuse(ReasonNotAccepted, errors.New("passkey removed or suspended during the login"))
	}
	return nil, fmt.Errorf("%w (ending the new session: %w)", fault.OfStore(err), ended)
}

// finishMinting sends the code to Kratos, and retries with another code if the identity is unlinked concurrently.
// Errors: ErrUnlinked after mintingAttempts.
func (s *Service) finishMinting(ctx context.Context, next handoff, who SignedIn) (MintedSession, error) {
	for try := 1; ; try++ {
		minted, err := next.minting.Finish(ctx, next.code.RedirectTo)
		if err == nil {
			return minted, nil
		}
		s.endLeftovers(ctx, next.minting, who)
		if !errors.Is(err, ErrUnlinked) || try == mintingAttempts {
			return MintedSession{}, err
		}
		if next, err = s.openMinting(ctx, next.kind, who); err != nil {
			return MintedSession{}, err
		}
		// The redemption of the code links the identity again.
		err = s.store.AddCode(ctx, next.code.Row)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return MintedSession{}, refuse(ReasonNotAccepted, errors.New("passkey removed or suspended during the login"))
		case err != nil:
			return MintedSession{}, fault.OfStore(err)
		}
	}
}

// endLeftovers ends the sessions that a failed login may have created. They cannot be used, but would stay in the
// user's list of devices. A session with a record belongs to another login and is kept.
func (s *Service) endLeftovers(ctx context.Context, minting Minting, who SignedIn) {
	ctx = context.WithoutCancel(ctx)
	left, err := minting.Leftovers(ctx)
	for _, id := range left {
		if !s.hasRecord(ctx, id, who.IdentityID) {
			err = errors.Join(err, s.identities.EndSession(ctx, id))
		}
	}
	if err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "a failed login may have left an unused session at Kratos",
			slog.String("identity_id", who.IdentityID.String()), slog.String("cause", err.Error()))
	}
}

// hasRecord reports whether the session belongs to a finished login. It is false if the database is unavailable.
func (s *Service) hasRecord(ctx context.Context, sessionID, identityID uuid.UUID) bool {
	facts, err := s.store.SessionFacts(ctx, sessionID, identityID, store.Span{})
	return err == nil && slices.ContainsFunc(facts.Logins, func(p store.PasskeySession) bool { return p.SessionID == sessionID })
}

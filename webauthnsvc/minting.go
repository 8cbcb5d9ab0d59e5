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

// The kinds of Kratos session that a login may end in.
const (
	SessionNone   = "none"
	SessionCookie = "cookie" // for browsers: Kratos' own cookie, sent on
	SessionToken  = "token"  // for native apps
)

// mintingTries bounds the logins at Kratos for one login here.
const mintingTries = 4

// ErrUnlinked is ErrKratosUnavailable for a login that failed because the user was unlinked from our provider at Kratos
// after the login had been linked.
var ErrUnlinked = fmt.Errorf("%w: unlinked during the login", fault.ErrKratosUnavailable)

// SignedIn is a person who has just signed in with a passkey.
type SignedIn struct {
	IdentityID   uuid.UUID
	PasskeyID    uuid.UUID
	UserVerified bool
	At           time.Time
	UserAgent    string // of the person, for Kratos' list of devices
	IP           string
}

// MintedSession is a Kratos session made for somebody. Exactly one of Cookie and Token is set.
type MintedSession struct {
	Kind    string
	Session account.Session
	Cookie  *http.Cookie // with the attributes that Kratos gave it
	Token   string
}

// SessionMinter turns a verified login into a Kratos session. All its errors but ErrIdentityNotFound and
// ErrIdentityInactive are ErrKratosUnavailable. It is idempotent where it can be.
type SessionMinter interface {
	// Link makes sure that the identity can be signed in, and returns its state; an inactive one it leaves alone.
	Link(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// Unlink undoes it, when the last passkey has gone.
	Unlink(ctx context.Context, id uuid.UUID) (account.Removal, error)
	// Begin opens a login at Kratos for a linked identity, as far as Kratos' request to our provider. It leaves nothing
	// behind but a login flow, which expires.
	Begin(ctx context.Context, kind string, who SignedIn) (Minting, error)
}

// Minting is a login at Kratos that waits for its authorization code.
type Minting interface {
	// AuthorizeURL is the authorization request that Kratos would send a browser to.
	AuthorizeURL() string
	// Finish takes the code to Kratos, at the address that answers the request, and returns the session.
	// ErrKratosUnavailable, which is ErrUnlinked if another code may succeed.
	Finish(ctx context.Context, callbackURL string) (MintedSession, error)
	// Leftovers are the sessions at Kratos that this login may have made, once Finish has failed. Another login that the
	// person finished in the same second may be among them.
	Leftovers(ctx context.Context) ([]uuid.UUID, error)
}

// chooseSession settles at begin which session a login shall end in; "" for none. A token is for apps: a page that
// could ask for one would hand it to any script in it.
func (s *Service) chooseSession(req audit.Request, wish NewLogin) (string, error) {
	switch {
	case wish.Interaction != "" && s.cfg.Minter == nil:
		return "", &fault.FieldError{Field: "interaction", Problem: "needs kratos.login.enabled"}
	case wish.Interaction != "" && wish.Session != "" && wish.Session != SessionNone:
		return "", &fault.FieldError{Field: "session", Problem: "cannot be set in an interaction, where Kratos creates the session"}
	case wish.Session == "" || wish.Session == SessionNone:
		return "", nil
	case wish.Session != SessionCookie && wish.Session != SessionToken:
		return "", &fault.FieldError{Field: "session", Problem: "is not one of cookie, token, none"}
	case s.cfg.Minter == nil:
		return "", &fault.FieldError{Field: "session", Problem: "must be none, because kratos.login.enabled is false"}
	case wish.Session == SessionToken && req.Browser:
		return "", &fault.FieldError{Field: "session", Problem: "cannot be token in a browser; use cookie"}
	}
	return wish.Session, nil
}

// mint makes the Kratos session of a login that has been committed, and then looks at the passkey once more: if it
// was revoked or suspended meanwhile, so is the session.
func (s *Service) mint(ctx context.Context, next onward, who SignedIn) (*MintedSession, error) {
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
	return nil, fmt.Errorf("%w (and the session just made: %w)", fault.OfStore(err), ended)
}

// finishMinting takes the code to Kratos, and tries again with another one while the user is unlinked there in the same
// moment. ErrUnlinked after mintingTries.
func (s *Service) finishMinting(ctx context.Context, next onward, who SignedIn) (MintedSession, error) {
	for try := 1; ; try++ {
		minted, err := next.minting.Finish(ctx, next.code.RedirectTo)
		if err == nil {
			return minted, nil
		}
		s.endLeftovers(ctx, next.minting, who)
		if !errors.Is(err, ErrUnlinked) || try == mintingTries {
			return MintedSession{}, err
		}
		if next, err = s.openMinting(ctx, next.kind, who); err != nil {
			return MintedSession{}, err
		}
		// The code's redemption links the identity again.
		err = s.store.AddCode(ctx, next.code.Row)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return MintedSession{}, refuse(ReasonNotAccepted, errors.New("passkey removed or suspended during the login"))
		case err != nil:
			return MintedSession{}, fault.OfStore(err)
		}
	}
}

// endLeftovers ends the session that a failed login may have made: no one can use it, but it would stay in the list of
// devices. A session that has its record belongs to another login, and stays.
func (s *Service) endLeftovers(ctx context.Context, minting Minting, who SignedIn) {
	ctx = context.WithoutCancel(ctx)
	left, err := minting.Leftovers(ctx)
	for _, id := range left {
		if !s.recorded(ctx, id, who.IdentityID) {
			err = errors.Join(err, s.identities.EndSession(ctx, id))
		}
	}
	if err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "a failed login may have left an unused session at Kratos",
			slog.String("identity_id", who.IdentityID.String()), slog.String("cause", err.Error()))
	}
}

// recorded tells whether the session is that of a finished login. Where the database does not say, it is not.
func (s *Service) recorded(ctx context.Context, sessionID, identityID uuid.UUID) bool {
	facts, err := s.store.SessionFacts(ctx, sessionID, identityID, store.Span{})
	return err == nil && slices.ContainsFunc(facts.Logins, func(p store.PasskeySession) bool { return p.SessionID == sessionID })
}

package kratos

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	ory "github.com/ory/client-go"

	"latchkey/account"
	"latchkey/fault"
)

// Session asks Kratos for the caller's session (whoami), without a cache. Errors: fault.ErrUnauthenticated only if Kratos
// itself answered 401, or with a session that has ended; *account.AAL2Required; fault.ErrKratosUnavailable for every
// unclear answer. The owner has the names that whoami has, which are addresses if the traits have none.
func (c *Client) Session(ctx context.Context, credential Credential) (account.Session, error) {
	_, s, err := c.fetchSession(ctx, credential)
	return s, err
}

// fetchSession is Session, with what Kratos responded.
func (c *Client) fetchSession(ctx context.Context, credential Credential) (session, account.Session, error) {
	if credential.value == nil {
		return session{}, account.Session{}, fault.ErrUnauthenticated
	}
	got, err := c.ask(ctx, callSession, func(ctx context.Context) (*http.Response, error) {
		_, resp, err := c.whoami(ctx, credential).Execute()
		return resp, err
	})
	if err != nil {
		return session{}, account.Session{}, err
	}
	if _, ok := got.refused(http.StatusUnauthorized); ok {
		return session{}, account.Session{}, fault.ErrUnauthenticated
	}
	if refusal, ok := got.refused(http.StatusForbidden); ok && wantsAAL2(refusal) {
		return session{}, account.Session{}, &account.AAL2Required{RedirectTo: c.aal2Target(refusal)}
	}
	var received session
	if got.status != http.StatusOK || got.decode(&received) != nil {
		return session{}, account.Session{}, got.unclear("not a session")
	}
	s, err := c.session(received)
	if err != nil {
		return session{}, account.Session{}, got.unclear(err.Error())
	}
	if !received.live(time.Now()) {
		// Kratos answers 401 to such a session itself. Whatever answered here may be out of date.
		return session{}, account.Session{}, fault.ErrUnauthenticated
	}
	return received, c.withOffer(s, credential), nil
}

// withOffer adds the call that finds out about codes, with the credential of the session.
func (c *Client) withOffer(s account.Session, credential Credential) account.Session {
	s.OffersCode = func(ctx context.Context) (bool, error) { return c.offersCode(ctx, credential, s.AAL) }
	return s
}

func (c *Client) whoami(ctx context.Context, credential Credential) ory.FrontendAPIToSessionRequest {
	switch credential.Kind {
	case Token:
		return c.public.FrontendAPI.ToSession(ctx).XSessionToken(*credential.value)
	case Cookie:
		return c.public.FrontendAPI.ToSession(ctx).Cookie(c.cookie + "=" + *credential.value)
	default:
		return c.public.FrontendAPI.ToSession(context.WithValue(ctx, ory.ContextAccessToken, *credential.value))
	}
}

// wantsAAL2 recognises both refusals: one is for users who hold a second factor, the other, by newer versions, for
// users who must enrol one first. Both name the page to go to.
func wantsAAL2(r refusal) bool {
	return r.Error.ID == "session_aal2_required" || r.Error.ID == "session_aal2_enrollment_required"
}

// aal2Target returns the page to go to, which clients follow: it must be Kratos'.
func (c *Client) aal2Target(r refusal) string {
	if r.RedirectBrowserTo == c.browserURL || strings.HasPrefix(r.RedirectBrowserTo, c.browserURL+"/") {
		return r.RedirectBrowserTo
	}
	return c.RefreshURL(true, false, "")
}

// session checks that a session that Kratos reports is complete.
func (c *Client) session(received session) (account.Session, error) {
	switch {
	case received.ID == uuid.Nil, received.Active == nil, received.AuthenticatedAt.IsZero(), received.ExpiresAt.IsZero(), received.Identity == nil:
		return account.Session{}, errors.New("incomplete session")
	case received.AAL == "", received.AAL == "aal0", len(received.Methods) == 0:
		return account.Session{}, errors.New("session without an authentication")
	}
	owner, err := c.identity(*received.Identity)
	if err != nil {
		return account.Session{}, err
	}
	return received.of(owner), nil
}

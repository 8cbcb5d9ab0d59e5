package kratos

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/google/uuid"
	ory "github.com/ory/client-go"

	"latchkey/account"
	"latchkey/fault"
)

// Session asks Kratos for the caller's session (whoami), without a cache. Errors: ErrUnauthenticated only if Kratos
// itself answered 401; *AAL2Required; ErrKratosUnavailable for every unclear answer, including an inactive session.
func (c *Client) Session(ctx context.Context, credential Credential) (account.Session, error) {
	if credential.value == nil {
		return account.Session{}, fault.ErrUnauthenticated
	}
	got, err := c.ask(ctx, callSession, func(ctx context.Context) (*http.Response, error) {
		_, resp, err := c.whoami(ctx, credential).Execute()
		return resp, err
	})
	if err != nil {
		return account.Session{}, err
	}
	if _, ok := got.refused(http.StatusUnauthorized); ok {
		return account.Session{}, fault.ErrUnauthenticated
	}
	if refusal, ok := got.refused(http.StatusForbidden); ok && wantsAAL2(refusal) {
		return account.Session{}, &account.AAL2Required{RedirectTo: c.aal2Target(refusal)}
	}
	var received session
	if got.status != http.StatusOK || got.decode(&received) != nil {
		return account.Session{}, got.unclear("not a session")
	}
	s, err := c.session(received)
	if err != nil {
		return account.Session{}, unavailable(err)
	}
	return c.withOffer(s, credential), nil
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

func (c *Client) aal2Target(r refusal) string {
	u, err := url.Parse(r.RedirectBrowserTo)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return c.RefreshURL(true, false, "")
	}
	return r.RedirectBrowserTo
}

// session is the part of Kratos' session that Latchkey reads.
type session struct {
	ID              uuid.UUID `json:"id"`
	Active          bool      `json:"active"`
	AAL             string    `json:"authenticator_assurance_level"`
	IssuedAt        time.Time `json:"issued_at"`
	AuthenticatedAt time.Time `json:"authenticated_at"`
	ExpiresAt       time.Time `json:"expires_at"`
	Methods         []method  `json:"authentication_methods"`
	Identity        *identity `json:"identity"`
	Devices         []struct {
		IP        string `json:"ip_address"`
		UserAgent string `json:"user_agent"`
	} `json:"devices"`
}

type method struct {
	Name        string    `json:"method"`
	AAL         string    `json:"aal"`
	CompletedAt time.Time `json:"completed_at"`
	Provider    string    `json:"provider"`
	ACR         string    `json:"upstream_acr"`
}

// session checks that a session that Kratos reports is complete.
func (c *Client) session(received session) (account.Session, error) {
	switch {
	case received.ID == uuid.Nil, received.AuthenticatedAt.IsZero(), received.ExpiresAt.IsZero(), received.Identity == nil:
		return account.Session{}, errors.New("incomplete session")
	case !received.Active:
		return account.Session{}, errors.New("inactive session")
	case received.AAL == "", received.AAL == "aal0", len(received.Methods) == 0:
		return account.Session{}, errors.New("session without an authentication")
	}
	owner, err := c.identity(*received.Identity)
	if err != nil {
		return account.Session{}, err
	}
	return received.of(owner), nil
}

// of converts a session. An unknown assurance level counts as the lowest, so that it can neither lock out a user nor
// raise one.
func (received session) of(owner account.Identity) account.Session {
	level := account.AAL1
	if received.AAL == account.AAL2 {
		level = account.AAL2
	}
	return account.Session{
		ID:              received.ID,
		Identity:        owner,
		AAL:             level,
		AuthenticatedAt: received.AuthenticatedAt,
		ExpiresAt:       received.ExpiresAt,
		Methods:         methods(received.Methods),
	}
}

// begunAt returns when the session began. Kratos renews issued_at with each refresh, but keeps the first method.
func (received session) begunAt() time.Time {
	at := received.IssuedAt
	for _, m := range received.Methods {
		if !m.CompletedAt.IsZero() && m.CompletedAt.Before(at) {
			at = m.CompletedAt
		}
	}
	return at
}

func methods(received []method) []account.Method {
	list := make([]account.Method, len(received))
	for i, m := range received {
		list[i] = account.Method(m)
	}
	slices.SortStableFunc(list, func(a, b account.Method) int { return a.CompletedAt.Compare(b.CompletedAt) })
	return list
}

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

// maxSessions is how many sessions of one identity are listed.
const maxSessions = 250

// Session asks Kratos who is calling (whoami), uncached. Errors: ErrUnauthenticated only where Kratos itself said 401;
// *AAL2Required; ErrKratosUnavailable for everything that is no clear answer, a session said to be inactive included.
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
	var said session
	if got.status != http.StatusOK || got.decode(&said) != nil {
		return account.Session{}, got.unclear("not a session")
	}
	s, err := c.session(said)
	if err != nil {
		return account.Session{}, unavailable(err)
	}
	return c.withOffer(s, credential), nil
}

// withOffer lets the session be asked about codes, by the credential that proved it.
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

// wantsAAL2: the first is said to people who hold a second factor, the other by newer versions to people who must
// enrol one first. Both name the page to go to.
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

// session is what we read of Kratos' session.
type session struct {
	ID              uuid.UUID `json:"id"`
	Active          bool      `json:"active"`
	AAL             string    `json:"authenticator_assurance_level"`
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

// session checks that nothing is missing from a session that Kratos vouches for.
func (c *Client) session(said session) (account.Session, error) {
	switch {
	case said.ID == uuid.Nil, said.AuthenticatedAt.IsZero(), said.ExpiresAt.IsZero(), said.Identity == nil:
		return account.Session{}, errors.New("session without its members")
	case !said.Active:
		return account.Session{}, errors.New("session vouched for and inactive at once")
	case said.AAL == "", said.AAL == "aal0", len(said.Methods) == 0:
		return account.Session{}, errors.New("session without an authentication")
	}
	owner, err := c.identity(*said.Identity)
	if err != nil {
		return account.Session{}, err
	}
	return said.of(owner), nil
}

// of puts a session in our words. An assurance level that we do not know counts as the lowest, so that it can neither
// lock out nor lift anybody.
func (said session) of(owner account.Identity) account.Session {
	level := account.AAL1
	if said.AAL == account.AAL2 {
		level = account.AAL2
	}
	return account.Session{
		ID:              said.ID,
		Identity:        owner,
		AAL:             level,
		AuthenticatedAt: said.AuthenticatedAt,
		ExpiresAt:       said.ExpiresAt,
		Methods:         methods(said.Methods),
	}
}

func methods(said []method) []account.Method {
	list := make([]account.Method, len(said))
	for i, m := range said {
		list[i] = account.Method(m)
	}
	slices.SortStableFunc(list, func(a, b account.Method) int { return a.CompletedAt.Compare(b.CompletedAt) })
	return list
}

// Sessions lists the active sessions of an identity, 250 at most; of Identity they hold the ID only. An identity that
// Kratos does not know has none.
func (c *Client) Sessions(ctx context.Context, identityID uuid.UUID) ([]account.Session, error) {
	got, err := c.ask(ctx, callSessions, func(ctx context.Context) (*http.Response, error) {
		_, resp, err := c.admin.IdentityAPI.ListIdentitySessions(ctx, identityID.String()).
			Active(true).PerPage(maxSessions).PageSize(maxSessions).Execute()
		return resp, err
	})
	if err != nil {
		return nil, err
	}
	if _, ok := got.refused(http.StatusNotFound); ok {
		return nil, nil
	}
	var said []session
	if got.status != http.StatusOK || got.decode(&said) != nil {
		return nil, got.unclear("not a list of sessions")
	}
	var list []account.Session
	for _, one := range said {
		if one.ID == uuid.Nil {
			return nil, got.unclear("session without its ID")
		}
		if one.Active { // one may expire while they are listed
			listed := one.of(account.Identity{ID: identityID})
			for _, d := range one.Devices {
				listed.Devices = append(listed.Devices, account.Device{IP: presentable(d.IP), UserAgent: presentable(d.UserAgent)})
			}
			list = append(list, listed)
		}
	}
	return list, nil
}

// EndSession revokes one session. It is no error when it is gone already.
func (c *Client) EndSession(ctx context.Context, id uuid.UUID) error {
	defer c.cache.forget(func(s account.Session) bool { return s.ID == id })
	got, err := c.ask(ctx, callEndSession, func(ctx context.Context) (*http.Response, error) {
		return c.admin.IdentityAPI.DisableSession(ctx, id.String()).Execute()
	})
	if err != nil {
		return err
	}
	if _, ok := got.refused(http.StatusNotFound); ok || got.status == http.StatusNoContent {
		return nil
	}
	return got.unclear("the session may live on")
}

// EndSessions revokes every session of an identity. It is no error when there was none.
func (c *Client) EndSessions(ctx context.Context, identityID uuid.UUID) error {
	defer c.cache.forget(func(s account.Session) bool { return s.Identity.ID == identityID })
	got, err := c.ask(ctx, callEndSessions, func(ctx context.Context) (*http.Response, error) {
		return c.admin.IdentityAPI.DeleteIdentitySessions(ctx, identityID.String()).Execute()
	})
	if err != nil {
		return err
	}
	if _, ok := got.refused(http.StatusNotFound); ok || got.status == http.StatusNoContent {
		return nil
	}
	return got.unclear("sessions may live on")
}

// Package kratos is the only package that knows Ory. It owns all calls to Kratos: who is calling, the name and the
// factors of an identity, sessions, and the link and the login through our provider. It translates Kratos' answers into
// the types of account and assurance; generated Ory types never leave it. It leaves decisions to assurance and
// webauthnsvc, and responses to api.
//
// Every call ends in a clear answer or in fault.ErrKratosUnavailable. A timeout, a proxy's page, a redirect or an
// incomplete body is never read as "signed out", nor as "signed in".
//
//	Session          GET    public /sessions/whoami
//	Session.OffersCode GET  public /self-service/login/{browser|api}?aal=aal2
//	Identity, Active GET    admin  /admin/identities/{id}
//	Holdings         GET    admin  /admin/identities/{id}?include_credential=…
//	Contact          GET    admin  /admin/identities/{id}
//	FindIdentity     GET    admin  /admin/identities?credentials_identifier=
//	Sessions         GET    admin  /admin/identities/{id}/sessions
//	SessionByID      GET    admin  /admin/sessions/{id}
//	EndSession       DELETE admin  /admin/sessions/{id}
//	EndSessions      DELETE admin  /admin/identities/{id}/sessions
//	RemoveFactor     DELETE admin  /admin/identities/{id}/credentials/{kind}, or PATCH admin /admin/identities/{id}
//	Ready            GET    admin  /admin/health/ready
package kratos

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	ory "github.com/ory/client-go"

	"latchkey/account"
	"latchkey/webauthnsvc"
)

const userAgent = "latchkey"

// Client calls one Kratos. It is safe for concurrent use. Its only state are connections and the sessions of
// CachedSessionOf, so it recovers by itself when Kratos is back.
type Client struct {
	public, admin         *ory.APIClient
	publicHTTP, adminHTTP *http.Client
	publicURL, adminURL   string
	browserURL            string
	browserHost           string
	browserPath           string // the path of browserURL, which the proxy in front of Kratos strips
	cookie                string
	timeout               time.Duration
	loginTrait            []string
	nameTrait             []string
	localeTrait           []string
	code                  string
	codeAnswers           codeAnswers
	cache                 *sessionCache
	meter                 Meter
}

var _ webauthnsvc.Kratos = (*Client)(nil)

// New returns a client. It makes no calls. Its error joins all errors of cfg.
func New(cfg Config) (*Client, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	c := &Client{
		publicHTTP:  cfg.httpClient(nil),
		adminHTTP:   cfg.httpClient(cfg.Clock),
		publicURL:   strings.TrimRight(cfg.PublicURL, "/"),
		adminURL:    strings.TrimRight(cfg.AdminURL, "/"),
		browserURL:  strings.TrimRight(cfg.BrowserURL, "/"),
		cookie:      cfg.SessionCookie,
		timeout:     cfg.Timeout,
		loginTrait:  traitPath(cfg.LoginTrait),
		nameTrait:   traitPath(cfg.DisplayNameTrait),
		localeTrait: traitPath(cfg.LocaleTrait),
		code:        cfg.CodeSecondFactor,
		cache:       newSessionCache(cfg.SessionCache),
		meter:       cfg.Meter,
	}
	c.public, c.admin = apiClient(c.publicURL, c.publicHTTP), apiClient(c.adminURL, c.adminHTTP)
	browser, _ := url.Parse(c.browserURL) // checked above
	c.browserHost, c.browserPath = browser.Hostname(), browser.EscapedPath()
	return c, nil
}

func apiClient(base string, client *http.Client) *ory.APIClient {
	cfg := ory.NewConfiguration()
	cfg.Servers = ory.ServerConfigurations{{URL: base}}
	cfg.OperationServers = nil
	cfg.HTTPClient = client
	cfg.UserAgent = userAgent
	return ory.NewAPIClient(cfg)
}

// RefreshURL returns the address at Kratos where a user authenticates again and then returns to returnTo, which must be
// among Kratos' allowed_return_urls. aal2 asks for the second factor. refresh asks again for factors that the session
// already has; without it, Kratos redirects a session of that level straight back.
func (c *Client) RefreshURL(aal2, refresh bool, returnTo string) string {
	query := url.Values{}
	if aal2 {
		query.Set("aal", account.AAL2)
	}
	if refresh {
		query.Set("refresh", "true")
	}
	if returnTo != "" {
		query.Set("return_to", returnTo)
	}
	target := c.browserURL + "/self-service/login/browser"
	if len(query) == 0 {
		return target
	}
	return target + "?" + query.Encode()
}

// VerificationURL returns the address at Kratos where a user verifies an address and then returns to returnTo.
func (c *Client) VerificationURL(returnTo string) string {
	return c.browserURL + "/self-service/verification/browser?" + url.Values{"return_to": {returnTo}}.Encode()
}

// Ready checks whether Kratos and its database are available. It returns ErrKratosUnavailable if they are not.
func (c *Client) Ready(ctx context.Context) error {
	got, err := c.ask(ctx, callReady, func(ctx context.Context) (*http.Response, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.adminURL+"/admin/health/ready", nil)
		if err != nil {
			return nil, err
		}
		return c.adminHTTP.Do(req)
	})
	if err != nil {
		return err
	}
	var health struct {
		Status string `json:"status"`
	}
	if got.status != http.StatusOK || got.decode(&health) != nil || health.Status != "ok" {
		return got.unclear("not ready")
	}
	return nil
}

// ask makes one call within the request's budget. Its error is always ErrKratosUnavailable: there was no response, or
// not all of it. Errors that client-go derives from a response are ignored (see reader).
func (c *Client) ask(caller context.Context, operation string, call func(context.Context) (*http.Response, error)) (answer, error) {
	ctx, cancel := within(caller, c.timeout)
	defer cancel()
	var got answer
	start := time.Now()
	resp, err := call(context.WithValue(ctx, answerKey{}, &got))
	if resp != nil {
		resp.Body.Close()
	}
	c.meter.KratosCall(operation, outcome(caller, got.status), time.Since(start))
	if got.status == 0 {
		return answer{}, unavailable(err)
	}
	return got, nil
}

// sendAdmin sends a JSON body to the admin API; for use with ask.
func (c *Client) sendAdmin(ctx context.Context, method, path string, body any) (*http.Response, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, c.adminURL+path, bytes.NewReader(encoded))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	return c.adminHTTP.Do(req)
}

// getAdmin sends a request without a body to the admin API; for use with ask.
func (c *Client) getAdmin(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.adminURL+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header["Accept"], req.Header["User-Agent"] = acceptJSON, ourAgent
	// http.Client adds redirects, which are not followed here, and cookies, which the admin API has none of.
	return c.adminHTTP.Transport.RoundTrip(req)
}

// Header values that requests share; they must not be changed.
var (
	acceptJSON = []string{"application/json"}
	ourAgent   = []string{userAgent}
)

// Budget gives each request one Kratos budget of Config.Timeout. It starts with the first call to Kratos, not with the
// request, so that a client that sends its body slowly does not make Kratos look unavailable.
func (c *Client) Budget(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(withBudget(r.Context())))
	})
}

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
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	ory "github.com/ory/client-go"

	"latchkey/account"
	"latchkey/webauthnsvc"
)

const (
	defaultCookie   = "ory_kratos_session"
	defaultTimeout  = 2 * time.Second
	defaultMaxIdle  = 64
	maxAnswer       = 1 << 20   // bytes of a response body from Kratos
	maxAnswerHeader = 256 << 10 // bytes of its header
	maxSessionCache = 10 * time.Second
	userAgent       = "latchkey"
)

// Config holds the addresses of Kratos and how it names users. The zero value of each optional field is its default.
type Config struct {
	PublicURL        string        // where Latchkey reaches Kratos' public API
	BrowserURL       string        // where browsers reach it; default PublicURL
	AdminURL         string        // where Latchkey reaches its admin API
	SessionCookie    string        // name of the session cookie; default ory_kratos_session
	Timeout          time.Duration // for all Kratos calls of one request (see Budget); default 2 s
	LoginTrait       string        // dotted path into the traits, such as email; empty: the short ID
	DisplayNameTrait string        // dotted path, such as name.first; empty: the login name
	LocaleTrait      string        // dotted path to a language tag; empty: language unknown
	MaxIdleConns     int           // connections kept open to each of the two APIs; default 64
	CodeSecondFactor string        // whether codes by email or SMS are a second factor at Kratos: CodeAuto (default), CodeYes or CodeNo
	SessionCache     time.Duration // how long CachedSessionOf may use an answer, at most 10 s; default: no cache
	Meter            Meter         // default: calls are not recorded
	Clock            *Clock        // measures Kratos' clock; default: it is not measured
}

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

func (cfg Config) withDefaults() Config {
	if cfg.BrowserURL == "" {
		cfg.BrowserURL = cfg.PublicURL
	}
	if cfg.SessionCookie == "" {
		cfg.SessionCookie = defaultCookie
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	if cfg.MaxIdleConns == 0 {
		cfg.MaxIdleConns = defaultMaxIdle
	}
	if cfg.CodeSecondFactor == "" {
		cfg.CodeSecondFactor = CodeAuto
	}
	if cfg.Meter == nil {
		cfg.Meter = unmetered{}
	}
	return cfg
}

func (cfg Config) check() error {
	var faults []error
	for _, u := range []struct{ name, value string }{
		{"public_url", cfg.PublicURL}, {"browser_url", cfg.BrowserURL}, {"admin_url", cfg.AdminURL},
	} {
		parsed, err := url.Parse(u.value)
		if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Host == "" ||
			parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" {
			faults = append(faults, fmt.Errorf("kratos.%s: must be an http(s) address without user, query or fragment, such as http://127.0.0.1:4433", u.name))
		}
	}
	if (&http.Cookie{Name: cfg.SessionCookie, Value: "x"}).Valid() != nil {
		faults = append(faults, errors.New("kratos.session_cookie: not a cookie name; take session.cookie.name of kratos.yml, by default ory_kratos_session"))
	}
	if cfg.Timeout < 0 {
		faults = append(faults, errors.New("kratos.timeout: must be longer than 0s, such as 2s"))
	}
	if !slices.Contains([]string{CodeAuto, CodeYes, CodeNo}, cfg.CodeSecondFactor) {
		faults = append(faults, errors.New("kratos.code_is_second_factor: must be auto, yes or no"))
	}
	if cfg.SessionCache < 0 || cfg.SessionCache > maxSessionCache {
		faults = append(faults, errors.New("kratos.session_cache: must be 0s to 10s"))
	}
	if cfg.MaxIdleConns < 0 {
		faults = append(faults, errors.New("kratos idle connections: must be 1 or more"))
	}
	return errors.Join(faults...)
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

// Package kratos is the only room that knows Ory: it asks Kratos who is calling, what an identity is called and which
// second factors it holds, and says it in the words of webauthnsvc.
//
// It decides nothing: what a session may do is a rule of webauthnsvc, what a browser is told is a matter of api.
// Generated Ory types never leave this room.
//
// Every call ends in a clear answer or in webauthnsvc.ErrKratosUnavailable. A time-out, a proxy's page, a redirect, a
// body without its members never reads as "logged out" and never as "logged in".
//
//	Session          GET    public /sessions/whoami
//	Session.OffersCode GET  public /self-service/login/{browser|api}?aal=aal2
//	Identity         GET    admin  /admin/identities/{id}
//	Holdings         GET    admin  /admin/identities/{id}?include_credential=…
//	Contact          GET    admin  /admin/identities/{id}
//	FindIdentity     GET    admin  /admin/identities?credentials_identifier=
//	Sessions         GET    admin  /admin/identities/{id}/sessions
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
	maxAnswer       = 1 << 20   // bytes of body read from Kratos
	maxAnswerHeader = 256 << 10 // bytes of header
	maxSessionCache = 10 * time.Second
)

// Config says where Kratos is and how people are called there. The zero value of each optional field is its default.
type Config struct {
	PublicURL        string        // where we reach Kratos' public API
	BrowserURL       string        // where browsers reach it; default PublicURL
	AdminURL         string        // where we reach its admin API
	SessionCookie    string        // name of the session cookie; default ory_kratos_session
	Timeout          time.Duration // for all Kratos calls of one request (see Budget); default 2 s
	LoginTrait       string        // dotted path into the traits, such as email; empty: the short ID
	DisplayNameTrait string        // dotted path, such as name.first; empty: the login name
	LocaleTrait      string        // dotted path to a language tag; empty: nobody's language is known
	MaxIdleConns     int           // connections kept open to each of the two APIs; default 64
	CodeSecondFactor string        // whether codes by e-mail or SMS are a second factor there: CodeAuto (default), CodeYes or CodeNo
	SessionCache     time.Duration // how long CachedSessionOf may rest on an answer, at most 10 s; default: not at all
	Meter            Meter         // default: nobody
}

// Client talks to one Kratos. It is safe for concurrent use and holds no state but its connections and the sessions of
// CachedSessionOf, so it works on by itself when Kratos comes back.
type Client struct {
	public, admin         *ory.APIClient
	publicHTTP, adminHTTP *http.Client
	publicURL, adminURL   string
	browserURL            string
	browserHost           string
	browserPath           string // the path of browserURL, which the proxy in front of Kratos takes off
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

var _ webauthnsvc.Identities = (*Client)(nil)

// New makes a client. It asks nothing of Kratos; all faults of cfg come back at once.
func New(cfg Config) (*Client, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	c := &Client{
		publicHTTP:  cfg.httpClient(),
		adminHTTP:   cfg.httpClient(),
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
		faults = append(faults, errors.New("kratos connections kept open: must be 1 or more"))
	}
	return errors.Join(faults...)
}

func apiClient(base string, client *http.Client) *ory.APIClient {
	cfg := ory.NewConfiguration()
	cfg.Servers = ory.ServerConfigurations{{URL: base}}
	cfg.OperationServers = nil
	cfg.HTTPClient = client
	cfg.UserAgent = "latchkey"
	return ory.NewAPIClient(cfg)
}

// RefreshURL is where a browser goes to prove itself anew at Kratos and come back to returnTo, which must be among
// Kratos' allowed_return_urls. aal2 asks for the second factor; refresh asks again for what the session has already
// (without it Kratos sends a session that is at that level straight back).
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

// VerificationURL is where a browser goes to verify an address and come back to returnTo.
func (c *Client) VerificationURL(returnTo string) string {
	return c.browserURL + "/self-service/verification/browser?" + url.Values{"return_to": {returnTo}}.Encode()
}

// RecoveryURL is where a browser goes to recover an account and come back to returnTo. Kratos sends a browser that is signed
// in away.
func (c *Client) RecoveryURL(returnTo string) string {
	return c.browserURL + "/self-service/recovery/browser?" + url.Values{"return_to": {returnTo}}.Encode()
}

// Ready asks Kratos whether it and its database are up. ErrKratosUnavailable when they are not.
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
		return got.unclear("is not ready")
	}
	return nil
}

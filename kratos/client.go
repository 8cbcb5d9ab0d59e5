// Package kratos is the only package that knows Ory. It owns all calls to Kratos: who is calling, the name and the
// factors of an identity, sessions, and the link and the login through our provider. It translates Kratos' answers into
// the types of account and assurance; generated Ory types never leave it. It leaves decisions to assurance and
// webauthnsvc, and responses to api.
//
// Every call ends in a clear answer or in fault.ErrKratosUnavailable. A timeout, a proxy's page, a redirect or an
// incomplete body is never read as "signed out", nor as "signed in". If trying again does not help, because an address, a
// key or a proxy is wrong, the error is also fault.ErrKratosMisconfigured (see answer.unclear).
//
//	Session          GET    public /sessions/whoami
//	SessionOf        the same, and Identity if the traits have no name
//	Session.OffersCode GET  public /self-service/login/{browser|api}?aal=aal2
//	Identity, Active GET    admin  /admin/identities/{id}
//	Holdings         GET    admin  /admin/identities/{id}?include_credential=…
//	Contact          GET    admin  /admin/identities/{id}
//	FindIdentity     GET    admin  /admin/identities?credentials_identifier=
//	Directory.Logins, Directory.States, Directory.Staff GET admin /admin/identities?ids=
//	Directory.CountIdentities GET admin /admin/identities?page=1&per_page=1
//	Directory.WalkNatives GET admin /admin/identities?page_token=&include_credential=…, Directory.Natives as Holdings
//	Sessions         GET    admin  /admin/identities/{id}/sessions
//	SessionByID      GET    admin  /admin/sessions/{id}
//	EndSession       DELETE admin  /admin/sessions/{id}
//	EndSessions      DELETE admin  /admin/identities/{id}/sessions
//	RemoveFactor     DELETE admin  /admin/identities/{id}/credentials/{kind}, or PATCH admin /admin/identities/{id}
//	Minter.Link      GET, PUT admin /admin/identities/{id}, and GET admin /admin/identities?credentials_identifier=
//	Minter.Unlink    DELETE admin  /admin/identities/{id}/credentials/oidc
//	Minter.Begin, Minting.Finish   public /self-service/login/{browser|api}, and the callback of our provider
//	Ready            GET    admin  /admin/health/ready
//	TraitFaults      GET    public /schemas
package kratos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	ory "github.com/ory/client-go"

	"latchkey/kratos/budget"
	"latchkey/kratos/clock"
	"latchkey/kratos/codeoffer"
	"latchkey/kratos/sessioncache"
	"latchkey/kratos/trait"
	"latchkey/span"
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
	naming                trait.Naming
	code                  string
	codeAnswers           codeoffer.Cache
	cache                 *sessioncache.Cache
	meter                 Meter
}

var _ webauthnsvc.Kratos = (*Client)(nil)

// New returns a client. It makes no calls. Its error joins all errors of cfg.
func New(cfg Config) (*Client, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	var measure func(header http.Header, sent, received time.Time)
	if cfg.Clock != nil {
		measure = cfg.Clock.Measure
	}
	c := &Client{
		publicHTTP: httpClient("kratos.public_url", cfg.Timeout, cfg.MaxIdleConns, nil),
		adminHTTP:  httpClient("kratos.admin_url", cfg.Timeout, cfg.MaxIdleConns, measure),
		publicURL:  strings.TrimRight(cfg.PublicURL, "/"),
		adminURL:   strings.TrimRight(cfg.AdminURL, "/"),
		browserURL: strings.TrimRight(cfg.BrowserURL, "/"),
		cookie:     cfg.SessionCookie,
		timeout:    cfg.Timeout,
		code:       cfg.CodeSecondFactor,
		cache:      sessioncache.New(cfg.SessionCache),
		meter:      cfg.Meter,
	}
	c.naming, _ = cfg.naming() // checked above
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

// ask makes one call within the request's budget. Its error is that of unanswered: there was no response, or not all of
// it. Errors that client-go derives from a response are ignored (see reader).
func (c *Client) ask(caller context.Context, operation string, call func(context.Context) (*http.Response, error)) (answer, error) {
	ctx, cancel := budget.Within(caller, c.timeout)
	defer cancel()
	ctx, traced := span.Kratos(ctx, operation)
	got := answer{operation: operation}
	start := time.Now()
	resp, err := call(context.WithValue(ctx, answerKey{}, &got))
	if resp != nil {
		resp.Body.Close()
	}
	ended := outcome(caller, got.status)
	c.meter.KratosCall(ctx, operation, ended, time.Since(start))
	traced.Status(got.status)
	traced.End(ended)
	if got.status == 0 {
		return got, got.unanswered(err)
	}
	return got, nil
}

// sendAdmin asks the admin API with a JSON body.
func (c *Client) sendAdmin(ctx context.Context, operation, method, path string, body any) (answer, error) {
	return c.ask(ctx, operation, func(ctx context.Context) (*http.Response, error) {
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
	})
}

// getAdmin asks the admin API.
func (c *Client) getAdmin(ctx context.Context, operation, path string) (answer, error) {
	return c.get(ctx, operation, c.adminHTTP, c.adminURL+path)
}

// getPublic asks the public API, without a session.
func (c *Client) getPublic(ctx context.Context, operation, path string) (answer, error) {
	return c.get(ctx, operation, c.publicHTTP, c.publicURL+path)
}

func (c *Client) get(ctx context.Context, operation string, client *http.Client, address string) (answer, error) {
	return c.ask(ctx, operation, func(ctx context.Context) (*http.Response, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, err
		}
		req.Header["Accept"], req.Header["User-Agent"] = acceptJSON, ourAgent
		// http.Client adds redirects, which are not followed here, and cookies, of which neither client keeps any.
		return client.Transport.RoundTrip(req)
	})
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
		next.ServeHTTP(w, r.WithContext(budget.With(r.Context())))
	})
}

const (
	defaultCookie   = "ory_kratos_session"
	defaultTimeout  = 2 * time.Second
	defaultMaxIdle  = 64
	maxSessionCache = 10 * time.Second
)

// Config holds the addresses of Kratos and how it names users. The zero value of each optional field is its default.
type Config struct {
	PublicURL         string        // where Latchkey reaches Kratos' public API
	BrowserURL        string        // where browsers reach it; default PublicURL
	AdminURL          string        // where Latchkey reaches its admin API
	SessionCookie     string        // name of the session cookie; default ory_kratos_session
	Timeout           time.Duration // for all Kratos calls of one request (see Budget); default 2 s
	LoginTraits       []string      // paths into the traits, such as email or emails.0; the first that an identity has counts
	DisplayNameTraits []string      // paths, such as name.first; none: the login name
	LocaleTraits      []string      // paths to a language tag; none: language unknown
	MaxIdleConns      int           // connections kept open to each of the two APIs; default 64
	CodeSecondFactor  string        // whether codes by email or SMS are a second factor at Kratos: CodeAuto (default), CodeYes or CodeNo
	SessionCache      time.Duration // how long CachedSessionOf may use an answer, at most 10 s; default: no cache
	Meter             Meter         // default: calls are not recorded
	Clock             *clock.Clock  // measures Kratos' clock; default: it is not measured
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

func (cfg Config) naming() (trait.Naming, error) {
	return trait.NewNaming(cfg.LoginTraits, cfg.DisplayNameTraits, cfg.LocaleTraits)
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
	if _, err := cfg.naming(); err != nil {
		faults = append(faults, fmt.Errorf("kratos.traits: %w; write email, name.first or emails.0", err))
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

// The values of Config.CodeSecondFactor.
const (
	CodeAuto = "auto"
	CodeYes  = "yes"
	CodeNo   = "no"
)

package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/authz"
	"latchkey/lifecycle"
	"latchkey/limit"
	"latchkey/oidc"
	"latchkey/probe"
	"latchkey/rules"
	"latchkey/transport"
	"latchkey/webauthnsvc"
	"latchkey/wellknown"
)

// Sessions identifies callers. Package kratos implements it.
type Sessions interface {
	authz.Sessions
	// EndSession ends a session at Kratos. It is not an error if the session no longer exists.
	EndSession(ctx context.Context, sessionID uuid.UUID) error
	// UsesCookie reports whether the session may be that of a cookie, which browsers also send with cross-site requests.
	UsesCookie(r *http.Request) bool
}

// Config holds the settings of the listeners.
type Config struct {
	// BaseURL is the public listener's address for browsers, without a trailing slash.
	BaseURL string
	// Origins may call the API from browsers: our own, those of the relying parties, and allowed_origins.
	Origins transport.Origins
	// PasskeyOrigins are those of them on which passkeys can be used.
	PasskeyOrigins []string
	// Returns decides where users may be redirected after a ceremony.
	Returns transport.Returns
	// HSTS has browsers use https only, where BaseURL does.
	HSTS bool
	// TrustedProxies may set X-Forwarded-For and Forwarded.
	TrustedProxies []netip.Prefix
	// LoginPerMinute and LoginBurst limit login requests per client address, IdentifierPerMinute those with an
	// identifier; AdminFailuresPerMinute limits failed admin authentication.
	LoginPerMinute, LoginBurst, IdentifierPerMinute, AdminFailuresPerMinute int
	// BrowserFailures has failures in the browser counted.
	BrowserFailures bool
	// WritesPerMinute limits, for each session, the calls that finish a ceremony or change something; Writes
	// derives the limit of an identity.
	WritesPerMinute int
	// Pages are the pages for browsers; nil: none.
	Pages Pages
	// Console is the console on the admin listener; nil: none.
	Console Pages
	// PublicConsole lets signed-in admins use the admin API on the public listener, too.
	PublicConsole bool
	// Provider signs proofs, and is Kratos' OpenID provider.
	Provider *oidc.Provider
	// DefaultSession is the kind of Kratos session that a login creates if the request names none.
	DefaultSession string
	// Hooks configures Kratos' calls.
	Hooks Hooks
	// WellKnown is what is published under /.well-known/.
	WellKnown wellknown.Published
	// Checks are the dependencies that /health/ready names.
	Checks []probe.Check
	// Icon returns the icon of an authenticator by its file name, if the operator has named one.
	Icon func(name string) (http.Handler, bool)
	// Clock returns how far Kratos' clock is ahead of ours, for /health/ready; it may be nil.
	Clock func() (ahead time.Duration, known bool)
	// Traits returns the paths in kratos.traits that no identity schema has, for /health/ready; it may be nil.
	Traits func() []string
	// Aborted returns the last comparison with Kratos if that was aborted, for /health/ready; it may be nil.
	Aborted func() *lifecycle.Aborted
	// Meter records the results of ceremonies, and may be nil. Metrics serves all metrics.
	Meter   Meter
	Metrics http.Handler
	Log     *slog.Logger
	Now     func() time.Time
}

// Pages is what package web serves.
type Pages interface {
	Routes() []string // exact paths, for GET and HEAD
	Handler() http.Handler
	// ServeProblem answers a failed request of a browser that asks for a page.
	ServeProblem(rw http.ResponseWriter, r *http.Request, status int, code, requestID string)
}

// Hooks configures Kratos' web_hooks and the login gate.
type Hooks struct {
	Key          string // that Kratos sends as X-Hook-Key; "": hooks are disabled
	CookieDomain string // parent domain of Kratos and Latchkey; "": both have one host
	LoginUI      string // selfservice.flows.login.ui_url of Kratos
	SettingsUI   string // selfservice.flows.settings.ui_url of Kratos; "": a step-up leads to the first return_to
}

// Server serves both listeners.
type Server struct {
	cfg           Config
	rules         *rules.Rules
	proxies       *transport.Proxies
	nonces        transport.BrowserNonce
	sessions      Sessions
	provider      *oidc.Provider
	authz         *authz.Service
	logins        limit.Logins
	identifiers   limit.Addresses
	adminFailures limit.Addresses
	reports       limit.Addresses // of failures in the browser
	writes        limit.Writes
	gates         limit.Writes // separate from those of sessions; its sessions are login flows
	probes        []*probe.Probe
	scrapes       chan struct{} // a slot for each scrape in progress
	draining      chan struct{}
}

// scrapesAtOnce limits concurrent scrapes: enough for several Prometheus servers, too few to overload the service.
const scrapesAtOnce = 4

// New returns the server. It does not listen yet.
func New(cfg Config, r *rules.Rules, sessions Sessions) *Server {
	return &Server{
		cfg:           cfg,
		rules:         r,
		nonces:        transport.BrowserNonce{Secure: cfg.secure()},
		proxies:       transport.NewProxies(cfg.TrustedProxies, cfg.Log),
		sessions:      sessions,
		provider:      cfg.Provider,
		authz:         authz.New(authz.Config{BaseURL: cfg.BaseURL, Returns: cfg.Returns, ACRValues: cfg.Provider.ACRValues}, sessions, r.Standing),
		logins:        limit.NewLogins(cfg.LoginPerMinute, cfg.LoginBurst, webauthnsvc.CeremonyLifetime, cfg.Now),
		identifiers:   limit.NewAddresses(cfg.IdentifierPerMinute, cfg.IdentifierPerMinute, cfg.Now),
		adminFailures: limit.NewAddresses(cfg.AdminFailuresPerMinute, cfg.AdminFailuresPerMinute, cfg.Now),
		reports:       limit.NewAddresses(cfg.LoginPerMinute, cfg.LoginBurst, cfg.Now),
		writes:        limit.NewWrites(cfg.WritesPerMinute, cfg.Now),
		gates:         limit.NewWrites(cfg.WritesPerMinute, cfg.Now),
		probes:        probe.New(cfg.Checks, cfg.Now),
		scrapes:       make(chan struct{}, scrapesAtOnce),
		draining:      make(chan struct{}),
	}
}

// clockOffset is how far Kratos' clock is ahead of ours, in tenths of a second; nil while unknown. It does not make ready
// fail: the rules that compare times then ask for one more step, while a replica out of service signs in no one.
func (s *Server) clockOffset() any {
	if s.cfg.Clock == nil {
		return nil
	}
	ahead, known := s.cfg.Clock()
	if !known {
		return nil
	}
	return ahead.Round(100 * time.Millisecond).Seconds()
}

func (c Config) secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }

package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/limit"
	"latchkey/oidc"
	"latchkey/rules"
)

// Sessions identifies callers. Package kratos implements it.
type Sessions interface {
	// SessionOf checks the one credential of the request that counts: X-Session-Token, the Kratos cookie or a bearer
	// token, in this order; only that one is sent to Kratos, and of several cookies one at a time. Errors:
	// fault.ErrUnauthenticated, fault.ErrCookieConflict, *account.AAL2Required, fault.ErrKratosUnavailable.
	SessionOf(r *http.Request) (account.Session, error)
	// CachedSessionOf is SessionOf for forward-auth: the answer may be a few seconds old, as cached reports.
	CachedSessionOf(r *http.Request) (session account.Session, cached bool, err error)
	// UsesCookie reports whether that credential is the cookie, which browsers also send with cross-site requests.
	UsesCookie(r *http.Request) bool
}

// Config holds the settings of the listeners.
type Config struct {
	// BaseURL is the public listener's address for browsers, without a trailing slash.
	BaseURL string
	// Origins may call the API from browsers: our own, those of the relying parties, and allowed_origins.
	Origins []string
	// Returns decides where users may be redirected after a ceremony.
	Returns Returns
	// TrustedProxies may set X-Forwarded-For.
	TrustedProxies []netip.Prefix
	// LoginPerMinute and LoginBurst limit login requests per client address, IdentifierPerMinute those with an
	// identifier; AdminFailuresPerMinute limits failed admin authentication.
	LoginPerMinute, LoginBurst, IdentifierPerMinute, AdminFailuresPerMinute int
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
	WellKnown WellKnown
	// Checks are the dependencies that /health/ready names.
	Checks []Check
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
}

// Check checks one dependency: nil means that it is available.
type Check struct {
	Name  string
	Probe func(context.Context) error
}

// Server serves both listeners.
type Server struct {
	cfg           Config
	rules         *rules.Rules
	sessions      Sessions
	provider      *oidc.Provider
	logins        limit.Addresses
	identifiers   limit.Addresses
	adminFailures limit.Addresses
	writes        limit.Writes
	gates         limit.Writes // separate from those of sessions; its sessions are login flows
	probes        []*probe
	scrapes       chan struct{} // a slot for each scrape in progress
	draining      chan struct{}
}

// New returns the server. It does not listen yet.
func New(cfg Config, r *rules.Rules, sessions Sessions) *Server {
	return &Server{
		cfg:           cfg,
		rules:         r,
		sessions:      sessions,
		provider:      cfg.Provider,
		logins:        limit.NewAddresses(cfg.LoginPerMinute, cfg.LoginBurst, cfg.Now),
		identifiers:   limit.NewAddresses(cfg.IdentifierPerMinute, cfg.IdentifierPerMinute, cfg.Now),
		adminFailures: limit.NewAddresses(cfg.AdminFailuresPerMinute, cfg.AdminFailuresPerMinute, cfg.Now),
		writes:        limit.NewWrites(cfg.WritesPerMinute, cfg.Now),
		gates:         limit.NewWrites(cfg.WritesPerMinute, cfg.Now),
		probes:        newProbes(cfg.Checks, cfg.Now),
		scrapes:       make(chan struct{}, scrapesAtOnce),
		draining:      make(chan struct{}),
	}
}

// Public returns the handler of the public listener.
func (s *Server) Public() http.Handler {
	e := s.newEcho()
	e.Use(s.cors())

	v1 := e.Group("/v1", noStore, s.sameSite)
	v1.POST("/registration/begin", s.beginRegistration)
	v1.POST("/registration/finish", s.finishRegistration)
	v1.POST("/login/begin", s.beginLogin, s.limitLogins)
	v1.POST("/login/finish", s.finishLogin, s.limitLogins)
	v1.POST("/step-up/begin", s.beginStepUp)
	v1.POST("/step-up/finish", s.finishStepUp)
	v1.POST("/confirmations/begin", s.beginConfirmation)
	v1.POST("/confirmations/finish", s.finishConfirmation)
	v1.GET("/session", s.showSession)
	v1.POST("/factors/:id/confirm", own(s, s.rules.Standing.ConfirmFactor))
	v1.POST("/factors/:id/disown", own(s, s.rules.Standing.DisownFactor))
	v1.GET("/passkeys", s.listPasskeys)
	v1.PATCH("/passkeys/:id", s.renamePasskey)
	v1.DELETE("/passkeys/:id", own(s, s.rules.Ceremonies.RemovePasskey))
	v1.POST("/passkeys/:id/disown", s.disownPasskey)
	v1.GET("/recovery-codes", s.showRecoveryCodes)
	v1.POST("/recovery-codes", s.createRecoveryCodes)
	v1.POST("/recovery-codes/redeem", s.redeemRecoveryCode)
	v1.GET("/activity", s.showActivity)

	// A proxy uses the method and the Origin of the original request.
	e.Any("/v1/authz", s.authorize, noStore)

	// Kratos is not a browser and has no session: its key authenticates it.
	e.POST("/hooks/kratos/:event", s.receiveHook, noStore)

	e.GET("/.well-known/jwks.json", s.jwks)
	e.GET("/.well-known/openid-configuration", s.discovery, noStore)
	e.GET("/.well-known/webauthn", s.relatedOrigins)
	e.GET("/.well-known/passkey-endpoints", s.passkeyEndpoints)
	e.GET("/.well-known/assetlinks.json", s.assetLinks)
	e.GET("/.well-known/apple-app-site-association", s.appleAssociation)
	e.GET("/authenticators/:icon", serveIcon)
	e.GET("/oauth2/authorize", s.authorizeClient, noStore)
	e.GET("/oauth2/deny", s.denyClient, noStore)
	e.POST("/oauth2/token", s.redeemCode, noStore)

	if s.cfg.PublicConsole {
		s.adminRoutes(e.Group("/admin/v1", noStore, s.authenticateSession))
	}

	e.GET("/health/alive", s.alive, noStore)
	e.GET("/health/ready", s.ready, noStore)
	e.GET("/openapi.yaml", serveContract)
	if s.cfg.Pages != nil {
		handler := echo.WrapHandler(s.cfg.Pages.Handler())
		for _, route := range s.cfg.Pages.Routes() {
			e.Match([]string{http.MethodGet, http.MethodHead}, route, handler)
		}
	}
	return e
}

// Admin returns the handler of the admin listener.
func (s *Server) Admin() http.Handler {
	e := s.newEcho()
	// Before routing: without a key, neither 404 nor 405 reveals which paths exist.
	e.Use(noStore, s.exceptConsole(s.authenticate))
	s.consoleRoutes(e)

	e.GET("/metrics", s.showMetrics, withScope(admin.ScopeRead))
	s.adminRoutes(e.Group("/admin/v1"))
	return e
}

// adminRoutes are those of both listeners; the caller is already authenticated.
func (s *Server) adminRoutes(v1 *echo.Group) {
	read, revoke, keys := withScope(admin.ScopeRead), withScope(admin.ScopeRevoke), withScope(admin.ScopeKeys)
	reset := withScope(admin.ScopeReset)
	either := withScope(admin.ScopeReset, admin.ScopeRevoke) // which one depends on the request
	v1.GET("/me", s.introduceAdmin)
	v1.GET("/identities", s.findIdentities, read)
	v1.GET("/identities/:id", show(s.rules.People.IdentityDetails), read)
	v1.POST("/identities/:id/recovery-code", decide(s, s.rules.Recovery.IssueSupportCode, writeCreated), reset)
	v1.POST("/identities/:id/enrolment-code", decide(s, s.rules.Recovery.IssueEnrolmentCode, writeCreated), reset)
	v1.POST("/identities/:id/mfa-reset", s.startReset, reset)
	v1.GET("/approvals", s.listApprovals, read)
	v1.GET("/approvals/:id", show(s.rules.Recovery.Approval), read)
	v1.POST("/approvals/:id/approve", act(s, s.rules.Recovery.Approve, writeOK), either)
	v1.POST("/approvals/:id/cancel", decide(s, s.rules.Recovery.CancelApproval, writeOK), either)
	v1.POST("/approvals/:id/collect", act(s, s.rules.Recovery.CollectCode, writeCreated), reset)
	v1.GET("/mfa-resets", s.listResets, read)
	v1.GET("/mfa-resets/:id", show(s.rules.Recovery.Reset), read)
	v1.POST("/mfa-resets/:id/approve", act(s, s.rules.Recovery.ApproveReset, writeReset), reset)
	v1.POST("/mfa-resets/:id/cancel", decide(s, s.rules.Recovery.CancelReset, writeReset), reset)
	v1.GET("/stats", s.showStats, read)
	v1.GET("/passkeys", s.listAllPasskeys, read)
	v1.GET("/passkeys/:id", show(s.rules.Admin.Passkey), read)
	v1.POST("/passkeys/:id/revoke", s.revokePasskey, revoke)
	v1.POST("/passkeys/:id/suspend", decide(s, s.rules.Admin.SuspendPasskey, writeOK), revoke)
	v1.POST("/passkeys/:id/resume", decide(s, s.rules.Admin.ResumePasskey, writeOK), revoke)
	v1.POST("/passkeys/:id/confirm", decide(s, s.rules.Admin.ConfirmPasskey, writeOK), reset)
	v1.GET("/audit-events", s.listAuditEvents, s.auditScope)
	v1.GET("/deliveries", s.listDeliveries, read)
	v1.POST("/deliveries/:id/retry", decide(s, s.rules.Admin.RetryDelivery, writeOK), revoke)
	v1.GET("/keys", s.listAdminKeys, keys)
	v1.POST("/keys", s.createAdminKey, keys)
	v1.DELETE("/keys/:id", s.revokeAdminKey, keys)
}

// newEcho sets up what both listeners share. The order matters: the log line must include the result of recovery.
func (s *Server) newEcho() *echo.Echo {
	e := echo.New()
	e.HTTPErrorHandler = s.renderProblem
	e.IPExtractor = s.clientIP()
	e.Use(s.identify, s.logRequests, recoverPanics)
	return e
}

// clientIP accepts X-Forwarded-For from configured proxies only; echo would also trust all private networks.
func (s *Server) clientIP() echo.IPExtractor {
	if len(s.cfg.TrustedProxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, prefix := range s.cfg.TrustedProxies {
		options = append(options, echo.TrustIPRange(ipNet(prefix)))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// forAll are the paths with the same responses for everyone, without a cookie: scripts and icons, and 404 for a missing
// one, such as a language that was not added.
var forAll = []string{"/sdk/", "/elements/", "/authenticators/"}

// cors lets pages of the configured origins call the API with their cookies, and any page load what is in forAll.
func (s *Server) cors() echo.MiddlewareFunc {
	configured := s.configuredOrigins()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		answer := configured(next)
		return func(c echo.Context) error {
			path := c.Request().URL.Path
			if !slices.ContainsFunc(forAll, func(below string) bool { return strings.HasPrefix(path, below) }) {
				return answer(c)
			}
			c.Response().Header().Set("Access-Control-Allow-Origin", "*")
			return next(c)
		}
	}
}

func (s *Server) configuredOrigins() echo.MiddlewareFunc {
	return middleware.CORSWithConfig(middleware.CORSConfig{
		// To a proxy a 204 is a success: on forward-auth OPTIONS is a method like any other, and not answered here. The
		// admin API is not available to other origins at all.
		Skipper: func(c echo.Context) bool {
			path := c.Request().URL.Path
			return path == "/v1/authz" || strings.HasPrefix(path, "/admin/")
		},
		AllowOriginFunc:  func(origin string) (bool, error) { return slices.Contains(s.cfg.Origins, origin), nil },
		AllowMethods:     []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete},
		AllowHeaders:     []string{"Content-Type", "Authorization", "X-Session-Token", headerRequestID},
		ExposeHeaders:    []string{headerRequestID, "Retry-After"},
		AllowCredentials: true,
		MaxAge:           600,
	})
}

func noStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h["Cache-Control"], h["X-Content-Type-Options"] = valueNoStore, valueNoSniff
		return next(c)
	}
}

// Header values that responses share; they must not be changed. Set would allocate a slice for each.
var (
	valueNoStore = []string{"no-store"}
	valueNoSniff = []string{"nosniff"}
)

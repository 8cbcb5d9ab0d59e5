package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/admin"
)

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
	v1.POST("/passkeys/:id/suspend", s.suspendPasskey, revoke)
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
	e.Use(identify, s.logRequests, recoverPanics)
	return e
}

// Metrics returns the handler of a listener that serves only the metrics, without a key.
func (s *Server) Metrics() http.Handler {
	e := s.newEcho()
	e.GET("/metrics", s.showMetrics, noStore)
	return e
}

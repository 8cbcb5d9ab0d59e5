package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/admin"
)

// Public returns the handler of the public listener.
func (s *Server) Public() http.Handler {
	e := s.newEcho(s.cfg.HSTS && s.cfg.secure(), s.cfg.Pages)
	// A proxy uses the method and the Origin of the original request.
	e.Use(s.cors(), anyMethod(isAuthz, noStore(s.authorize)))

	v1 := group{e, "/v1", []echo.MiddlewareFunc{noStore, s.sameSite}}
	v1.post("/registration/begin", s.beginRegistration)
	v1.post("/registration/finish", s.finishRegistration)
	v1.post("/login/begin", s.beginLogin)
	v1.post("/login/finish", s.finishLogin)
	v1.post("/step-up/begin", s.beginStepUp)
	v1.post("/step-up/finish", s.finishStepUp)
	v1.post("/confirmations/begin", s.beginConfirmation)
	v1.post("/confirmations/finish", s.finishConfirmation)
	v1.get("/session", s.showSession)
	v1.post("/sign-out", s.endOwnSession)
	v1.post("/factors/:id/confirm", own(s, s.rules.Standing.ConfirmFactor))
	v1.post("/factors/:id/disown", own(s, s.rules.Standing.DisownFactor))
	v1.get("/passkeys", s.listPasskeys)
	v1.patch("/passkeys/:id", s.renamePasskey)
	v1.delete("/passkeys/:id", own(s, s.rules.Ceremonies.RemovePasskey))
	v1.post("/passkeys/:id/disown", s.disownPasskey)
	v1.get("/recovery-codes", s.showRecoveryCodes)
	v1.post("/recovery-codes", s.createRecoveryCodes)
	v1.post("/recovery-codes/redeem", s.redeemRecoveryCode)
	v1.get("/activity", s.showActivity)
	v1.post("/browser-failures", s.reportBrowserFailure)

	root := group{echo: e}
	for _, path := range authzPaths {
		root.get(path, s.authorize)
	}
	root.post(originPath, s.showOrigin, noStore)
	// Kratos is not a browser and has no session: its key authenticates it.
	root.post(hookPath, s.receiveHook, noStore)

	root.get("/.well-known/jwks.json", s.jwks)
	root.get("/.well-known/openid-configuration", s.discovery, noStore)
	for path, document := range s.cfg.WellKnown.Documents() {
		root.get(path, publish(document))
	}
	root.get("/authenticators/:icon", s.serveIcon)
	root.get("/oauth2/authorize", s.authorizeClient, noStore)
	root.get("/oauth2/deny", s.denyClient, noStore)
	root.post("/oauth2/token", s.redeemCode, noStore)

	if s.cfg.PublicConsole {
		e.Use(below("/admin/v1", func(next echo.HandlerFunc) echo.HandlerFunc { return noStore(s.authenticateSession(next)) }))
		s.adminRoutes(group{echo: e, prefix: "/admin/v1"})
	}

	root.get("/health/alive", s.alive, noStore)
	root.get("/health/ready", s.ready, noStore)
	root.get("/openapi.yaml", serveContract)
	servePages(e, s.cfg.Pages, s.giveNonce)
	return e
}

// Admin returns the handler of the admin listener.
func (s *Server) Admin() http.Handler {
	e := s.newEcho(false, s.cfg.Console)
	// Before routing: without a key, neither 404 nor 405 reveals which paths exist.
	e.Use(noStore, s.exceptConsole(s.authenticate))
	servePages(e, s.cfg.Console)

	group{echo: e}.get("/metrics", s.showMetrics, withScope(admin.ScopeRead))
	s.adminRoutes(group{echo: e, prefix: "/admin/v1"})
	return e
}

// adminRoutes are those of both listeners; the caller is already authenticated.
func (s *Server) adminRoutes(v1 group) {
	read, revoke, keys := withScope(admin.ScopeRead), withScope(admin.ScopeRevoke), withScope(admin.ScopeKeys)
	reset := withScope(admin.ScopeReset)
	either := withScope(admin.ScopeReset, admin.ScopeRevoke) // which one depends on the request
	v1.get("/me", s.introduceAdmin)
	v1.post("/sign-out", s.signOut)
	v1.get("/logins", s.showNames, read)
	v1.get("/identities", s.findIdentities, read)
	v1.get("/identities/:id", show(s.rules.People.IdentityDetails), read)
	v1.get("/identities/:id/policy", show(s.rules.People.PolicyOf), read)
	v1.post("/identities/:id/recovery-code", decide(s.rules.Recovery.IssueSupportCode, writeCreated), reset)
	v1.post("/identities/:id/enrolment-code", decide(s.rules.Recovery.IssueEnrolmentCode, writeCreated), reset)
	v1.post("/identities/:id/mfa-reset", change(s.startReset, writeReset), reset)
	v1.post("/identities/:id/end-sessions", change(s.endSessions, writeOK), revoke)
	v1.get("/approvals", s.listApprovals, read)
	v1.get("/approvals/:id", show(s.rules.Recovery.Approval), read)
	v1.post("/approvals/:id/approve", act(s.rules.Recovery.Approve, writeOK), either)
	v1.post("/approvals/:id/cancel", decide(s.rules.Recovery.CancelApproval, writeOK), either)
	v1.post("/approvals/:id/collect", act(s.rules.Recovery.CollectCode, writeCreated), reset)
	v1.get("/mfa-resets", s.listResets, read)
	v1.get("/mfa-resets/:id", show(s.rules.Recovery.Reset), read)
	v1.post("/mfa-resets/:id/approve", act(s.rules.Recovery.ApproveReset, writeReset), reset)
	v1.post("/mfa-resets/:id/cancel", decide(s.rules.Recovery.CancelReset, writeReset), reset)
	v1.get("/stats", s.showStats, read)
	v1.get("/passkeys", s.listAllPasskeys, read)
	v1.get("/passkeys/:id", show(s.rules.Admin.Passkey), read)
	v1.post("/passkeys/:id/revoke", change(s.revokePasskey, writeOK), revoke)
	v1.post("/passkeys/:id/suspend", change(s.suspendPasskey, writeOK), revoke)
	v1.post("/passkeys/:id/resume", decide(s.rules.Admin.ResumePasskey, writeOK), revoke)
	v1.post("/passkeys/:id/confirm", decide(s.rules.Admin.ConfirmPasskey, writeOK), reset)
	v1.get("/compromised-models", s.showCompromisedModels, read)
	v1.get("/revocations", s.listRevocations, read)
	v1.post("/revocations", s.startRevocation, revoke)
	v1.post("/revocation-preview", s.previewRevocation, revoke)
	v1.get("/revocations/:id", show(s.rules.Revocations.Revocation), read)
	v1.get("/revocations/:id/passkeys", s.listRevocationPasskeys, read)
	v1.post("/revocations/:id/approve", act(s.rules.Revocations.Approve, writeRevocation), revoke)
	v1.post("/revocations/:id/cancel", decide(s.rules.Revocations.Cancel, writeRevocation), revoke)
	v1.get("/audit-events", s.listAuditEvents, s.auditScope)
	v1.get("/deliveries", s.listDeliveries, read)
	v1.post("/deliveries/:id/retry", decide(s.rules.Admin.RetryDelivery, writeOK), revoke)
	v1.get("/keys", s.listAdminKeys, keys)
	v1.post("/keys", s.createAdminKey, keys)
	v1.delete("/keys/:id", s.revokeAdminKey, keys)
}

// newEcho sets up what the listeners share; headers are set first, so that failures have them. The order matters: the log
// line must include the result of recovery.
func (s *Server) newEcho(strictTransport bool, pages Pages) *echo.Echo {
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) { renderProblem(err, c, pages) }
	e.IPExtractor = foundClient
	e.Use(identify, headers(strictTransport), s.findClient, s.logRequests, recoverPanics, refuseLongBodies)
	return e
}

// Metrics returns the handler of a listener that serves only the metrics, without a key.
func (s *Server) Metrics() http.Handler {
	e := s.newEcho(false, nil)
	group{echo: e}.get("/metrics", s.showMetrics, noStore)
	return e
}

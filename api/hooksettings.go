package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/gate"
)

// passSettings finds out which session changes the settings. Newer versions of Kratos name it. For older ones the hook
// forwards the session cookie, and Kratos is asked for its session.
func (s *Server) passSettings(ctx context.Context, req audit.Request, call hookCall) error {
	settings := gate.KratosSettings{
		FlowID: call.FlowID, IdentityID: call.IdentityID, SessionID: call.SessionID, Browser: call.FlowType == "browser",
	}
	if cookie := call.SessionCookie.pair; settings.SessionID == uuid.Nil && cookie != nil && *cookie != "" {
		id, err := s.sessionOfCookie(ctx, *cookie, call.IdentityID)
		if err != nil {
			return err
		}
		settings.SessionID = id
	}
	return s.rules.Gate.PassSettings(ctx, req, settings)
}

// sessionOfCookie returns zero for a cookie that is not a session of this identity, or one that Kratos does not return.
func (s *Server) sessionOfCookie(ctx context.Context, cookie string, identityID uuid.UUID) (uuid.UUID, error) {
	probe := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/"}, Header: http.Header{"Cookie": {cookie}}}).WithContext(ctx)
	session, err := s.sessions.SessionOf(probe)
	var aal2 *account.AAL2Required
	switch {
	case errors.Is(err, fault.ErrUnauthenticated), errors.Is(err, fault.ErrCookieConflict), errors.As(err, &aal2):
		return uuid.Nil, nil
	case err != nil || session.Identity.ID != identityID:
		return uuid.Nil, err
	}
	return session.ID, nil
}

// interruptSettings formats a refusal for Kratos. A browser is sent to use the passkey and back to the same flow.
func (s *Server) interruptSettings(call hookCall, refusal *gate.SettingsRefusal) any {
	if refusal.WithoutPasskey {
		return hookMessage(messageProvePasskey, "Set up a passkey for this account first. If you cannot, recover the account by email or contact support.", map[string]string{})
	}
	if call.FlowType != "browser" {
		text := "This account is protected by a passkey. Confirm with your passkey, then try again."
		if !refusal.KnownSession {
			text = "This account is protected by a passkey. Change this in a browser, where you can confirm with your passkey."
		}
		return hookMessage(messageProvePasskey, text, map[string]string{})
	}
	stepUp := s.cfg.BaseURL + "/step-up"
	if page := flowPage(s.cfg.Hooks.SettingsUI, call.FlowID); page != "" {
		stepUp += "?" + url.Values{"return_to": {page}}.Encode()
	}
	return hookMessage(messageProvePasskey, "This account is protected by a passkey. Confirm with your passkey, then save the change again.",
		map[string]string{"step_up_url": stepUp})
}

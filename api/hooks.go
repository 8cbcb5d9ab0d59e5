package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/gate"
)

const headerHookKey = "X-Hook-Key"

// receiveHook answers 204, or a refusal, with which Kratos creates no session, or in a settings flow makes no change. With
// any other response, or none, it does neither as well.
func (s *Server) receiveHook(c echo.Context) error {
	if s.cfg.Hooks.Key == "" {
		return fault.ErrNotFound
	}
	if !sameKey(c.Request().Header.Get(headerHookKey), s.cfg.Hooks.Key) {
		return errHookKey
	}
	call, err := readHook(c)
	if err != nil {
		return err
	}
	ctx, req := c.Request().Context(), requestOf(c)
	req.IP, req.UserAgent = "", "" // Kratos', which say nothing about the user
	switch event := c.Param("event"); event {
	case "registration":
		err = s.rules.Gate.IdentityRegistered(ctx, req, call.FlowID, call.IdentityID)
	case "login", "recovery":
		err = s.rules.Gate.PassLogin(ctx, req, call.login(event == "recovery"))
	case "settings":
		err = s.passSettings(ctx, req, call)
	default:
		err = fault.ErrNotFound
	}
	var refusal *gate.Refusal
	if errors.As(err, &refusal) {
		noteProblem(c, "login_gate", refusal)
		return writeJSON(c, http.StatusForbidden, contentJSON, s.interrupt(refusal))
	}
	var settings *gate.SettingsRefusal
	if errors.As(err, &settings) {
		noteProblem(c, "settings_gate", settings)
		return writeJSON(c, http.StatusForbidden, contentJSON, s.interruptSettings(call, settings))
	}
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// sameKey takes the same time for all keys, whatever their length.
func sameKey(given, want string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// interrupt formats a refusal for Kratos.
func (s *Server) interrupt(refusal *gate.Refusal) any {
	id, text := messageShowPasskey, "This account is protected by a passkey. Confirm with your passkey, then sign in again."
	hints := map[string]string{}
	switch {
	case refusal.Recovery:
		id, text = messagePasskeyInstead, "This account is protected by a passkey. Sign in with your passkey, or contact support."
	case refusal.Token == "":
		id, text = messageUsePasskey, "This account is protected by a passkey. Sign in with your passkey."
	default:
		hints["step_up_url"] = s.cfg.BaseURL + "/step-up?" + url.Values{"gate": {refusal.Token}}.Encode()
	}
	return hookMessage(id, text, hints)
}

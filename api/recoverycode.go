package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func (s *Server) showRecoveryCodes(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	left, err := s.rules.Recovery.RecoveryCodesLeft(c.Request().Context(), session)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, left)
}

func (s *Server) createRecoveryCodes(c echo.Context) error {
	session, err := s.writingSession(c)
	if err != nil {
		return err
	}
	if err := readJSON(c, &struct{}{}); err != nil {
		return err
	}
	codes, err := s.rules.Recovery.CreateRecoveryCodes(c.Request().Context(), session, requestOf(c))
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusCreated, contentJSON, map[string][]string{"codes": codes})
}

func (s *Server) redeemRecoveryCode(c echo.Context) error {
	var body struct {
		Code string `json:"code"`
		Gate string `json:"gate"` // in place of a session
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	if body.Gate != "" {
		return s.redeemAtGate(c, body.Gate, body.Code)
	}
	session, err := s.writingSession(c)
	if err != nil {
		return err
	}
	redeemed, err := s.rules.Recovery.RedeemRecoveryCode(c.Request().Context(), session, requestOf(c), body.Code)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, redeemed)
}

// redeemAtGate counts as a login: there is no session that would identify the caller.
func (s *Server) redeemAtGate(c echo.Context, gate, code string) error {
	if err := s.logins.Begin(c.RealIP(), false); err != nil {
		return err
	}
	pass, err := s.rules.Recovery.RedeemAtGate(c.Request().Context(), s.gateRequest(c), gate, code)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, map[string]string{"redirect_to": s.backToLogin(c, pass)})
}

package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func (s *Server) beginConfirmation(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	var body struct {
		Payload string `json:"payload"`
		RPID    string `json:"rp_id"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	begun, err := s.rules.Ceremonies.BeginConfirmation(c.Request().Context(), session, requestOf(c), body.RPID, body.Payload)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, begun)
}

func (s *Server) finishConfirmation(c echo.Context) error {
	session, req, err := s.assertingSession(c)
	if err != nil {
		return err
	}
	var body finish
	if err := readJSON(c, &body); err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := s.provider.Prepare(ctx); err != nil {
		return err
	}
	confirmation, err := s.rules.Ceremonies.FinishConfirmation(ctx, session, req, body.Ceremony, body.Credential)
	if err != nil {
		return err
	}
	receipt, err := s.provider.Receipt(ctx, confirmation)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, map[string]string{"receipt": receipt})
}

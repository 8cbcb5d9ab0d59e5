package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"latchkey/webauthnsvc"
)

func (s *Server) beginStepUp(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	if err := readJSON(c, &struct{}{}); err != nil {
		return err
	}
	begun, err := s.service.BeginStepUp(c.Request().Context(), session, s.request(c))
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, begun)
}

func (s *Server) finishStepUp(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
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
	stepped, err := s.service.FinishStepUp(c.Request().Context(), session, s.request(c), body.Ceremony, body.Credential)
	if err != nil {
		return err
	}
	proof, err := s.provider.Proof(c.Request().Context(), stepped.SignedIn, session.ID)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, steppedUp{stepped.Assurance, proof.Token, proof.ExpiresAt})
}

// steppedUp is the answer to a finished step-up.
type steppedUp struct {
	Assurance      webauthnsvc.Assurance `json:"assurance"`
	Proof          string                `json:"proof"`
	ProofExpiresAt time.Time             `json:"proof_expires_at"`
}

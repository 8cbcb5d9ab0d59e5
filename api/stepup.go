package api

import (
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/webauthnsvc"
)

func (s *Server) beginStepUp(c echo.Context) error {
	var body struct {
		Gate string `json:"gate"` // in place of a session
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	if body.Gate != "" {
		return s.beginGate(c, body.Gate)
	}
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	begun, err := s.service.BeginStepUp(c.Request().Context(), session, s.request(c))
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, begun)
}

func (s *Server) finishStepUp(c echo.Context) error {
	var body struct {
		finish
		Gate string `json:"gate"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	if body.Gate != "" {
		return s.finishGate(c, body.Gate, body.finish)
	}
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	if err := s.provider.Prepare(c.Request().Context()); err != nil {
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
	return writeJSON(c, http.StatusOK, contentJSON, steppedUp{stepped.Assurance, stepped.SignedIn.PasskeyID, proof.Token, proof.ExpiresAt})
}

// steppedUp is the answer to a finished step-up.
type steppedUp struct {
	Assurance      webauthnsvc.Assurance `json:"assurance"`
	PasskeyID      uuid.UUID             `json:"passkey_id"`
	Proof          string                `json:"proof"`
	ProofExpiresAt time.Time             `json:"proof_expires_at"`
}

// beginGate asks for a passkey before there is a session; anybody may, so it counts as a login.
func (s *Server) beginGate(c echo.Context, gate string) error {
	if err := s.logins.take(c.RealIP()); err != nil {
		return err
	}
	req := s.request(c)
	if req.Browser {
		req.Nonce = s.ensureNonce(c)
	}
	begun, err := s.service.BeginGate(c.Request().Context(), req, gate)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, begun)
}

func (s *Server) finishGate(c echo.Context, gate string, body finish) error {
	if err := s.logins.take(c.RealIP()); err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	req := s.request(c)
	req.Nonce = s.nonce(c.Request())
	pass, err := s.service.FinishGate(c.Request().Context(), req, gate, body.Ceremony, body.Credential)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, map[string]string{"redirect_to": s.backToLogin(c, pass)})
}

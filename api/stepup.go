package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/standing"
	"latchkey/webauthnsvc"
)

func (s *Server) beginStepUp(c echo.Context) error {
	var body struct {
		Gate     string `json:"gate"` // in place of a session
		RPID     string `json:"rp_id"`
		Audience string `json:"audience"`
		Nonce    string `json:"nonce"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	wish := webauthnsvc.ProofRequest{Audience: body.Audience, Nonce: body.Nonce}
	if body.Gate != "" {
		if wish != (webauthnsvc.ProofRequest{}) {
			return &fault.FieldError{Field: "audience", Problem: "cannot be combined with gate: there is no session yet for a proof to name"}
		}
		return s.beginGate(c, body.Gate, body.RPID)
	}
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	begun, err := s.rules.Ceremonies.BeginStepUp(c.Request().Context(), session, requestOf(c), body.RPID, wish)
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
		return s.logins.Finish(c.RealIP(), func(opened func([32]byte) error) error { return s.finishGate(c, body.Gate, body.finish, opened) })
	}
	session, req, err := s.assertingSession(c)
	if err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	ctx := c.Request().Context()
	stepped, err := s.rules.Ceremonies.FinishStepUp(ctx, session, req, body.Ceremony, body.Credential)
	if err != nil {
		return err
	}
	answer := steppedUp{Assurance: stepped.Assurance, PasskeyID: stepped.SignedIn.PasskeyID}
	if answer.proof, err = s.proof(ctx, stepped.Proof, stepped.SignedIn, session.ID); err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, answer)
}

// steppedUp is the response of a finished step-up.
type steppedUp struct {
	Assurance standing.Assurance `json:"assurance"`
	PasskeyID uuid.UUID          `json:"passkey_id"`
	proof                        // if the begin requested one
}

// beginGate requests a passkey before there is a session; anyone may call it, so it counts as a login.
func (s *Server) beginGate(c echo.Context, gate, rpID string) error {
	if err := s.logins.Begin(c.RealIP(), false); err != nil {
		return err
	}
	req := requestOf(c)
	if req.Browser {
		req.Nonce = s.nonces.Ensure(c.Response(), c.Request())
	}
	begun, err := s.rules.Gate.Begin(c.Request().Context(), req, gate, rpID)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, begun)
}

func (s *Server) finishGate(c echo.Context, gate string, body finish, opened func([32]byte) error) error {
	if err := body.check(); err != nil {
		return err
	}
	req := s.gateRequest(c)
	req.Nonce, req.Opened = s.nonces.Of(c.Request()), opened
	pass, err := s.rules.Gate.Finish(c.Request().Context(), req, gate, body.Ceremony, body.Credential)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, map[string]string{"redirect_to": s.backToLogin(c, pass)})
}

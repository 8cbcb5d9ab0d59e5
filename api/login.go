package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/webauthnsvc"
)

func (s *Server) beginLogin(c echo.Context) error {
	var body struct {
		Identifier string `json:"identifier"`
		Mediation  string `json:"mediation"`
		Session    string `json:"session"`
		RPID       string `json:"rp_id"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	if body.Session != "" && body.Session != "none" {
		return &webauthnsvc.FieldError{Field: "session", Problem: "can only be none"}
	}
	req := s.request(c)
	if req.Browser {
		req.Nonce = s.ensureNonce(c)
	}
	begun, err := s.service.BeginLogin(c.Request().Context(), req, webauthnsvc.NewLogin{
		Identifier: body.Identifier, Mediation: body.Mediation, RPID: body.RPID,
	})
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, begun)
}

// loggedIn is the answer to a finished login.
type loggedIn struct {
	IdentityID uuid.UUID             `json:"identity_id"`
	Passkey    webauthnsvc.Passkey   `json:"passkey"`
	Assurance  webauthnsvc.Assurance `json:"assurance"`
	Session    *struct{}             `json:"session"` // null: no Kratos session is made
	ReturnTo   string                `json:"return_to"`
}

func (s *Server) finishLogin(c echo.Context) error {
	var body struct {
		finish
		ReturnTo string `json:"return_to"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	req := s.request(c)
	req.Nonce = s.nonce(c.Request())
	login, err := s.service.FinishLogin(c.Request().Context(), req, body.Ceremony, body.Credential)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, loggedIn{
		IdentityID: login.IdentityID,
		Passkey:    login.Passkey,
		Assurance:  login.Assurance,
		ReturnTo:   s.cfg.Returns.Choose(body.ReturnTo),
	})
}

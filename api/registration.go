package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/webauthnsvc"
)

func (s *Server) beginRegistration(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	var body struct {
		Name       string   `json:"name"`
		Mediation  string   `json:"mediation"`
		Attachment string   `json:"attachment"`
		Hints      []string `json:"hints"`
		RPID       string   `json:"rp_id"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	begun, err := s.rules.Ceremonies.BeginRegistration(c.Request().Context(), session, requestOf(c), webauthnsvc.NewRegistration(body))
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, begun)
}

func (s *Server) finishRegistration(c echo.Context) error {
	session, err := s.writingSession(c)
	if err != nil {
		return err
	}
	var body struct {
		finish
		Name string `json:"name"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	done, err := s.rules.Ceremonies.FinishRegistration(c.Request().Context(), session, requestOf(c), body.Ceremony, body.Credential, body.Name)
	if err != nil {
		return err
	}
	answer := registered{PasskeyChange: done.PasskeyChange}
	if done.SignInRefused != nil {
		p := lookUp(done.SignInRefused)
		answer.SignInRefused = document{"code": p.code, "detail": p.title, "hint": p.hint}
	}
	return writeJSON(c, http.StatusCreated, contentJSON, answer)
}

// registered is the response to a registration. SignInRefused is the problem in which a login with the new passkey would end.
type registered struct {
	webauthnsvc.PasskeyChange
	SignInRefused document `json:"sign_in_refused,omitempty"`
}

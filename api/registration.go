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
	change, err := s.rules.Ceremonies.FinishRegistration(c.Request().Context(), session, requestOf(c), body.Ceremony, body.Credential, body.Name)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusCreated, contentJSON, change)
}

package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func (s *Server) listPasskeys(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	list, err := s.rules.Ceremonies.Passkeys(c.Request().Context(), session)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, list)
}

func (s *Server) renamePasskey(c echo.Context) error {
	session, err := s.writingSession(c)
	if err != nil {
		return err
	}
	id, err := pathID(c)
	if err != nil {
		return err
	}
	var body struct {
		Name string `json:"name"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	change, err := s.rules.Ceremonies.RenamePasskey(c.Request().Context(), session, requestOf(c), id, body.Name)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, change)
}

// disownPasskey takes "this was not me" from the user, about a passkey of their account.
func (s *Server) disownPasskey(c echo.Context) error {
	session, err := s.writingSession(c)
	if err != nil {
		return err
	}
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := readJSON(c, &struct{}{}); err != nil {
		return err
	}
	disowned, err := s.rules.Recovery.DisownPasskey(c.Request().Context(), session, requestOf(c), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, disowned)
}

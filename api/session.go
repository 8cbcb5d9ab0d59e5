package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// showSession tells a person, or their page, where the session stands and what to do next.
func (s *Server) showSession(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	standing, err := s.service.Standing(c.Request().Context(), session)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, standing)
}

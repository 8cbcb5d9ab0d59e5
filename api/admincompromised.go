package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func (s *Server) showCompromisedModels(c echo.Context) error {
	if err := readQuery(c).Err(); err != nil {
		return err
	}
	found, err := s.rules.Compromised.Overview(c.Request().Context())
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, found)
}

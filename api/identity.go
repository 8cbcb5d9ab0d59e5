package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/fault"
)

func (s *Server) findIdentities(c echo.Context) error {
	q := readQuery(c, "identifier")
	identifier := q.text("identifier")
	if q.fault != nil {
		return q.fault
	}
	if identifier == nil {
		return &fault.FieldError{Field: "identifier", Problem: "is missing"}
	}
	found, err := s.rules.People.FindIdentities(c.Request().Context(), *identifier)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, map[string]any{"identities": found})
}

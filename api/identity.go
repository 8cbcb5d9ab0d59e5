package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/fault"
)

func (s *Server) findIdentities(c echo.Context) error {
	q := readQuery(c, "identifier")
	identifier := q.Text("identifier")
	if err := q.Err(); err != nil {
		return err
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

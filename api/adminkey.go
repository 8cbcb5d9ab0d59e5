package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"latchkey/admin"
)

func (s *Server) listAdminKeys(c echo.Context) error {
	keys, err := s.rules.Keys.List(c.Request().Context())
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, map[string]any{"keys": keys})
}

// newKey is the only response that contains a key.
type newKey struct {
	admin.Key
	Secret string `json:"key"`
}

func (s *Server) createAdminKey(c echo.Context) error {
	var body struct {
		Name      string     `json:"name"`
		Scopes    []string   `json:"scopes"`
		ExpiresAt *time.Time `json:"expires_at"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	key, made, err := s.rules.Keys.Create(c.Request().Context(), adminOf(c), requestOf(c), body.Name, body.Scopes, body.ExpiresAt)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusCreated, contentJSON, newKey{*made, key})
}

func (s *Server) revokeAdminKey(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := readNothing(c); err != nil {
		return err
	}
	if err := s.rules.Keys.Revoke(c.Request().Context(), adminOf(c), requestOf(c), id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

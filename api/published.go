package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/wellknown"
)

// publishedAge is how long these files may be cached: short, so that a correction takes effect soon.
const publishedAge = "public, max-age=300"

// publish serves a document that is the same for everyone.
func publish(document wellknown.Document) echo.HandlerFunc {
	return func(c echo.Context) error {
		published := document(c.Request().Host)
		if published == nil {
			return fault.ErrNotFound
		}
		c.Response().Header().Set("Cache-Control", publishedAge)
		return writeJSON(c, http.StatusOK, contentJSON, published)
	}
}

// serveIcon serves the icons that a passkey's provider names.
func (s *Server) serveIcon(c echo.Context) error {
	icon, ok := s.cfg.Icon(c.Param("icon"))
	if !ok {
		return fault.ErrNotFound
	}
	icon.ServeHTTP(c.Response(), c.Request())
	return nil
}

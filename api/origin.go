package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
)

// sameSite refuses cross-site requests that a browser sends. GETs change nothing and are not checked; a native app
// sends neither header, and no cookie.
func (s *Server) sameSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method == http.MethodGet || r.Method == http.MethodHead || s.fromOurSite(r) {
			return next(c)
		}
		return errForbiddenOrigin
	}
}

func (s *Server) fromOurSite(r *http.Request) bool {
	if origins := r.Header.Values("Origin"); len(origins) > 0 {
		return len(origins) == 1 && slices.Contains(s.cfg.Origins, origins[0])
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	return !s.sessions.UsesCookie(r)
}

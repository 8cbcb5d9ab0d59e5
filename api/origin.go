package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"latchkey/transport"
)

// sameSite refuses cross-site requests that a browser sends. GETs change nothing and are not checked.
func (s *Server) sameSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			if err := s.cfg.Origins.Check(r, s.sessions.UsesCookie(r)); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// showOrigin tells a page whether its own origin is listed, because browsers hide the refusal of any other call. It is a POST,
// with which browsers send the origin even to their page's own.
func (s *Server) showOrigin(c echo.Context) error {
	if err := readNothing(c); err != nil {
		return err
	}
	origin := transport.OriginOf(c.Request())
	allowed := slices.Contains(s.cfg.Origins, origin)
	if !allowed {
		noteProblem(c, problemOrigin.code, &transport.ForbiddenOrigin{Origin: origin}) // preflights have no line with the origin
	}
	return writeJSON(c, http.StatusOK, contentJSON, map[string]any{
		"service":  "latchkey",
		"base_url": s.cfg.BaseURL,
		"origin":   origin,
		"allowed":  allowed,
		"passkeys": slices.Contains(s.cfg.PasskeyOrigins, origin),
		"time":     s.cfg.Now().UTC(), "kratos_clock_offset_seconds": s.clockOffset(),
		"seen": map[string]any{"host": c.Request().Host, "forwarded": c.Get(forwardingKey), "cookie": s.sessions.UsesCookie(c.Request())},
	})
}

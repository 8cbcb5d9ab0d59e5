package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
)

func servePages(e *echo.Echo, pages Pages, around ...echo.MiddlewareFunc) {
	if pages == nil {
		return
	}
	handler := echo.WrapHandler(pages.Handler())
	for _, route := range pages.Routes() {
		e.Match([]string{http.MethodGet, http.MethodHead}, route, handler, around...)
	}
}

// giveNonce is for the login page.
func (s *Server) giveNonce(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Path() == "/login" {
			s.nonces.EnsureEarly(c.Response(), c.Request())
		}
		return next(c)
	}
}

// exceptConsole applies guard to all routes but those of the console on the admin listener. Its shell and files are the same for
// everyone and contain no data, so they need no key: a browser has none before a user has signed in there.
func (s *Server) exceptConsole(guard echo.MiddlewareFunc) echo.MiddlewareFunc {
	var open []string
	if s.cfg.Console != nil {
		open = s.cfg.Console.Routes()
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		guarded := guard(next)
		return func(c echo.Context) error {
			if slices.Contains(open, c.Path()) && slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions}, c.Request().Method) {
				return next(c)
			}
			return guarded(c)
		}
	}
}

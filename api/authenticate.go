package api

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/fault"
	"latchkey/transport"
)

// authenticate admits requests with an admin key, and those by a user with a role who is signed in at Kratos. Only
// failures cost tokens, so that an attacker behind the same address cannot lock out an honest admin.
func (s *Server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return s.letPass(next, func(c echo.Context) (admin.Admin, error) {
		if !s.bySession(c.Request()) {
			return s.rules.Keys.Authenticate(c.Request().Context(), transport.Bearer(c.Request().Header.Values("Authorization")), s.changes(c))
		}
		return s.adminBySession(c)
	})
}

// authenticateSession is for the public listener, which accepts no keys.
func (s *Server) authenticateSession(next echo.HandlerFunc) echo.HandlerFunc {
	return s.letPass(next, func(c echo.Context) (admin.Admin, error) {
		if !s.bySession(c.Request()) {
			return admin.Admin{}, fault.ErrUnauthenticated
		}
		return s.adminBySession(c)
	})
}

func (s *Server) letPass(next echo.HandlerFunc, find func(echo.Context) (admin.Admin, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		caller, err := find(c)
		if errors.Is(err, admin.ErrKeyInvalid) || errors.Is(err, fault.ErrUnauthenticated) {
			if limited := s.adminFailures.Take(c.RealIP()); limited != nil {
				return limited
			}
		}
		if err != nil {
			return err
		}
		c.Set(keyAdmin, caller)
		return next(c)
	}
}

// bySession reports whether the request is authenticated by session: a key takes precedence, and a session is accepted
// only as a browser's cookie.
func (s *Server) bySession(r *http.Request) bool {
	return len(r.Header.Values("Authorization")) == 0 && s.sessions.UsesCookie(r)
}

// adminBySession asks Kratos for the session and its role, uncached.
func (s *Server) adminBySession(c echo.Context) (admin.Admin, error) {
	r := c.Request()
	if !transport.FromSameOrigin(r) { // stricter than sameSite: no other page may use an admin's cookie, not even for reading
		return admin.Admin{}, &transport.ForbiddenOrigin{Origin: transport.OriginOf(r)}
	}
	session, err := s.sessions.SessionOf(r)
	if err != nil {
		return admin.Admin{}, err
	}
	return s.rules.Admin.BySession(r.Context(), session, requestOf(c), s.changes(c))
}

// changes reports whether a call needs the evidence of a change. An export of the whole log does, too; signing out does
// not.
func (s *Server) changes(c echo.Context) bool {
	method := c.Request().Method
	return (method != http.MethodGet && method != http.MethodHead && c.Path() != signOutPath) || s.takesLog(c)
}

func (s *Server) introduceAdmin(c echo.Context) error {
	return writeJSON(c, http.StatusOK, contentJSON, s.rules.Admin.Introduce(adminOf(c)))
}

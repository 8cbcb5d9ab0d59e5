package api

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/fault"
)

// authenticate admits requests with an admin key, and those by a user with a role who is signed in at Kratos. Only
// failures cost tokens, so that an attacker behind the same address cannot lock out an honest admin.
func (s *Server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return s.letPass(next, func(c echo.Context) (admin.Admin, error) {
		if !s.bySession(c.Request()) {
			return s.rules.Keys.Authenticate(c.Request().Context(), bearer(c.Request().Header.Values("Authorization")), s.changes(c))
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
	if !fromSameOrigin(r) {
		return admin.Admin{}, errForbiddenOrigin
	}
	session, err := s.sessions.SessionOf(r)
	if err != nil {
		return admin.Admin{}, err
	}
	return s.rules.Admin.BySession(r.Context(), session, requestOf(c), s.changes(c))
}

// changes reports whether a call needs the evidence of a change. An export of the whole log does, too.
func (s *Server) changes(c echo.Context) bool {
	method := c.Request().Method
	return (method != http.MethodGet && method != http.MethodHead) || s.takesLog(c)
}

// fromSameOrigin is stricter than sameSite: only pages of this listener may use an admin's cookie, also for reading.
// The cookie is bound to its host, so a foreign name for this address does not get one.
func fromSameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	origins := r.Header.Values("Origin")
	if len(origins) == 0 {
		return r.Method == http.MethodGet || r.Method == http.MethodHead // browsers send it with every change
	}
	origin, err := url.Parse(origins[0])
	return len(origins) == 1 && err == nil && origin.Host != "" && strings.EqualFold(origin.Host, r.Host)
}

// bearer returns the one bearer token of a request, or "" without one or with several headers.
func bearer(headers []string) string {
	if len(headers) != 1 {
		return ""
	}
	scheme, token, found := strings.Cut(headers[0], " ")
	if !found || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

func (s *Server) introduceAdmin(c echo.Context) error {
	return writeJSON(c, http.StatusOK, contentJSON, s.rules.Admin.Introduce(adminOf(c)))
}

package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"latchkey/webauthnsvc"
)

const keyAdmin = "admin"

// authenticate lets pass who bears an admin key. Only failures cost tokens, so that an attacker behind the same
// address cannot shut out an honest admin.
func (s *Server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		admin, err := s.service.Authenticate(c.Request().Context(), bearer(c.Request().Header.Values("Authorization")))
		if errors.Is(err, webauthnsvc.ErrAdminKeyInvalid) {
			if limited := s.adminFailures.take(c.RealIP()); limited != nil {
				return limited
			}
		}
		if err != nil {
			return err
		}
		c.Set(keyAdmin, admin)
		return next(c)
	}
}

// withScope lets pass keys that have the scope.
func withScope(scope string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if !slices.Contains(adminOf(c).Scopes, scope) {
				return fmt.Errorf("%w: %s is missing", webauthnsvc.ErrForbidden, scope)
			}
			return next(c)
		}
	}
}

// bearer reads the one bearer token of a request; "" where there is none, or more than one header.
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

func adminOf(c echo.Context) webauthnsvc.Admin {
	admin, _ := c.Get(keyAdmin).(webauthnsvc.Admin)
	return admin
}

package api

import (
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"latchkey/admin"
)

const keyAdmin = "admin"

// withScope admits keys and roles that have one of the scopes.
func withScope(scopes ...string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			has := func(scope string) bool { return slices.Contains(adminOf(c).Scopes, scope) }
			if !slices.ContainsFunc(scopes, has) {
				return fmt.Errorf("%w: %s is missing", admin.ErrForbidden, strings.Join(scopes, " or "))
			}
			return next(c)
		}
	}
}

func adminOf(c echo.Context) admin.Admin {
	admin, _ := c.Get(keyAdmin).(admin.Admin)
	return admin
}

package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"latchkey/authz"
)

// Paths that other files name.
const (
	hookPath   = "/hooks/kratos/:event"
	originPath = "/v1/origin"
)

// group registers routes below a prefix, with shared middleware. A group of echo's own answers 404 where the path exists
// for another method.
type group struct {
	echo   *echo.Echo
	prefix string
	shared []echo.MiddlewareFunc
}

func (g group) add(method, path string, handler echo.HandlerFunc, more []echo.MiddlewareFunc) {
	all := append(g.shared[:len(g.shared):len(g.shared)], more...)
	g.echo.Add(method, g.prefix+path, handler, all...)
}

// get also registers HEAD, for which net/http drops the body.
func (g group) get(path string, handler echo.HandlerFunc, more ...echo.MiddlewareFunc) {
	g.add(http.MethodGet, path, handler, more)
	g.add(http.MethodHead, path, handler, more)
}

func (g group) post(path string, handler echo.HandlerFunc, more ...echo.MiddlewareFunc) {
	g.add(http.MethodPost, path, handler, more)
}

func (g group) patch(path string, handler echo.HandlerFunc, more ...echo.MiddlewareFunc) {
	g.add(http.MethodPatch, path, handler, more)
}

func (g group) delete(path string, handler echo.HandlerFunc, more ...echo.MiddlewareFunc) {
	g.add(http.MethodDelete, path, handler, more)
}

// below applies a middleware to all requests below a prefix, routed or not: it decides before 404 and 405.
func below(prefix string, middleware echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		guarded := middleware(next)
		return func(c echo.Context) error {
			if strings.HasPrefix(c.Path(), prefix) || strings.HasPrefix(c.Request().URL.Path, prefix) {
				return guarded(c)
			}
			return next(c)
		}
	}
}

// authzPaths are those of forward-auth; the request that a proxy asks about may follow.
var authzPaths = []string{authz.Path, authz.Path + "/*", authz.Path + ";*"}

func isAuthz(c echo.Context) bool { return slices.Contains(authzPaths, c.Path()) }

// anyMethod answers every method where a condition holds, including those that echo does not know.
func anyMethod(where func(echo.Context) bool, handler echo.HandlerFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if where(c) {
				return handler(c)
			}
			return next(c)
		}
	}
}

// methodKnown reports whether the path exists, for a request whose method has no route there.
func methodKnown(c echo.Context) bool { return c.Get(echo.ContextKeyHeaderAllow) != nil }

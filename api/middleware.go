package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"latchkey/transport"
)

// findClient replaces the address of the connection by that of the client, once for each request; "" if it is unknown.
func (s *Server) findClient(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		c.Set(forwardingKey, s.proxies.Forwarding(r))
		if client := s.proxies.Client(r); client.IsValid() {
			r.RemoteAddr = client.String()
		} else {
			r.RemoteAddr = ""
		}
		return next(c)
	}
}

// forwardingKey is where findClient keeps what became of the proxies' headers.
const forwardingKey = "forwarding"

// foundClient returns what findClient found.
func foundClient(r *http.Request) string { return r.RemoteAddr }

// forAll are the paths with the same responses for everyone, without a cookie: scripts and icons, and 404 for a missing
// one, such as a language that was not added. And what each page may learn about itself.
var forAll = []string{"/sdk/", "/elements/", "/authenticators/", originPath}

// cors lets pages of the configured origins call the API with their cookies, and any page load what is in forAll.
func (s *Server) cors() echo.MiddlewareFunc {
	configured := s.configuredOrigins()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		answer := configured(next)
		return func(c echo.Context) error {
			path := c.Request().URL.Path
			if !slices.ContainsFunc(forAll, func(below string) bool { return strings.HasPrefix(path, below) }) {
				return answer(c)
			}
			c.Response().Header().Set("Access-Control-Allow-Origin", "*")
			return next(c)
		}
	}
}

func (s *Server) configuredOrigins() echo.MiddlewareFunc {
	return middleware.CORSWithConfig(middleware.CORSConfig{
		// To a proxy a 204 is a success: on forward-auth OPTIONS is a method like any other, and not answered here. The
		// admin API is not available to other origins at all. A path that does not exist is 404 for OPTIONS, too.
		Skipper: func(c echo.Context) bool {
			path := c.Request().URL.Path
			return isAuthz(c) || strings.HasPrefix(path, "/admin/") || c.Request().Method == http.MethodOptions && !methodKnown(c)
		},
		AllowOriginFunc:  func(origin string) (bool, error) { return slices.Contains(s.cfg.Origins, origin), nil },
		AllowMethods:     []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete},
		AllowHeaders:     []string{"Content-Type", "Authorization", "X-Session-Token", headerRequestID},
		ExposeHeaders:    []string{headerRequestID, "Retry-After"},
		AllowCredentials: true,
		MaxAge:           600,
	})
}

var valueNoStore = []string{"no-store"} // shared: Set would allocate a slice for each response

func noStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header()["Cache-Control"] = valueNoStore
		return next(c)
	}
}

// headers sets the headers that all responses have.
func headers(strict bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			transport.SetDefaults(h)
			if strict {
				transport.SetStrictTransport(h)
			}
			if transport.MayBeSmuggled(c.Request()) {
				transport.CloseConnection(h)
			}
			return next(c)
		}
	}
}

// refuseLongBodies refuses a body whose declared length is over the limit, and closes the connection. Without it, net/http
// would first invite a client with "Expect: 100-continue" to send the body. Forward-auth reads no body: the proxy copies
// the headers of the request that it asks about.
func refuseLongBodies(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		limit := int64(maxBodyBytes)
		switch {
		case isAuthz(c):
			return next(c)
		case c.Path() == hookPath:
			limit = maxHookBytes
		}
		if c.Request().ContentLength > limit {
			transport.CloseConnection(c.Response().Header())
			return errTooLarge
		}
		return next(c)
	}
}

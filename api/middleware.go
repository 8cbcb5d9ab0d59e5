package api

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// clientIP accepts X-Forwarded-For from configured proxies only; echo would also trust all private networks.
func (s *Server) clientIP() echo.IPExtractor {
	if len(s.cfg.TrustedProxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, prefix := range s.cfg.TrustedProxies {
		options = append(options, echo.TrustIPRange(ipNet(prefix)))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

func ipNet(prefix netip.Prefix) *net.IPNet {
	prefix = prefix.Masked()
	return &net.IPNet{IP: prefix.Addr().AsSlice(), Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen())}
}

// forAll are the paths with the same responses for everyone, without a cookie: scripts and icons, and 404 for a missing
// one, such as a language that was not added.
var forAll = []string{"/sdk/", "/elements/", "/authenticators/"}

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
		// admin API is not available to other origins at all.
		Skipper: func(c echo.Context) bool {
			path := c.Request().URL.Path
			return path == "/v1/authz" || strings.HasPrefix(path, "/admin/")
		},
		AllowOriginFunc:  func(origin string) (bool, error) { return slices.Contains(s.cfg.Origins, origin), nil },
		AllowMethods:     []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete},
		AllowHeaders:     []string{"Content-Type", "Authorization", "X-Session-Token", headerRequestID},
		ExposeHeaders:    []string{headerRequestID, "Retry-After"},
		AllowCredentials: true,
		MaxAge:           600,
	})
}

func noStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h["Cache-Control"], h["X-Content-Type-Options"] = valueNoStore, valueNoSniff
		return next(c)
	}
}

// Header values that responses share; they must not be changed. Set would allocate a slice for each.
var (
	valueNoStore = []string{"no-store"}
	valueNoSniff = []string{"nosniff"}
)

package api

import (
	"crypto/rand"
	"strings"

	"github.com/labstack/echo/v4"
)

const headerRequestID = "X-Request-Id"

// identify gives each request its ID. Latchkey always generates it: it enters the audit log, where a caller must not be
// able to pass its requests off as others', or spread one attack over other users' IDs. Proxies are no exception, since
// most of them forward the ID that their client sent.
func identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(headerRequestID, rand.Text())
		return next(c)
	}
}

func isRequestID(id string) bool {
	return len(id) >= 8 && len(id) <= 64 &&
		strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// requestID returns the request's ID, which is stored only in the response's header.
func requestID(c echo.Context) string { return c.Response().Header().Get(headerRequestID) }

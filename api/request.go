package api

import (
	"github.com/labstack/echo/v4"

	"latchkey/audit"
	"latchkey/transport"
)

// requestOf returns the part of the request that the rules need.
func requestOf(c echo.Context) audit.Request {
	return audit.Request{
		ID:        requestID(c),
		IP:        c.RealIP(),
		UserAgent: transport.UserAgent(c.Request()),
		Language:  c.Request().Header.Get("Accept-Language"),
		Origin:    c.Request().Header.Get("Origin"),
		Browser:   transport.IsBrowser(c.Request()),
		CrossSite: transport.IsCrossSite(c.Request()),
	}
}

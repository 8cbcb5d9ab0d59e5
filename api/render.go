package api

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"latchkey/transport"
)

// statusClientGone is nginx' log status for a client that disconnected before the response, which no client sees.
const statusClientGone = 499

// clientGone reports whether the work was cancelled because the client disconnected. Nothing is known to be
// unavailable.
func clientGone(c echo.Context, err error) bool {
	return errors.Is(c.Request().Context().Err(), context.Canceled) && errors.Is(err, context.Canceled)
}

// renderProblem renders every failure: as a page where a browser asks for one and there are pages, otherwise as a problem
// document. Forward-auth has no page: proxies copy the browser's Accept, and it would be another site's.
func renderProblem(err error, c echo.Context, pages Pages) {
	if c.Response().Committed {
		return
	}
	if clientGone(c, err) {
		noteProblem(c, "client_gone", err)
		_ = c.NoContent(statusClientGone)
		return
	}
	p, members := describe(err)
	noteProblem(c, p.code, err)
	setProblemHeaders(c.Response().Header(), p, members)
	accept := c.Request().Header.Values("Accept")
	if pages != nil && !isAuthz(c) && transport.Choose(accept, contentProblem, contentJSON, "text/html") == "text/html" {
		pages.ServeProblem(c.Response(), c.Request(), p.status, p.code, requestID(c))
		return
	}
	if c.Request().Method == http.MethodHead {
		c.Response().Header().Set(echo.HeaderContentType, contentProblem)
		_ = c.NoContent(p.status)
		return
	}
	body := document{
		"type":       "urn:latchkey:problem:" + p.code,
		"title":      p.title,
		"status":     p.status,
		"code":       p.code,
		"detail":     p.title,
		"hint":       p.hint,
		"request_id": requestID(c),
	}
	maps.Copy(body, members)
	if writeErr := writeJSON(c, p.status, contentProblem, body); writeErr != nil {
		noteProblem(c, p.code, fmt.Errorf("%w; and writing the answer failed: %w", err, writeErr))
	}
}

func setProblemHeaders(h http.Header, p problem, members document) {
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept")
	switch seconds, limited := members["retry_after"].(int); {
	case limited:
		h.Set("Retry-After", strconv.Itoa(seconds))
	case p.status == http.StatusServiceUnavailable:
		h.Set("Retry-After", strconv.Itoa(retryAfter))
	case p.status == http.StatusUnauthorized && h.Get("WWW-Authenticate") == "":
		h.Set("WWW-Authenticate", "Bearer")
	}
}

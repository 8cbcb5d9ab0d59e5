package api

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"latchkey/webauthnsvc"
)

// The headers that a proxy passes on to the application behind it. The proxy must drop them from what clients send.
const (
	headerIdentity = "X-Latchkey-Identity"
	headerSession  = "X-Latchkey-Session"
	headerLevel    = "X-Latchkey-Level"
)

// authorize is forward-auth: may the request go on, and whose is it? Any method is answered, since proxies send that
// of the request they ask about. With ?redirect a browser is sent to where it can get what is missing, for proxies
// that pass a redirect on (Caddy, Traefik); nginx wants the plain 401 and 403.
func (s *Server) authorize(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	var assurance webauthnsvc.Assurance
	if err == nil {
		assurance, err = s.service.Authorize(c.Request().Context(), session)
	}
	if err == nil {
		h := c.Response().Header()
		h.Set(headerIdentity, session.Identity.ID.String())
		h.Set(headerSession, session.ID.String())
		h.Set(headerLevel, assurance.Level)
		return c.NoContent(http.StatusOK)
	}
	if target := s.wayOut(err, c); target != "" && c.QueryParams().Has("redirect") {
		noteProblem(c, "redirected", err)
		return c.Redirect(http.StatusFound, target)
	}
	return err
}

// wayOut is the page that gets a person what the session lacks; "" where no page helps.
func (s *Server) wayOut(err error, c echo.Context) string {
	var (
		aal2   *webauthnsvc.AAL2Required
		stepUp *webauthnsvc.StepUpRequired
	)
	page := ""
	switch {
	case errors.As(err, &aal2):
		return aal2.RedirectTo
	case errors.Is(err, webauthnsvc.ErrUnauthenticated):
		page = "/login"
	case errors.As(err, &stepUp):
		page = "/step-up"
	case errors.Is(err, webauthnsvc.ErrEnrolmentRequired):
		page = "/setup"
	default:
		return ""
	}
	return s.cfg.BaseURL + page + "?" + url.Values{"return_to": {s.cfg.Returns.Choose(asked(c))}}.Encode()
}

// asked is the address that the person wanted, as the proxy tells it.
func asked(c echo.Context) string {
	h := c.Request().Header
	if given := c.QueryParam("return_to"); given != "" {
		return given
	}
	proto, host, uri := h.Get("X-Forwarded-Proto"), h.Get("X-Forwarded-Host"), h.Get("X-Forwarded-Uri")
	if proto == "" || host == "" {
		return ""
	}
	return proto + "://" + host + uri
}

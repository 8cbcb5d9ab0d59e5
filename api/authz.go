package api

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/authz"
)

// The headers for the application behind a proxy. The proxy must remove them from client requests.
const (
	headerIdentity = "X-Latchkey-Identity"
	headerSession  = "X-Latchkey-Session"
	headerLevel    = "X-Latchkey-Level"
)

// headerPage names, in a plain 401 or 403, the page where the user gets what is missing. nginx can read it from the
// response, but cannot construct a return_to that survives "&" in the address.
const headerPage = "X-Latchkey-Page"

// authorize is forward-auth: may the request go on, and whose is it? Any method is answered, since proxies send that
// of the request they ask about. With ?redirect a browser is sent to where it can get what is missing, for proxies
// that pass a redirect on (Caddy, Traefik); nginx wants the plain 401 and 403.
func (s *Server) authorize(c echo.Context) error {
	question, err := authz.Read(c.Request())
	if err != nil {
		return err
	}
	answer, err := s.authz.Ask(c.Request(), question)
	h := c.Response().Header()
	switch {
	case err == nil:
		h.Set(headerIdentity, answer.Session.Identity.ID.String())
		h.Set(headerSession, answer.Session.ID.String())
		if answer.Level != "" {
			h.Set(headerLevel, answer.Level)
		}
		return c.NoContent(http.StatusOK)
	case answer.Page == "":
	case question.Redirect:
		noteProblem(c, "redirected", err)
		return c.Redirect(http.StatusFound, answer.Page)
	default:
		h.Set(headerPage, answer.Page)
	}
	var challenge *authz.Challenge
	if errors.As(err, &challenge) {
		h.Set("WWW-Authenticate", challenge.Header())
	}
	return err
}

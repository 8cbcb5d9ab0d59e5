package api

import (
	"errors"
	"net/http"

	"github.com/google/uuid"
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

// authorizedBody is the body of a success. Unless configured otherwise, Oathkeeper reads subject (cookie_session) or sub (bearer_token) from
// it, and extra.
type authorizedBody struct {
	Subject uuid.UUID       `json:"subject"`
	Sub     uuid.UUID       `json:"sub"` // the same
	Extra   authorizedExtra `json:"extra"`
}

type authorizedExtra struct {
	IdentityID uuid.UUID `json:"identity_id"`
	SessionID  uuid.UUID `json:"session_id"`
	Level      string    `json:"level,omitempty"`
}

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
		return authorized(c, answer)
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

func authorized(c echo.Context, answer authz.Answer) error {
	h, identity, session := c.Response().Header(), answer.Session.Identity.ID, answer.Session.ID
	h.Set(headerIdentity, identity.String())
	h.Set(headerSession, session.String())
	if answer.Level != "" {
		h.Set(headerLevel, answer.Level)
	}
	if c.Request().Method == http.MethodHead {
		h.Set(echo.HeaderContentType, contentJSON)
		return c.NoContent(http.StatusOK)
	}
	return writeJSON(c, http.StatusOK, contentJSON, authorizedBody{identity, identity, authorizedExtra{identity, session, answer.Level}})
}

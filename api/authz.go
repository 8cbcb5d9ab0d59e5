package api

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/standing"
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
//
// With ?level=omit the answer has no level, and where the policy requires none, it costs the database nothing.
func (s *Server) authorize(c echo.Context) error {
	level, err := wantsLevel(c)
	if err != nil {
		return err
	}
	session, cached, err := s.sessions.CachedSessionOf(c.Request())
	var assurance standing.Assurance
	if err == nil {
		assurance, err = s.rules.Standing.Authorize(c.Request().Context(), session, level)
	}
	if err != nil && cached {
		// Only a success may use the cache: a user who has just reached aal2 at Kratos would be sent there again and
		// again.
		if session, err = s.sessions.SessionOf(c.Request()); err == nil {
			assurance, err = s.rules.Standing.Authorize(c.Request().Context(), session, level)
		}
	}
	h := c.Response().Header()
	if err == nil {
		h.Set(headerIdentity, session.Identity.ID.String())
		h.Set(headerSession, session.ID.String())
		if level {
			h.Set(headerLevel, assurance.Level)
		}
		return c.NoContent(http.StatusOK)
	}
	page := s.wayOut(err, c)
	switch {
	case page == "":
	case c.QueryParams().Has("redirect"):
		noteProblem(c, "redirected", err)
		return c.Redirect(http.StatusFound, page)
	default:
		h.Set(headerPage, page)
	}
	return err
}

func wantsLevel(c echo.Context) (bool, error) {
	query := c.QueryParams()
	if !query.Has("level") {
		return true, nil
	}
	if given := query["level"]; len(given) != 1 || given[0] != "omit" {
		return false, &fault.FieldError{Field: "level", Problem: "is not omit"}
	}
	return false, nil
}

// wayOut is the page where the user gets what the session lacks; "" if no page helps.
func (s *Server) wayOut(err error, c echo.Context) string {
	var (
		aal2   *account.AAL2Required
		stepUp *standing.StepUpRequired
	)
	returnTo := s.cfg.Returns.Choose(asked(c))
	page := ""
	switch {
	case errors.As(err, &aal2):
		return comingBack(aal2.RedirectTo, returnTo)
	case errors.Is(err, fault.ErrUnauthenticated):
		page = "/login"
	case errors.As(err, &stepUp):
		if ways := stepUp.Ways; len(ways) == 1 && ways[0].URL != "" {
			return comingBack(ways[0].URL, returnTo) // our page cannot help
		}
		page = "/step-up"
	case errors.Is(err, standing.ErrEnrolmentRequired):
		page = "/setup"
	default:
		return ""
	}
	return s.cfg.BaseURL + page + "?" + url.Values{"return_to": {returnTo}}.Encode()
}

// comingBack adds the way back to the address of a Kratos page.
func comingBack(page, returnTo string) string {
	target, err := url.Parse(page)
	if err != nil {
		return page
	}
	query := target.Query()
	query.Set("return_to", returnTo)
	target.RawQuery = query.Encode()
	return target.String()
}

// asked returns the address that the user requested, as reported by the proxy.
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

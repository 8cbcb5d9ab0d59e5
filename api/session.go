package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
)

// showSession returns the state of the session and the next action.
func (s *Server) showSession(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	req := requestOf(c)
	if req.Origin == "" {
		req.Origin = s.originOfPage(c.Request())
	}
	standing, err := s.rules.Standing.Standing(c.Request().Context(), session, req)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, standing)
}

// endOwnSession ends the caller's session. It needs no step-up and has no limit, like showSession: someone with a copy of the cookie
// must not be able to keep it alive by using up a limit.
func (s *Server) endOwnSession(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	if err := readNothing(c); err != nil {
		return err
	}
	if err := s.sessions.EndSession(c.Request().Context(), session.ID); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// originOfPage returns the origin of a page at our own address: browsers omit it from its GETs. It returns "" if a
// proxy has replaced the host; then the page is unknown.
func (s *Server) originOfPage(r *http.Request) string {
	if r.Header.Get("Sec-Fetch-Site") != "same-origin" {
		return ""
	}
	for _, scheme := range []string{"https://", "http://"} {
		if origin := scheme + r.Host; slices.Contains(s.cfg.Origins, origin) {
			return origin
		}
	}
	return ""
}

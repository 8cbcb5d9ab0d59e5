package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
)

// showSession tells a person, or their page, where the session stands and what to do next.
func (s *Server) showSession(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	req := s.request(c)
	if req.Origin == "" {
		req.Origin = s.originOfPage(c.Request())
	}
	standing, err := s.rules.Ceremonies.Standing(c.Request().Context(), session, req)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, standing)
}

// originOfPage is that of a page at our own address: browsers leave it out of its GETs. "" when a proxy has put
// another host in its place; then nothing is known of the page.
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

package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"latchkey/fault"
)

// reportBrowserFailure counts a ceremony that failed in the browser. It reads no session: a report is about no one.
func (s *Server) reportBrowserFailure(c echo.Context) error {
	if !s.cfg.BrowserFailures {
		return fault.ErrNotFound
	}
	if err := s.reports.Take(c.RealIP()); err != nil {
		return err
	}
	var body struct {
		Kind string `json:"kind"`
		Code string `json:"code"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	if err := s.rules.People.BrowserFailed(body.Kind, body.Code); err != nil {
		return err
	}
	if s.cfg.Meter != nil {
		s.cfg.Meter.BrowserFailure(body.Kind, body.Code)
	}
	return c.NoContent(http.StatusNoContent)
}

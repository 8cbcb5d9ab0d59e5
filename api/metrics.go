package api

import (
	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/limit"
)

func (s *Server) showMetrics(c echo.Context) error {
	if s.cfg.Metrics == nil {
		return fault.ErrNotFound
	}
	select {
	case s.scrapes <- struct{}{}:
		defer func() { <-s.scrapes }()
	default:
		return &limit.Limited{Seconds: 1}
	}
	s.cfg.Metrics.ServeHTTP(c.Response(), c.Request())
	return nil
}

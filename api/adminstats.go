package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func (s *Server) showStats(c echo.Context) error {
	q := readQuery(c, "since", "until")
	since, until := q.At("since"), q.At("until")
	if err := q.Err(); err != nil {
		return err
	}
	stats, err := s.rules.People.Stats(c.Request().Context(), since, until)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, stats)
}

package api

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

const (
	defaultActivitySize = 20
	maxActivitySize     = 100
)

func (s *Server) showActivity(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	q := readQuery(c, "page_size", "page_token")
	size := defaultActivitySize
	given := each(q, "page_size", "is not within 1 to 100", func(raw string) (int, error) {
		n, err := strconv.Atoi(raw)
		if err != nil || n < 1 || n > maxActivitySize {
			return 0, strconv.ErrRange
		}
		return n, nil
	})
	if given != nil {
		size = *given
	}
	token := ""
	if given := q.text("page_token"); given != nil {
		token = *given
	}
	if q.fault != nil {
		return q.fault
	}
	activity, err := s.rules.People.Activity(c.Request().Context(), session, size, token)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, activity)
}

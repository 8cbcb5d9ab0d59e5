package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func (s *Server) showActivity(c echo.Context) error {
	session, err := s.sessions.SessionOf(c.Request())
	if err != nil {
		return err
	}
	q := readQuery(c, "page_size", "page_token")
	size := q.Size("page_size", 20, 100)
	token := ""
	if given := q.Text("page_token"); given != nil {
		token = *given
	}
	if err := q.Err(); err != nil {
		return err
	}
	activity, err := s.rules.People.Activity(c.Request().Context(), session, size, token)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, activity)
}

package api

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/standing"
)

// confirmFactor and disownFactor take the user's answer to "is this factor yours?".
func (s *Server) confirmFactor(c echo.Context) error {
	return s.answerFactor(c, s.rules.Standing.ConfirmFactor)
}

func (s *Server) disownFactor(c echo.Context) error {
	return s.answerFactor(c, s.rules.Standing.DisownFactor)
}

func (s *Server) answerFactor(
	c echo.Context,
	answer func(context.Context, account.Session, audit.Request, uuid.UUID) (*standing.FactorAnswer, error),
) error {
	session, err := s.writingSession(c)
	if err != nil {
		return err
	}
	id, err := pathID(c)
	if err != nil {
		return err
	}
	answered, err := answer(c.Request().Context(), session, s.request(c), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, answered)
}

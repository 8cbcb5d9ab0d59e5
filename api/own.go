package api

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/account"
	"latchkey/audit"
)

// own handles a call by which users change what the address names of their own: a factor, a passkey.
func own[T any](s *Server, change func(context.Context, account.Session, audit.Request, uuid.UUID) (T, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		session, err := s.writingSession(c)
		if err != nil {
			return err
		}
		id, err := pathID(c)
		if err != nil {
			return err
		}
		if err := readNothing(c); err != nil {
			return err
		}
		changed, err := change(c.Request().Context(), session, requestOf(c), id)
		if err != nil {
			return err
		}
		return writeJSON(c, http.StatusOK, contentJSON, changed)
	}
}

package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/audit"
)

// show handles a call that reads what the address names.
func show[T any](find func(context.Context, uuid.UUID) (T, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, err := pathID(c)
		if err != nil {
			return err
		}
		found, err := find(c.Request().Context(), id)
		if err != nil {
			return err
		}
		return writeJSON(c, http.StatusOK, contentJSON, found)
	}
}

// decide handles a call by which an admin changes what the address names, for the reason in the body.
func decide[T any](
	change func(context.Context, admin.Admin, audit.Request, uuid.UUID, string) (T, error),
	write func(echo.Context, T) error,
) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, err := pathID(c)
		if err != nil {
			return err
		}
		var body struct {
			Reason string `json:"reason"`
		}
		if err := readJSON(c, &body); err != nil {
			return err
		}
		changed, err := change(c.Request().Context(), adminOf(c), requestOf(c), id, body.Reason)
		if err != nil {
			return orAwaits(c, err)
		}
		return write(c, changed)
	}
}

// act is like decide, for a call without a reason, whose body is empty.
func act[T any](
	change func(context.Context, admin.Admin, audit.Request, uuid.UUID) (T, error),
	write func(echo.Context, T) error,
) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, err := pathID(c)
		if err != nil {
			return err
		}
		if err := readJSON(c, &struct{}{}); err != nil {
			return err
		}
		changed, err := change(c.Request().Context(), adminOf(c), requestOf(c), id)
		if err != nil {
			return err
		}
		return write(c, changed)
	}
}

func writeOK[T any](c echo.Context, value T) error {
	return writeJSON(c, http.StatusOK, contentJSON, value)
}

func writeCreated[T any](c echo.Context, value T) error {
	return writeJSON(c, http.StatusCreated, contentJSON, value)
}

// orAwaits answers 202 with the request if it waits for another admin, and returns other errors.
func orAwaits(c echo.Context, err error) error {
	var waits *admin.AwaitsApproval
	if errors.As(err, &waits) {
		return writeJSON(c, http.StatusAccepted, contentJSON, waits.Approval)
	}
	return err
}

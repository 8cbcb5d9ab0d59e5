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

// change handles a call by which an admin changes what the address names, as the body B says.
func change[B, T any](
	make func(context.Context, admin.Admin, audit.Request, uuid.UUID, B) (T, error), write func(echo.Context, T) error,
) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, err := pathID(c)
		if err != nil {
			return err
		}
		var body B
		if err := readJSON(c, &body); err != nil {
			return err
		}
		changed, err := make(c.Request().Context(), adminOf(c), requestOf(c), id, body)
		if err != nil {
			return orAwaits(c, err)
		}
		return write(c, changed)
	}
}

// decide is change for a call whose body has only a reason.
func decide[T any](
	make func(context.Context, admin.Admin, audit.Request, uuid.UUID, string) (T, error), write func(echo.Context, T) error,
) echo.HandlerFunc {
	type body struct {
		Reason string `json:"reason"`
	}
	return change(func(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, b body) (T, error) {
		return make(ctx, by, req, id, b.Reason)
	}, write)
}

// act is change for a call whose body is empty.
func act[T any](
	make func(context.Context, admin.Admin, audit.Request, uuid.UUID) (T, error), write func(echo.Context, T) error,
) echo.HandlerFunc {
	return change(func(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, _ struct{}) (T, error) {
		return make(ctx, by, req, id)
	}, write)
}

// ending is what a change of passkeys also ends. A lost device holds sessions as well as the passkey, so keeping them has to
// be requested.
type ending struct {
	EndSessions *bool `json:"end_sessions"`
	EndCodes    bool  `json:"end_codes"`
}

func (e ending) sessions() bool { return e.EndSessions == nil || *e.EndSessions }

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

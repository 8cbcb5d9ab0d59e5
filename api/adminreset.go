package api

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/recovery"
)

type resetting struct {
	Reason     string `json:"reason"`
	ApprovedBy string `json:"approved_by"`
}

func (s *Server) startReset(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, b resetting) (*recovery.Reset, error) {
	return s.rules.Recovery.StartReset(ctx, by, req, id, b.Reason, b.ApprovedBy)
}

func (s *Server) listResets(c echo.Context) error {
	q := s.readFilter(c, "state", "page_size", "page_token")
	filter := recovery.ResetFilter{State: q.Text("state"), IdentityID: q.ID("identity_id")}
	page := readPage(q, s.rules, "mfa-resets")
	if err := q.Err(); err != nil {
		return err
	}
	resets, err := s.rules.Recovery.Resets(c.Request().Context(), filter, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "mfa-resets", "resets", resets, page, func(r *recovery.Reset) uuid.UUID { return r.ID })
}

// writeReset answers 202 while an approval or Kratos is pending.
func writeReset(c echo.Context, reset *recovery.Reset) error {
	status := http.StatusOK
	if reset.EndedAt == nil {
		status = http.StatusAccepted
	}
	return writeJSON(c, status, contentJSON, reset)
}

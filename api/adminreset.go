package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/recovery"
)

func (s *Server) startReset(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	var body struct {
		Reason     string `json:"reason"`
		ApprovedBy string `json:"approved_by"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	reset, err := s.rules.Recovery.StartReset(c.Request().Context(), adminOf(c), requestOf(c), id, body.Reason, body.ApprovedBy)
	if err != nil {
		return err
	}
	return writeReset(c, reset)
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

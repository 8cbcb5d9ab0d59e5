package api

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/revocation"
)

func (s *Server) listAllPasskeys(c echo.Context) error {
	q := s.readFilter(c, slices.Concat(revocation.Parameters, []string{"page_size", "page_token"})...)
	filter, page := revocation.ReadFilter(q), readPage(q, s.rules, "passkeys")
	if err := q.Err(); err != nil {
		return err
	}
	rows, err := s.rules.Admin.ListPasskeys(c.Request().Context(), filter.Passkeys(), page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "passkeys", "passkeys", rows, page, func(p admin.Passkey) uuid.UUID { return p.ID })
}

type revoking struct {
	Reason string `json:"reason"`
	ending
}

func (s *Server) revokePasskey(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, b revoking) (*admin.Revocation, error) {
	return s.rules.Admin.RevokePasskey(ctx, by, req, id, b.Reason, b.sessions(), b.EndCodes)
}

type suspending struct {
	Reason   string `json:"reason"`
	EndCodes bool   `json:"end_codes"`
}

func (s *Server) suspendPasskey(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, b suspending) (*admin.Suspension, error) {
	return s.rules.Admin.SuspendPasskey(ctx, by, req, id, b.Reason, b.EndCodes)
}

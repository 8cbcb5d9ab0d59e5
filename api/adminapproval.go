package api

import (
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/recovery"
)

func (s *Server) listApprovals(c echo.Context) error {
	q := readQuery(c, "identity_id", "page_size", "page_token")
	identityID := q.id("identity_id")
	page := q.page(s.rules, "approvals")
	if q.fault != nil {
		return q.fault
	}
	list, err := s.rules.Recovery.Approvals(c.Request().Context(), identityID, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "approvals", "approvals", list, page, func(a *recovery.Approval) uuid.UUID { return a.ID })
}

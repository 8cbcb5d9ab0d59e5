package api

import (
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/recovery"
)

func (s *Server) listApprovals(c echo.Context) error {
	q := s.readFilter(c, "page_size", "page_token")
	identityID := q.ID("identity_id")
	page := readPage(q, s.rules, "approvals")
	if err := q.Err(); err != nil {
		return err
	}
	list, err := s.rules.Recovery.Approvals(c.Request().Context(), identityID, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "approvals", "approvals", list, page, func(a *recovery.Approval) uuid.UUID { return a.ID })
}

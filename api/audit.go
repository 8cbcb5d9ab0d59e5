package api

import (
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/webauthnsvc"
)

func (s *Server) listAuditEvents(c echo.Context) error {
	q := readQuery(c, "identity_id", "passkey_id", "type", "actor_id", "since", "until", "page_size", "page_token")
	filter := webauthnsvc.AuditFilter{
		IdentityID: q.id("identity_id"),
		PasskeyID:  q.id("passkey_id"),
		Type:       q.text("type"),
		ActorID:    q.text("actor_id"),
		Since:      q.at("since"),
		Until:      q.at("until"),
	}
	page := q.page()
	if q.fault != nil {
		return q.fault
	}
	events, err := s.service.AuditEvents(c.Request().Context(), filter, page)
	if err != nil {
		return err
	}
	return writePage(c, "events", events, page, func(e webauthnsvc.AuditEvent) uuid.UUID { return e.ID })
}

package api

import (
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
)

func (s *Server) listDeliveries(c echo.Context) error {
	q := s.readFilter(c, "state", "sink", "page_size", "page_token")
	filter := admin.DeliveryFilter{State: q.Text("state"), Sink: q.Text("sink"), IdentityID: q.ID("identity_id")}
	page := readPage(q, s.rules, "deliveries")
	if err := q.Err(); err != nil {
		return err
	}
	deliveries, err := s.rules.Admin.Deliveries(c.Request().Context(), filter, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "deliveries", "deliveries", deliveries, page, func(d admin.Delivery) uuid.UUID { return d.ID })
}

package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/webauthnsvc"
)

func (s *Server) listDeliveries(c echo.Context) error {
	q := readQuery(c, "state", "sink", "identity_id", "page_size", "page_token")
	filter := webauthnsvc.DeliveryFilter{State: q.text("state"), Sink: q.text("sink"), IdentityID: q.id("identity_id")}
	page := q.page(s.rules, "deliveries")
	if q.fault != nil {
		return q.fault
	}
	deliveries, err := s.rules.Ceremonies.Deliveries(c.Request().Context(), filter, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "deliveries", "deliveries", deliveries, page, func(d webauthnsvc.Delivery) uuid.UUID { return d.ID })
}

func (s *Server) retryDelivery(c echo.Context) error {
	id, reason, err := s.readReason(c)
	if err != nil {
		return err
	}
	delivery, err := s.rules.Ceremonies.RetryDelivery(c.Request().Context(), adminOf(c), s.request(c), id, reason)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, delivery)
}

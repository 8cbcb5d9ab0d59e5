package api

import (
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/recovery"
)

// orAwaits answers 202 with the request if it waits for another admin, and returns other errors.
func orAwaits(c echo.Context, err error) error {
	var waits *admin.AwaitsApproval
	if errors.As(err, &waits) {
		return writeJSON(c, http.StatusAccepted, contentJSON, waits.Approval)
	}
	return err
}

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

func (s *Server) showApproval(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	approval, err := s.rules.Recovery.Approval(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, approval)
}

func (s *Server) approve(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := readJSON(c, &struct{}{}); err != nil {
		return err
	}
	approval, err := s.rules.Recovery.Approve(c.Request().Context(), adminOf(c), s.request(c), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, approval)
}

func (s *Server) cancelApproval(c echo.Context) error {
	id, reason, err := s.readReason(c)
	if err != nil {
		return err
	}
	approval, err := s.rules.Recovery.CancelApproval(c.Request().Context(), adminOf(c), s.request(c), id, reason)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, approval)
}

func (s *Server) collectCode(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := readJSON(c, &struct{}{}); err != nil {
		return err
	}
	code, err := s.rules.Recovery.CollectCode(c.Request().Context(), adminOf(c), s.request(c), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusCreated, contentJSON, code)
}

func (s *Server) issueEnrolmentCode(c echo.Context) error {
	id, reason, err := s.readReason(c)
	if err != nil {
		return err
	}
	code, err := s.rules.Recovery.IssueEnrolmentCode(c.Request().Context(), adminOf(c), s.request(c), id, reason)
	if err != nil {
		return orAwaits(c, err)
	}
	return writeJSON(c, http.StatusCreated, contentJSON, code)
}

func (s *Server) confirmPasskey(c echo.Context) error {
	id, reason, err := s.readReason(c)
	if err != nil {
		return err
	}
	passkey, err := s.rules.Admin.ConfirmPasskey(c.Request().Context(), adminOf(c), s.request(c), id, reason)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, passkey)
}

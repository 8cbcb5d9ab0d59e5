package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/revocation"
)

// passkeyFilter is a revocation's filter as admins write it: a user is also named by what they sign in with.
type passkeyFilter struct {
	revocation.Filter
	Identity *string `json:"identity"`
}

func (s *Server) resolveFilter(c echo.Context, f passkeyFilter) (revocation.Filter, error) {
	if f.Identity == nil {
		return f.Filter, nil
	}
	if f.IdentityID != nil {
		return f.Filter, &fault.FieldError{Field: "identity", Problem: "is given together with identity_id"}
	}
	id, err := s.rules.People.IdentityID(c.Request().Context(), *f.Identity)
	f.IdentityID = &id
	return f.Filter, err
}

func (s *Server) previewRevocation(c echo.Context) error {
	var body struct {
		Filter passkeyFilter `json:"filter"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	filter, err := s.resolveFilter(c, body.Filter)
	if err != nil {
		return err
	}
	preview, err := s.rules.Revocations.Preview(c.Request().Context(), filter)
	if err != nil {
		return err
	}
	return writeOK(c, preview)
}

func (s *Server) startRevocation(c echo.Context) error {
	var body struct {
		Filter   passkeyFilter `json:"filter"`
		Reason   string        `json:"reason"`
		Expected *int          `json:"expected"`
		ending
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	filter, err := s.resolveFilter(c, body.Filter)
	if err != nil {
		return err
	}
	started, err := s.rules.Revocations.Start(c.Request().Context(), adminOf(c), requestOf(c), revocation.Request{
		Filter: filter, Reason: body.Reason, Expected: body.Expected, EndSessions: body.sessions(), EndCodes: body.EndCodes,
	})
	if err != nil {
		return err
	}
	return writeRevocation(c, started)
}

func (s *Server) listRevocations(c echo.Context) error {
	q := readQuery(c, "state", "page_size", "page_token")
	state, page := q.Text("state"), readPage(q, s.rules, "revocations")
	if err := q.Err(); err != nil {
		return err
	}
	list, err := s.rules.Revocations.Revocations(c.Request().Context(), state, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "revocations", "revocations", list, page, func(r *revocation.Revocation) uuid.UUID { return r.ID })
}

func (s *Server) listRevocationPasskeys(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	q := readQuery(c, "outcome", "page_size", "page_token")
	outcome, page := q.Text("outcome"), readPage(q, s.rules, "revocation-passkeys")
	if err := q.Err(); err != nil {
		return err
	}
	list, err := s.rules.Revocations.Passkeys(c.Request().Context(), id, outcome, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "revocation-passkeys", "passkeys", list, page, func(p revocation.Passkey) uuid.UUID { return p.PasskeyID })
}

// writeRevocation answers 202 while the revocation waits or is in progress.
func writeRevocation(c echo.Context, r *revocation.Revocation) error {
	status := http.StatusOK
	if r.EndedAt == nil {
		status = http.StatusAccepted
	}
	return writeJSON(c, status, contentJSON, r)
}

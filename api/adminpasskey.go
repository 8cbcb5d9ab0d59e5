package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
)

func (s *Server) listAllPasskeys(c echo.Context) error {
	q := s.readFilter(c, "aaguid", "rp_id", "synced", "unused_since", "clone_warning", "suspended", "page_size", "page_token")
	filter := admin.PasskeyFilter{
		IdentityID:   q.ID("identity_id"),
		AAGUID:       q.ID("aaguid"),
		RPID:         q.Text("rp_id"),
		Synced:       q.YesOrNo("synced"),
		UnusedSince:  q.At("unused_since"),
		CloneWarning: q.YesOrNo("clone_warning"),
		Suspended:    q.YesOrNo("suspended"),
	}
	page := readPage(q, s.rules, "passkeys")
	if err := q.Err(); err != nil {
		return err
	}
	rows, err := s.rules.Admin.ListPasskeys(c.Request().Context(), filter, page)
	if err != nil {
		return err
	}
	return writePage(c, s.rules, "passkeys", "passkeys", rows, page, func(p admin.Passkey) uuid.UUID { return p.ID })
}

func (s *Server) revokePasskey(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	body := struct {
		Reason      string `json:"reason"`
		EndSessions *bool  `json:"end_sessions"`
		EndCodes    bool   `json:"end_codes"`
	}{}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	// A lost device holds sessions as well as the passkey; keeping them has to be requested.
	endSessions := body.EndSessions == nil || *body.EndSessions
	revocation, err := s.rules.Admin.RevokePasskey(c.Request().Context(), adminOf(c), requestOf(c), id, body.Reason, endSessions, body.EndCodes)
	if err != nil {
		return orAwaits(c, err)
	}
	return writeJSON(c, http.StatusOK, contentJSON, revocation)
}

func (s *Server) suspendPasskey(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	var body struct {
		Reason   string `json:"reason"`
		EndCodes bool   `json:"end_codes"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	suspension, err := s.rules.Admin.SuspendPasskey(c.Request().Context(), adminOf(c), requestOf(c), id, body.Reason, body.EndCodes)
	if err != nil {
		return orAwaits(c, err)
	}
	return writeJSON(c, http.StatusOK, contentJSON, suspension)
}

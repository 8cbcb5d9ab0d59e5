package api

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
)

// maxNames limits how many names are returned at once: a page of any list and its admins.
const maxNames = 100

type login struct {
	IdentityID uuid.UUID `json:"identity_id"`
	Login      string    `json:"login"`
}

// showNames returns the login names of users and the names of admin keys, for lists that have IDs only. Unknown ones are absent.
func (s *Server) showNames(c echo.Context) error {
	q := readQuery(c, "ids", "key_ids")
	ids, keyIDs := q.IDs("ids", maxNames), q.IDs("key_ids", maxNames)
	if q.Err() == nil && ids == nil && keyIDs == nil {
		q.Fail("ids", "is missing, and so is key_ids")
	}
	if err := q.Err(); err != nil {
		return err
	}
	keys, err := s.rules.Keys.Names(c.Request().Context(), keyIDs)
	if err != nil {
		return err
	}
	logins, err := s.rules.People.Logins(c.Request().Context(), ids)
	if err != nil {
		return err
	}
	list := make([]login, 0, len(logins))
	for _, id := range ids {
		if name, known := logins[id]; known {
			list = append(list, login{id, name})
		}
	}
	return writeJSON(c, http.StatusOK, contentJSON, map[string]any{"logins": list, "keys": keys})
}

type ofSession struct {
	Reason    string     `json:"reason"`
	SessionID *uuid.UUID `json:"session_id"`
}

func (s *Server) endSessions(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, b ofSession) (*admin.EndedSessions, error) {
	session := uuid.Nil
	if b.SessionID != nil {
		if session = *b.SessionID; session == uuid.Nil { // not to be mistaken for all
			return nil, fault.ErrNotFound
		}
	}
	return s.rules.Sessions.End(ctx, by, req, id, session, b.Reason)
}

const signOutPath = "/admin/v1/sign-out"

// signOut ends the session of the caller. It needs no step-up.
func (s *Server) signOut(c echo.Context) error {
	if err := readJSON(c, &struct{}{}); err != nil {
		return err
	}
	if err := s.rules.Sessions.SignOut(c.Request().Context(), adminOf(c)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

package webauthnsvc

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/store"
)

// What the admin API narrows and pages by; see store for their contracts.
type (
	PasskeyFilter = store.PasskeyFilter
	AuditFilter   = store.AuditFilter
	Page          = store.Page
)

// AdminPasskey is a passkey as admins see it.
type AdminPasskey struct {
	Passkey
	IdentityID uuid.UUID `json:"identity_id"`
	SignCount  uint32    `json:"sign_count"`
}

func (s *Service) viewForAdmin(row store.Passkey) AdminPasskey {
	return AdminPasskey{s.view(row), row.IdentityID, row.SignCount}
}

// ListPasskeys lists over all identities, newest first.
func (s *Service) ListPasskeys(ctx context.Context, filter PasskeyFilter, page Page) ([]AdminPasskey, error) {
	rows, err := s.store.ListPasskeys(ctx, filter, page)
	if err != nil {
		return nil, storeError(err)
	}
	return s.viewsForAdmin(rows), nil
}

func (s *Service) viewsForAdmin(rows []store.Passkey) []AdminPasskey {
	list := make([]AdminPasskey, 0, len(rows))
	for _, row := range rows {
		list = append(list, s.viewForAdmin(row))
	}
	return list
}

// What became of the identity's Kratos sessions at a revocation.
const (
	SessionsEnded  = "ended"
	SessionsKept   = "kept"
	SessionsFailed = "failed" // Kratos did not answer: the passkey is gone all the same
)

// Revocation is a passkey that is gone.
type Revocation struct {
	Passkey  AdminPasskey `json:"passkey"`
	Sessions string       `json:"sessions"`
}

// RevokePasskey deletes a passkey for good and, if asked, ends the identity's Kratos sessions. The passkey goes
// first: whoever holds it must not log in again while Kratos is asked. FieldError, ErrNotFound.
func (s *Service) RevokePasskey(ctx context.Context, by Admin, req Request, id uuid.UUID, reason string, endSessions bool) (*Revocation, error) {
	row, event, err := s.adminAct(ctx, eventPasskeyRevoked, by, req, id, reason)
	if err != nil {
		return nil, err
	}
	ended, err := s.store.DeletePasskey(ctx, row.IdentityID, id, uuid.Nil, false, event)
	if err != nil {
		return nil, storeError(err)
	}
	revocation := &Revocation{Passkey: s.viewForAdmin(row), Sessions: SessionsKept}
	if !endSessions {
		s.endSessions(ctx, row.IdentityID, ended, uuid.Nil) // what this passkey created ends in any case
	} else {
		revocation.Sessions = SessionsEnded
		if err := s.identities.EndSessions(ctx, row.IdentityID); err != nil {
			revocation.Sessions = SessionsFailed
		}
	}
	s.unlinkLast(ctx, row.IdentityID)
	return revocation, nil
}

// SuspendPasskey pauses a passkey until it is resumed. FieldError, ErrNotFound.
func (s *Service) SuspendPasskey(ctx context.Context, by Admin, req Request, id uuid.UUID, reason string) (*AdminPasskey, error) {
	row, event, err := s.adminAct(ctx, eventPasskeySuspended, by, req, id, reason)
	if err != nil {
		return nil, err
	}
	ended, err := s.store.SuspendPasskey(ctx, id, event.At, false, event)
	if err != nil {
		return nil, storeError(err)
	}
	s.endSessions(ctx, row.IdentityID, ended, uuid.Nil)
	return s.AdminPasskey(ctx, id)
}

// ResumePasskey ends the pause and clears the clone warning. FieldError, ErrNotFound.
func (s *Service) ResumePasskey(ctx context.Context, by Admin, req Request, id uuid.UUID, reason string) (*AdminPasskey, error) {
	_, event, err := s.adminAct(ctx, eventPasskeyResumed, by, req, id, reason)
	if err != nil {
		return nil, err
	}
	if err := s.store.ResumePasskey(ctx, id, event); err != nil {
		return nil, storeError(err)
	}
	return s.AdminPasskey(ctx, id)
}

// AdminPasskey shows one. ErrNotFound.
func (s *Service) AdminPasskey(ctx context.Context, id uuid.UUID) (*AdminPasskey, error) {
	row, err := s.store.Passkey(ctx, id)
	if err != nil {
		return nil, storeError(err)
	}
	passkey := s.viewForAdmin(row)
	return &passkey, nil
}

// adminAct finds the passkey and prepares the record of what is done to it. Reasons are for people to read later,
// so there must be one.
func (s *Service) adminAct(ctx context.Context, kind string, by Admin, req Request, id uuid.UUID, reason string) (store.Passkey, store.AuditEvent, error) {
	reason, err := cleanReason(reason)
	if err != nil {
		return store.Passkey{}, store.AuditEvent{}, err
	}
	row, err := s.store.Passkey(ctx, id)
	if err != nil {
		return store.Passkey{}, store.AuditEvent{}, storeError(err)
	}
	if err := s.mayActOn(ctx, by, row.IdentityID); err != nil {
		return store.Passkey{}, store.AuditEvent{}, err
	}
	event := s.event(kind, req, by.actor(), aboutPasskey(row.IdentityID, id))
	event.Reason = reason
	return row, event, nil
}

// maxReasonRunes bounds what an admin may write as a reason.
const maxReasonRunes = 500

func cleanReason(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		return "", &FieldError{"reason", "is empty; say why, for the record"}
	case !plain(reason, true):
		return "", &FieldError{"reason", "has characters that are no text"}
	case utf8.RuneCountInString(reason) > maxReasonRunes:
		return "", &FieldError{"reason", "is longer than 500 characters"}
	}
	return reason, nil
}

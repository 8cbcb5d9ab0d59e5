package admin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/text"
	"latchkey/webauthnsvc"
)

// What the admin API narrows and pages by; see store for their contracts.
type (
	PasskeyFilter = store.PasskeyFilter
	AuditFilter   = store.AuditFilter
	Page          = store.Page
)

// Passkey is a passkey as admins see it.
type Passkey struct {
	webauthnsvc.Passkey
	IdentityID  uuid.UUID  `json:"identity_id"`
	SignCount   uint32     `json:"sign_count"`
	ConfirmedAt *time.Time `json:"confirmed_at"` // by another admin, for a person with a role
	// Counts tells whether a person with a role can make changes with it (admin.passkey_age).
	Counts bool `json:"counts"`
}

func (s *Service) viewForAdmin(row store.Passkey) Passkey {
	return Passkey{s.ceremonies.View(row), row.IdentityID, row.SignCount, row.ConfirmedAt, s.counts(row)}
}

// ListPasskeys lists over all identities, newest first.
func (s *Service) ListPasskeys(ctx context.Context, filter PasskeyFilter, page Page) ([]Passkey, error) {
	rows, err := s.store.ListPasskeys(ctx, filter, page)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return s.ViewsForAdmin(rows), nil
}

func (s *Service) ViewsForAdmin(rows []store.Passkey) []Passkey {
	list := make([]Passkey, 0, len(rows))
	for _, row := range rows {
		list = append(list, s.viewForAdmin(row))
	}
	return list
}

// Revocation is a passkey that is gone.
type Revocation struct {
	Passkey  Passkey `json:"passkey"`
	Sessions string  `json:"sessions"` // SessionsEnded, SessionsKept or SessionsPending
}

// Suspension is a passkey that is paused.
type Suspension struct {
	Passkey
	Sessions string `json:"sessions"` // SessionsEnded or SessionsPending: those that the passkey created
}

// RevokePasskey deletes a passkey for good and, if asked, ends the identity's Kratos sessions. With two admins it waits
// where no passkey that works would be left (*AwaitsApproval). FieldError, ErrNotFound, ErrOneself, ErrAbove.
func (s *Service) RevokePasskey(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string, endSessions bool) (*Revocation, error) {
	row, event, err := s.adminAct(ctx, audit.PasskeyRevoked, by, req, id, reason)
	if err != nil {
		return nil, err
	}
	wish := Request{store.ApprovePasskeyRevocation, row.IdentityID, id, event.Reason, endSessions}
	wait, err := s.leavesNone(ctx, row)
	switch {
	case err != nil:
		return nil, err
	case wait:
		return nil, s.Await(ctx, by, req, wish)
	}
	revocation, err := s.revoke(ctx, row, event, endSessions, s.twoAdmins())
	if errors.Is(err, fault.ErrLastPasskey) { // the other one went in the same moment
		return nil, s.Await(ctx, by, req, wish)
	}
	return revocation, err
}

// revoke deletes the passkey first: whoever holds it must not log in again while Kratos is asked.
func (s *Service) revoke(ctx context.Context, row store.Passkey, event store.AuditEvent, endSessions, keepLast bool) (*Revocation, error) {
	end := standing.EndingAt(event.At, uuid.Nil) // what this passkey created ends in any case
	if endSessions {
		end = standing.EndingOthersAt(event.At, event.At, uuid.Nil)
	}
	ended, err := s.store.DeletePasskey(ctx, store.Removal{
		IdentityID: row.IdentityID, PasskeyID: row.ID, KeepLast: keepLast, Ending: end, Event: event,
	})
	if err != nil {
		return nil, fault.OfStore(err)
	}
	revocation := &Revocation{Passkey: s.viewForAdmin(row), Sessions: s.endings.Settle(ctx, ended)}
	if !endSessions && revocation.Sessions == standing.SessionsEnded {
		revocation.Sessions = standing.SessionsKept
	}
	s.ceremonies.UnlinkLast(ctx, row.IdentityID)
	return revocation, nil
}

// leavesNone: with two admins, it takes both to leave a person without a passkey that works.
func (s *Service) leavesNone(ctx context.Context, row store.Passkey) (bool, error) {
	if !s.twoAdmins() {
		return false, nil
	}
	rows, err := s.store.PasskeysOf(ctx, row.IdentityID)
	if err != nil {
		return false, fault.OfStore(err)
	}
	others := slices.DeleteFunc(rows, func(other store.Passkey) bool { return other.ID == row.ID })
	return !s.policy.AnyUsable(others), nil
}

// SuspendPasskey pauses a passkey until it is resumed; with two admins it waits as RevokePasskey does. FieldError,
// ErrNotFound, ErrOneself, ErrAbove.
func (s *Service) SuspendPasskey(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string) (*Suspension, error) {
	row, event, err := s.adminAct(ctx, audit.PasskeySuspended, by, req, id, reason)
	if err != nil {
		return nil, err
	}
	wish := Request{store.ApprovePasskeySuspension, row.IdentityID, id, event.Reason, false}
	wait, err := s.leavesNone(ctx, row)
	switch {
	case err != nil:
		return nil, err
	case wait && row.SuspendedAt == nil:
		return nil, s.Await(ctx, by, req, wish)
	}
	sessions, err := s.suspend(ctx, row, event, s.twoAdmins())
	if errors.Is(err, fault.ErrLastPasskey) {
		return nil, s.Await(ctx, by, req, wish)
	}
	if err != nil {
		return nil, err
	}
	passkey, err := s.Passkey(ctx, id)
	if err != nil {
		return nil, err
	}
	return &Suspension{*passkey, sessions}, nil
}

func (s *Service) suspend(ctx context.Context, row store.Passkey, event store.AuditEvent, keepLast bool) (sessions string, err error) {
	ended, err := s.store.SuspendPasskey(ctx, row.ID, standing.EndingAt(event.At, uuid.Nil), keepLast, event)
	if err != nil {
		return "", fault.OfStore(err)
	}
	return s.endings.Settle(ctx, ended), nil
}

// ConfirmPasskey makes a passkey of a person with a role count for changes before it is admin.passkey_age old: another
// admin has made sure that it is theirs. FieldError, ErrNotFound, ErrForbidden, ErrOneself.
func (s *Service) ConfirmPasskey(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string) (*Passkey, error) {
	if !by.VouchesForStaff() {
		return nil, fmt.Errorf("%w: passkeys are confirmed by admins", ErrForbidden)
	}
	_, event, err := s.adminAct(ctx, audit.PasskeyConfirmed, by, req, id, reason)
	if err != nil {
		return nil, err
	}
	if err := s.store.ConfirmPasskey(ctx, id, event.At, event); err != nil {
		return nil, fault.OfStore(err)
	}
	return s.Passkey(ctx, id)
}

// ResumePasskey ends the pause and clears the clone warning. FieldError, ErrNotFound.
func (s *Service) ResumePasskey(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string) (*Passkey, error) {
	row, event, err := s.adminAct(ctx, audit.PasskeyResumed, by, req, id, reason)
	switch {
	case err != nil:
		return nil, err
	case row.Disregarded():
		// It may be the asking admin's own, set up on the account of the person.
		return nil, ErrMayBeAnothers
	}
	err = s.store.ResumePasskey(ctx, id, event)
	if errors.Is(err, store.ErrNotFound) { // suspended for verification in this moment, or removed
		return s.ResumePasskey(ctx, by, req, id, reason)
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return s.Passkey(ctx, id)
}

// Passkey shows one. ErrNotFound.
func (s *Service) Passkey(ctx context.Context, id uuid.UUID) (*Passkey, error) {
	row, err := s.store.Passkey(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	passkey := s.viewForAdmin(row)
	return &passkey, nil
}

// adminAct finds the passkey and prepares the record of what is done to it. Reasons are for people to read later,
// so there must be one.
func (s *Service) adminAct(ctx context.Context, kind string, by Admin, req audit.Request, id uuid.UUID, reason string) (store.Passkey, store.AuditEvent, error) {
	reason, err := text.CleanReason(reason)
	if err != nil {
		return store.Passkey{}, store.AuditEvent{}, err
	}
	row, err := s.store.Passkey(ctx, id)
	if err != nil {
		return store.Passkey{}, store.AuditEvent{}, fault.OfStore(err)
	}
	if err := s.MayActOn(ctx, by, row.IdentityID); err != nil {
		return store.Passkey{}, store.AuditEvent{}, err
	}
	event := s.audit.Event(kind, req, by.Actor(), audit.AboutPasskey(row.IdentityID, id))
	event.Reason = reason
	return row, event, nil
}

// ErrMayBeAnothers: the passkey was suspended since it may be another person's, and is not resumed.
var ErrMayBeAnothers = errors.New("passkey is older than the verification of its owner's address")

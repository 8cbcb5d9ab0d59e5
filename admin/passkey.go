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
	"latchkey/webauthnsvc/authenticator"
)

// Filters of the admin API; package store has their contracts.
type (
	PasskeyFilter = store.PasskeyFilter
	AuditFilter   = store.AuditFilter
)

// Passkey is a passkey as admins see it.
type Passkey struct {
	webauthnsvc.Passkey
	IdentityID  uuid.UUID  `json:"identity_id"`
	SignCount   uint32     `json:"sign_count"`
	ConfirmedAt *time.Time `json:"confirmed_at"` // by another admin, for a user with a role
	// Counts reports whether a user with a role can make changes with it (admin.passkey_age).
	Counts bool `json:"counts"`
	// BackupFlagsChanged reports that its last login was refused for that reason.
	BackupFlagsChanged bool `json:"backup_flags_changed"`
	// SuspensionCause is store.SuspendedByStaff, store.SuspendedByClone, store.SuspendedForInactivity,
	// store.SuspendedAsCompromised or store.SuspendedForVerification; empty if it is not suspended.
	SuspensionCause string     `json:"suspension_cause"`
	SuspendedAt     *time.Time `json:"suspended_at"`
}

func (s *Service) viewForAdmin(row store.Passkey) Passkey {
	return Passkey{s.ceremonies.View(row), row.IdentityID, row.SignCount, row.ConfirmedAt, s.counts(row), row.BackupFlagsAt != nil, row.SuspensionCause(), row.SuspendedAt}
}

// ListPasskeys lists passkeys of all identities, newest first.
func (s *Service) ListPasskeys(ctx context.Context, filter PasskeyFilter, page Page) ([]Passkey, error) {
	rows, err := s.store.ListPasskeys(ctx, filter, page)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return s.ViewsForAdmin(rows), nil
}

// ViewsForAdmin returns passkeys as admins see them.
func (s *Service) ViewsForAdmin(rows []store.Passkey) []Passkey {
	list := make([]Passkey, 0, len(rows))
	for _, row := range rows {
		list = append(list, s.viewForAdmin(row))
	}
	return list
}

// Revocation is the result of revoking a passkey.
type Revocation struct {
	Passkey  Passkey `json:"passkey"`
	Sessions string  `json:"sessions"` // standing.SessionsEnded, standing.SessionsKept or standing.SessionsPending
	// RecoveryCodes is webauthnsvc.CodesUnaffected, webauthnsvc.CodesKept or webauthnsvc.CodesEnded.
	RecoveryCodes string `json:"recovery_codes"`
	// AdminKeys are the admin keys that were made with the passkey and still work.
	AdminKeys []webauthnsvc.MadeKey `json:"admin_keys"`
}

// Suspension is the result of suspending a passkey.
type Suspension struct {
	Passkey
	Sessions string `json:"sessions"` // standing.SessionsEnded or standing.SessionsPending: those that the passkey created
	// RecoveryCodes and AdminKeys are as in Revocation.
	RecoveryCodes string                `json:"recovery_codes"`
	AdminKeys     []webauthnsvc.MadeKey `json:"admin_keys"`
}

// RevokePasskey deletes a passkey and ends the Kratos sessions that it created, or with endSessions all of the
// identity's; with endCodes the recovery codes that were made with it end. If two admins are required and no usable
// passkey would be left, the request waits. Errors: *fault.FieldError, fault.ErrNotFound, fault.ErrIdentityDeleted,
// ErrOneself, ErrAbove, *AwaitsApproval.
func (s *Service) RevokePasskey(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string, endSessions, endCodes bool) (*Revocation, error) {
	row, event, err := s.prepareChange(ctx, audit.PasskeyRevoked, by, req, id, reason)
	if err != nil {
		return nil, err
	}
	request := Request{store.ApprovePasskeyRevocation, row.IdentityID, id, event.Reason, endSessions, endCodes}
	wait, err := s.leavesNoUsable(ctx, row)
	switch {
	case err != nil:
		return nil, err
	case wait:
		return nil, s.Await(ctx, by, req, request)
	}
	revocation, err := s.revoke(ctx, row, event, request, s.needsTwoAdmins(), s.store.DeletePasskey)
	if errors.Is(err, fault.ErrLastPasskey) { // another passkey was removed concurrently
		return nil, s.Await(ctx, by, req, request)
	}
	return revocation, err
}

// removePasskey does what store.Passkeys.DeletePasskey does, and perhaps more in the same transaction.
type removePasskey = func(context.Context, store.Removal) ([]store.SessionEnding, error)

// revoke deletes the passkey before it ends sessions, so the passkey cannot be used in between.
func (s *Service) revoke(
	ctx context.Context, row store.Passkey, event store.AuditEvent, request Request, keepLast bool, remove removePasskey,
) (*Revocation, error) {
	event = authenticator.Describe(event, row)
	end := standing.EndingAt(event.At, uuid.Nil) // sessions that this passkey created always end
	if request.endSessions {
		event = audit.With(event, map[string]any{"sessions_ended": true})
		end = standing.EndingOthersAt(event.At, event.At, uuid.Nil)
	}
	codes, err := s.ceremonies.CodesMadeWith(ctx, row, request.endCodes, &end, event)
	if err != nil {
		return nil, err
	}
	ended, err := remove(ctx, store.Removal{
		IdentityID: row.IdentityID, PasskeyID: row.ID, KeepLast: keepLast, Ending: end, Event: audit.WithName(event, row.Name),
	})
	if err != nil {
		return nil, fault.OfStore(err)
	}
	revocation := &Revocation{Passkey: s.viewForAdmin(row), RecoveryCodes: codes, Sessions: s.endings.Settle(ctx, ended)}
	if !request.endSessions && revocation.Sessions == standing.SessionsEnded {
		revocation.Sessions = standing.SessionsKept
	}
	s.ceremonies.UnlinkLast(ctx, row.IdentityID)
	revocation.AdminKeys, err = s.ceremonies.KeysMadeWith(ctx, row.ID)
	return revocation, err
}

// leavesNoUsable reports whether the user would have no usable passkey without this one. It is false if one admin
// suffices.
func (s *Service) leavesNoUsable(ctx context.Context, row store.Passkey) (bool, error) {
	if !s.needsTwoAdmins() {
		return false, nil
	}
	rows, err := s.store.PasskeysOf(ctx, row.IdentityID)
	if err != nil {
		return false, fault.OfStore(err)
	}
	others := slices.DeleteFunc(rows, func(other store.Passkey) bool { return other.ID == row.ID })
	return !s.policy.AnyUsable(others), nil
}

// SuspendPasskey suspends a passkey until it is resumed, and ends the sessions that it created, with endCodes also the
// recovery codes that were made with it. If two admins are required and no usable passkey would be left, the request
// waits. Errors: *fault.FieldError, fault.ErrNotFound, fault.ErrIdentityDeleted, ErrOneself, ErrAbove, *AwaitsApproval.
func (s *Service) SuspendPasskey(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string, endCodes bool) (*Suspension, error) {
	row, event, err := s.prepareChange(ctx, audit.PasskeySuspended, by, req, id, reason)
	if err != nil {
		return nil, err
	}
	request := Request{store.ApprovePasskeySuspension, row.IdentityID, id, event.Reason, false, endCodes}
	wait, err := s.leavesNoUsable(ctx, row)
	switch {
	case err != nil:
		return nil, err
	case wait && (row.SuspendedAt == nil || row.EndsByItself()): // and staff's suspension does not
		return nil, s.Await(ctx, by, req, request)
	}
	sessions, codes, err := s.suspend(ctx, row, event, endCodes, s.needsTwoAdmins())
	if errors.Is(err, fault.ErrLastPasskey) {
		return nil, s.Await(ctx, by, req, request)
	}
	if err != nil {
		return nil, err
	}
	passkey, err := s.Passkey(ctx, id)
	if err != nil {
		return nil, err
	}
	keys, err := s.ceremonies.KeysMadeWith(ctx, id)
	if err != nil {
		return nil, err
	}
	return &Suspension{*passkey, sessions, codes, keys}, nil
}

func (s *Service) suspend(ctx context.Context, row store.Passkey, event store.AuditEvent, endCodes, keepLast bool) (sessions, codes string, err error) {
	end := standing.EndingAt(event.At, uuid.Nil)
	if codes, err = s.ceremonies.CodesMadeWith(ctx, row, endCodes, &end, event); err != nil {
		return "", "", err
	}
	ended, err := s.store.SuspendPasskey(ctx, row.ID, end, keepLast, authenticator.Describe(event, row))
	if err != nil {
		return "", "", fault.OfStore(err)
	}
	return s.endings.Settle(ctx, ended), codes, nil
}

// ConfirmPasskey lets a user with a role make changes with a passkey before it is admin.passkey_age old: another admin
// has verified that it is theirs. Errors: *fault.FieldError, fault.ErrNotFound, fault.ErrIdentityDeleted, ErrForbidden,
// ErrOneself, ErrAbove.
func (s *Service) ConfirmPasskey(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string) (*Passkey, error) {
	if !by.VouchesForStaff() {
		return nil, fmt.Errorf("%w: only admins confirm passkeys", ErrForbidden)
	}
	_, event, err := s.prepareChange(ctx, audit.PasskeyConfirmed, by, req, id, reason)
	if err != nil {
		return nil, err
	}
	if err := s.store.ConfirmPasskey(ctx, id, event.At, event); err != nil {
		return nil, fault.OfStore(err)
	}
	return s.Passkey(ctx, id)
}

// ResumePasskey ends a suspension and clears the clone warning. Errors: *fault.FieldError, fault.ErrNotFound,
// fault.ErrIdentityDeleted, ErrOneself, ErrAbove, ErrMayBeAnothers.
func (s *Service) ResumePasskey(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string) (*Passkey, error) {
	row, event, err := s.prepareChange(ctx, audit.PasskeyResumed, by, req, id, reason)
	switch {
	case err != nil:
		return nil, err
	case row.Disregarded():
		// It may belong to the admin, who registered it on the account of the user.
		return nil, ErrMayBeAnothers
	}
	err = s.store.ResumePasskey(ctx, id, authenticator.Describe(event, row))
	if errors.Is(err, store.ErrNotFound) { // concurrently suspended for verification, or removed
		return s.ResumePasskey(ctx, by, req, id, reason)
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return s.Passkey(ctx, id)
}

// Passkey returns a passkey as admins see it. Errors: fault.ErrNotFound.
func (s *Service) Passkey(ctx context.Context, id uuid.UUID) (*Passkey, error) {
	row, err := s.store.Passkey(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	passkey := s.viewForAdmin(row)
	return &passkey, nil
}

// prepareChange checks that the admin may change the passkey, and returns it with the audit event of the change. A
// reason is required, for readers of the audit log. It returns the errors of MayActOn, and fault.ErrIdentityDeleted.
func (s *Service) prepareChange(ctx context.Context, kind string, by Admin, req audit.Request, id uuid.UUID, reason string) (store.Passkey, store.AuditEvent, error) {
	reason, err := text.CleanReason(reason)
	if err != nil {
		return store.Passkey{}, store.AuditEvent{}, err
	}
	row, err := s.store.Passkey(ctx, id)
	if err != nil {
		return store.Passkey{}, store.AuditEvent{}, fault.OfStore(err)
	}
	err = s.MayActOn(ctx, by, row.IdentityID)
	if errors.Is(err, fault.ErrIdentityNotFound) {
		err = fault.ErrIdentityDeleted
	}
	if err != nil {
		return store.Passkey{}, store.AuditEvent{}, err
	}
	event := s.audit.Event(kind, req, by.Actor(), audit.AboutPasskey(row.IdentityID, id))
	event.Reason = reason
	return row, event, nil
}

// ErrMayBeAnothers reports that the passkey was suspended because it may belong to another user, and cannot be
// resumed.
var ErrMayBeAnothers = errors.New("passkey is older than the verification of its owner's address")

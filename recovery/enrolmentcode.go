package recovery

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/text"
)

// People with a role have no recovery codes: a password and a code must not end in an admin. What brings them back is a
// second passkey, or an enrolment code, which only another admin gives, or the operator at the machine. It lets one
// session set up one passkey and raises no level, whatever recovery_codes says; the new passkey then counts for changes
// as any other does (counts).

// ErrRoleHasNoCodes: the person has a role, and so no recovery codes.
var ErrRoleHasNoCodes = errors.New("people with a role have no recovery codes")

// IssueSupportCode makes one recovery code for an identity, which need have none of its own; an earlier one is worth
// nothing any more. With two admins it waits (*AwaitsApproval). ErrRecoveryCodesOff, FieldError, ErrIdentityNotFound,
// ErrOneself, ErrAbove, ErrRoleHasNoCodes.
func (s *Service) IssueSupportCode(ctx context.Context, by admin.Admin, req audit.Request, identityID uuid.UUID, reason string) (*SupportCode, error) {
	return s.giveCode(ctx, by, req, store.ApproveRecoveryCode, identityID, reason)
}

// IssueEnrolmentCode makes one enrolment code; an earlier one is worth nothing any more. With two admins it waits
// (*AwaitsApproval), but for the operator at the machine, who gives the first ones. FieldError, ErrIdentityNotFound,
// ErrForbidden, ErrOneself.
func (s *Service) IssueEnrolmentCode(ctx context.Context, by admin.Admin, req audit.Request, identityID uuid.UUID, reason string) (*SupportCode, error) {
	return s.giveCode(ctx, by, req, store.ApproveEnrolmentCode, identityID, reason)
}

func (s *Service) giveCode(ctx context.Context, by admin.Admin, req audit.Request, ask string, identityID uuid.UUID, reason string) (*SupportCode, error) {
	kind := codeKindOf(ask)
	if kind == store.CodeSupport && !s.cfg.RecoveryCodes {
		return nil, ErrRecoveryCodesOff
	}
	reason, err := text.CleanReason(reason)
	if err != nil {
		return nil, err
	}
	if err := s.mayIssue(ctx, by, kind, identityID); err != nil {
		return nil, err
	}
	if s.cfg.ResetApprovals > 1 && (kind == store.CodeSupport || !by.IsSystem()) {
		return nil, s.admin.Await(ctx, by, req, admin.Request{Kind: ask, IdentityID: identityID, Reason: reason})
	}
	return s.issueCode(ctx, by, req, kind, identityID, reason, map[string]any{})
}

func codeKindOf(ask string) string {
	if ask == store.ApproveEnrolmentCode {
		return store.CodeEnrolment
	}
	return store.CodeSupport
}

// mayIssue applies the rules of who may give such a code to whom.
func (s *Service) mayIssue(ctx context.Context, by admin.Admin, kind string, identityID uuid.UUID) error {
	switch {
	case kind == store.CodeSupport && !s.cfg.RecoveryCodes:
		return ErrRecoveryCodesOff
	case kind == store.CodeEnrolment && !by.VouchesForStaff():
		return fmt.Errorf("%w: enrolment codes are given by admins", admin.ErrForbidden)
	}
	target, err := s.identities.Identity(ctx, identityID)
	if err == nil {
		err = by.MayTouch(target)
	}
	if err == nil && kind == store.CodeSupport && target.HasRole() {
		err = ErrRoleHasNoCodes
	}
	return err
}

// issueCode makes the code and puts it on record.
func (s *Service) issueCode(
	ctx context.Context, by admin.Admin, req audit.Request, kind string, identityID uuid.UUID, reason string, details map[string]any,
) (*SupportCode, error) {
	type_ := audit.CodeBySupport
	if kind == store.CodeEnrolment {
		type_ = audit.EnrolmentCodeCreated
	}
	event := s.audit.Event(type_, req, by.Actor(), audit.AboutIdentity(identityID))
	event.Reason = reason
	code, row, err := s.newCode(ctx, identityID, event.At)
	if err != nil {
		return nil, err
	}
	expiresAt := row.CreatedAt.Add(supportCodeLifetime)
	row.Kind, row.ExpiresAt = kind, &expiresAt
	details["expires_at"] = expiresAt
	event.Metadata = audit.Metadata(details)
	if err := s.store.PutSupportCode(ctx, identityID, row, event); err != nil {
		return nil, fault.OfStore(err)
	}
	return &SupportCode{code, expiresAt}, nil
}

// mayRedeem refuses people who have no codes to redeem, without counting a try. ErrRecoveryCodesOff, ErrRoleHasNoCodes.
func (s *Service) mayRedeem(ctx context.Context, identity account.Identity, now time.Time) error {
	if s.cfg.RecoveryCodes && !identity.HasRole() {
		return nil
	}
	codes, err := s.store.RecoveryCodesOf(ctx, identity.ID)
	if err != nil {
		return fault.OfStore(err)
	}
	for _, c := range codes {
		if c.Kind == store.CodeEnrolment && standing.Redeemable(c, now) {
			return nil
		}
	}
	if identity.HasRole() {
		return ErrRoleHasNoCodes
	}
	return ErrRecoveryCodesOff
}

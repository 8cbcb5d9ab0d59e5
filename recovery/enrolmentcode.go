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

// Users with a role have no recovery codes: a password and a code must not be enough to act as an admin. If they lose
// their passkey, they use a second one, or an enrolment code, which only another admin or the operator issues. It
// allows one session to register one passkey and does not raise its level, whatever recovery_codes.level is. The new
// passkey then counts for changes like any other (admin.passkey_age).

// IssueSupportCode creates a recovery code for an identity, which need not have a set of its own. It replaces an
// earlier one. If two admins are required, the request waits. Errors: ErrRecoveryCodesOff, ErrRoleHasNoCodes,
// *fault.FieldError, fault.ErrIdentityNotFound, fault.ErrBeingReset, fault.ErrCodesJustMade, admin.ErrOneself,
// admin.ErrAbove, *admin.AwaitsApproval.
func (s *Service) IssueSupportCode(ctx context.Context, by admin.Admin, req audit.Request, identityID uuid.UUID, reason string) (*SupportCode, error) {
	return s.requestCode(ctx, by, req, store.ApproveRecoveryCode, identityID, reason)
}

// IssueEnrolmentCode creates an enrolment code. It replaces an earlier one. If two admins are required, the request
// waits, except for the operator, who issues the first ones. Errors: *fault.FieldError, fault.ErrIdentityNotFound,
// fault.ErrBeingReset, fault.ErrCodesJustMade, admin.ErrForbidden, admin.ErrOneself, *admin.AwaitsApproval.
func (s *Service) IssueEnrolmentCode(ctx context.Context, by admin.Admin, req audit.Request, identityID uuid.UUID, reason string) (*SupportCode, error) {
	return s.requestCode(ctx, by, req, store.ApproveEnrolmentCode, identityID, reason)
}

func (s *Service) requestCode(ctx context.Context, by admin.Admin, req audit.Request, requestKind string, identityID uuid.UUID, reason string) (*SupportCode, error) {
	kind := codeKindOf(requestKind)
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
		return nil, s.admin.Await(ctx, by, req, admin.Request{Kind: requestKind, IdentityID: identityID, Reason: reason})
	}
	return s.issueCode(ctx, by, req, kind, identityID, reason, uuid.Nil, map[string]any{})
}

func codeKindOf(requestKind string) string {
	if requestKind == store.ApproveEnrolmentCode {
		return store.CodeEnrolment
	}
	return store.CodeSupport
}

// mayIssue checks that the admin may issue a code of this kind to the identity.
func (s *Service) mayIssue(ctx context.Context, by admin.Admin, kind string, identityID uuid.UUID) error {
	switch {
	case kind == store.CodeSupport && !s.cfg.RecoveryCodes:
		return ErrRecoveryCodesOff
	case kind == store.CodeEnrolment && !by.VouchesForStaff():
		return fmt.Errorf("%w: only admins issue enrolment codes", admin.ErrForbidden)
	}
	target, err := s.identities.Identity(ctx, identityID)
	if err == nil {
		err = by.MayActOn(target)
	}
	if err == nil && kind == store.CodeSupport && target.HasRole() {
		err = ErrRoleHasNoCodes
	}
	return err
}

// issueCode creates the code and stores it with its audit event, and finishes the approval, unless that is zero.
func (s *Service) issueCode(
	ctx context.Context, by admin.Admin, req audit.Request, kind string, identityID uuid.UUID, reason string,
	approval uuid.UUID, details map[string]any,
) (*SupportCode, error) {
	eventType := audit.CodeBySupport
	if kind == store.CodeEnrolment {
		eventType = audit.EnrolmentCodeCreated
	}
	event := s.audit.Event(eventType, req, by.Actor(), audit.AboutIdentity(identityID))
	event.Reason = reason
	code, row, err := s.newCode(ctx, identityID, event.At)
	if err != nil {
		return nil, err
	}
	expiresAt := row.CreatedAt.Add(supportCodeLifetime)
	row.Kind, row.ExpiresAt = kind, &expiresAt
	details["expires_at"] = expiresAt
	event.Metadata = audit.Metadata(details)
	err = s.store.PutSupportCode(ctx, identityID, row, approval, event)
	if errors.Is(err, store.ApprovalDecided) {
		return nil, admin.ErrResetDecided
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return &SupportCode{code, expiresAt}, nil
}

// mayRedeem checks that the user can have a code to redeem. A refusal does not count as an attempt. Errors:
// ErrRecoveryCodesOff, ErrRoleHasNoCodes.
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

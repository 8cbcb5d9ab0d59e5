// Package local is the operations of support staff at the database and the Kratos of the configuration, for the command
// line. Their audit events have the operator as actor. What is allowed is up to the packages of the rules.
package local

import (
	"context"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/people"
	"latchkey/recovery"
	"latchkey/revocation"
	"latchkey/rules"
)

// Operations work on the database.
type Operations struct {
	passkeys
	service *rules.Rules
}

// New returns the operations with these rules.
func New(service *rules.Rules) Operations { return Operations{passkeys{service}, service} }

// RecoveryCode creates a code for a user who is locked out and has none.
func (o Operations) RecoveryCode(ctx context.Context, identityID uuid.UUID, reason string) (*recovery.SupportCode, error) {
	return o.service.Recovery.IssueSupportCode(ctx, admin.System, audit.Request{}, identityID, reason)
}

func (o Operations) Identity(ctx context.Context, named string) (*people.IdentityDetails, error) {
	if id, isID := AsID(named); isID {
		return o.service.People.IdentityDetails(ctx, id)
	}
	found, err := o.service.People.FindIdentities(ctx, named)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.ErrIdentityNotFound
	}
	return &found[0], nil
}

// Policy explains which settings apply to a user.
func (o Operations) Policy(ctx context.Context, identityID uuid.UUID) (*people.PolicyOf, error) {
	return o.service.People.PolicyOf(ctx, identityID)
}

// AsID reads an identity's ID, only in the form in which Kratos and Latchkey print it: a user may choose a name that can be read as
// an ID of another form.
func AsID(named string) (id uuid.UUID, isID bool) {
	id, err := uuid.Parse(named)
	return id, err == nil && len(named) == len(id.String())
}

func (o Operations) EndSessions(ctx context.Context, identityID, sessionID uuid.UUID, reason string) (*admin.EndedSessions, error) {
	return o.service.Sessions.End(ctx, admin.System, audit.Request{}, identityID, sessionID, reason)
}

func (o Operations) Resets(ctx context.Context, filter recovery.ResetFilter, token string) ([]*recovery.Reset, string, error) {
	return onePage(o.service, "mfa-resets", token, func(page admin.Page) ([]*recovery.Reset, error) {
		return o.service.Recovery.Resets(ctx, filter, page)
	}, func(r *recovery.Reset) uuid.UUID { return r.ID })
}

func (o Operations) StartReset(ctx context.Context, identityID uuid.UUID, reason, approvedBy string) (*recovery.Reset, error) {
	return o.service.Recovery.StartReset(ctx, admin.System, audit.Request{}, identityID, reason, approvedBy)
}

func (o Operations) ApproveReset(ctx context.Context, id uuid.UUID) (*recovery.Reset, error) {
	return o.service.Recovery.ApproveReset(ctx, admin.System, audit.Request{}, id)
}

func (o Operations) ContinueReset(ctx context.Context, id uuid.UUID) (*recovery.Reset, error) {
	if err := o.service.Recovery.RunResets(ctx); err != nil {
		return nil, err
	}
	return o.service.Recovery.Reset(ctx, id)
}

func (o Operations) CancelReset(ctx context.Context, id uuid.UUID, reason string) (*recovery.Reset, error) {
	return o.service.Recovery.CancelReset(ctx, admin.System, audit.Request{}, id, reason)
}

func (o Operations) EnrolmentCode(ctx context.Context, identityID uuid.UUID, reason string) (*recovery.SupportCode, error) {
	return o.service.Recovery.IssueEnrolmentCode(ctx, admin.System, audit.Request{}, identityID, reason)
}

func (o Operations) Approvals(ctx context.Context, identityID *uuid.UUID, token string) ([]*recovery.Approval, string, error) {
	return onePage(o.service, "approvals", token, func(page admin.Page) ([]*recovery.Approval, error) {
		return o.service.Recovery.Approvals(ctx, identityID, page)
	}, func(a *recovery.Approval) uuid.UUID { return a.ID })
}

func (o Operations) Approve(ctx context.Context, id uuid.UUID) (*recovery.Approval, error) {
	return o.service.Recovery.Approve(ctx, admin.System, audit.Request{}, id)
}

func (o Operations) CancelApproval(ctx context.Context, id uuid.UUID, reason string) (*recovery.Approval, error) {
	return o.service.Recovery.CancelApproval(ctx, admin.System, audit.Request{}, id, reason)
}

func (o Operations) CollectCode(ctx context.Context, id uuid.UUID) (*recovery.SupportCode, error) {
	return o.service.Recovery.CollectCode(ctx, admin.System, audit.Request{}, id)
}

func (o Operations) PreviewRevocation(ctx context.Context, filter revocation.Filter) (*revocation.Preview, error) {
	return o.service.Revocations.Preview(ctx, filter)
}

func (o Operations) StartRevocation(ctx context.Context, request revocation.Request) (*revocation.Revocation, error) {
	return o.service.Revocations.Start(ctx, admin.System, audit.Request{}, request)
}

func (o Operations) Revocations(ctx context.Context, token string) ([]*revocation.Revocation, string, error) {
	return onePage(o.service, "revocations", token, func(page admin.Page) ([]*revocation.Revocation, error) {
		return o.service.Revocations.Revocations(ctx, nil, page)
	}, func(r *revocation.Revocation) uuid.UUID { return r.ID })
}

func (o Operations) RevocationPasskeys(ctx context.Context, id uuid.UUID, outcome *string, token string) (*revocation.Revocation, []revocation.Passkey, string, error) {
	r, err := o.service.Revocations.Revocation(ctx, id)
	if err != nil {
		return nil, nil, "", err
	}
	rows, next, err := onePage(o.service, "revocation-passkeys", token, func(page admin.Page) ([]revocation.Passkey, error) {
		return o.service.Revocations.Passkeys(ctx, id, outcome, page)
	}, func(p revocation.Passkey) uuid.UUID { return p.PasskeyID })
	return r, rows, next, err
}

func (o Operations) ContinueRevocation(ctx context.Context, id uuid.UUID) (*revocation.Revocation, error) {
	if err := o.service.Revocations.Run(ctx); err != nil {
		return nil, err
	}
	return o.service.Revocations.Revocation(ctx, id)
}

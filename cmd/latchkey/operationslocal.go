package main

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

// localOperations work on the database. Their audit events have the operator as actor.
type localOperations struct{ service *rules.Rules }

const pageSize = 200

func (l localOperations) Passkeys(ctx context.Context, filter admin.PasskeyFilter, token string) ([]admin.Passkey, string, error) {
	return onePage(l.service, "passkeys", token, func(page admin.Page) ([]admin.Passkey, error) {
		return l.service.Admin.ListPasskeys(ctx, filter, page)
	}, func(p admin.Passkey) uuid.UUID { return p.ID })
}

func onePage[T any](service *rules.Rules, list, token string, read func(admin.Page) ([]T, error), idOf func(T) uuid.UUID) ([]T, string, error) {
	page := admin.Page{Size: pageSize + 1}
	if token != "" {
		before, err := service.Pages.OpenPage(list, token)
		if err != nil {
			return nil, "", err
		}
		page.Before = before
	}
	rows, err := read(page)
	if err != nil || len(rows) <= pageSize {
		return rows, "", err
	}
	return rows[:pageSize], service.Pages.Page(list, idOf(rows[pageSize-1])), nil
}

func (l localOperations) RevokePasskey(ctx context.Context, id uuid.UUID, reason string, endSessions, endCodes bool) (*admin.Revocation, error) {
	return l.service.Admin.RevokePasskey(ctx, admin.System, audit.Request{}, id, reason, endSessions, endCodes)
}

func (l localOperations) Identity(ctx context.Context, named string) (*people.IdentityDetails, error) {
	if id, isID := asID(named); isID {
		return l.service.People.IdentityDetails(ctx, id)
	}
	found, err := l.service.People.FindIdentities(ctx, named)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.ErrIdentityNotFound
	}
	return &found[0], nil
}

func (l localOperations) EndSessions(ctx context.Context, identityID, sessionID uuid.UUID, reason string) (*admin.EndedSessions, error) {
	return l.service.Sessions.End(ctx, admin.System, audit.Request{}, identityID, sessionID, reason)
}

func (l localOperations) Resets(ctx context.Context, filter recovery.ResetFilter, token string) ([]*recovery.Reset, string, error) {
	return onePage(l.service, "mfa-resets", token, func(page admin.Page) ([]*recovery.Reset, error) {
		return l.service.Recovery.Resets(ctx, filter, page)
	}, func(r *recovery.Reset) uuid.UUID { return r.ID })
}

func (l localOperations) StartReset(ctx context.Context, identityID uuid.UUID, reason, approvedBy string) (*recovery.Reset, error) {
	return l.service.Recovery.StartReset(ctx, admin.System, audit.Request{}, identityID, reason, approvedBy)
}

func (l localOperations) ApproveReset(ctx context.Context, id uuid.UUID) (*recovery.Reset, error) {
	return l.service.Recovery.ApproveReset(ctx, admin.System, audit.Request{}, id)
}

func (l localOperations) ContinueReset(ctx context.Context, id uuid.UUID) (*recovery.Reset, error) {
	if err := l.service.Recovery.RunResets(ctx); err != nil {
		return nil, err
	}
	return l.service.Recovery.Reset(ctx, id)
}

func (l localOperations) CancelReset(ctx context.Context, id uuid.UUID, reason string) (*recovery.Reset, error) {
	return l.service.Recovery.CancelReset(ctx, admin.System, audit.Request{}, id, reason)
}

func (l localOperations) ConfirmPasskey(ctx context.Context, id uuid.UUID, reason string) (*admin.Passkey, error) {
	return l.service.Admin.ConfirmPasskey(ctx, admin.System, audit.Request{}, id, reason)
}

func (l localOperations) EnrolmentCode(ctx context.Context, identityID uuid.UUID, reason string) (*recovery.SupportCode, error) {
	return l.service.Recovery.IssueEnrolmentCode(ctx, admin.System, audit.Request{}, identityID, reason)
}

func (l localOperations) Approvals(ctx context.Context, identityID *uuid.UUID, token string) ([]*recovery.Approval, string, error) {
	return onePage(l.service, "approvals", token, func(page admin.Page) ([]*recovery.Approval, error) {
		return l.service.Recovery.Approvals(ctx, identityID, page)
	}, func(a *recovery.Approval) uuid.UUID { return a.ID })
}

func (l localOperations) Approve(ctx context.Context, id uuid.UUID) (*recovery.Approval, error) {
	return l.service.Recovery.Approve(ctx, admin.System, audit.Request{}, id)
}

func (l localOperations) CancelApproval(ctx context.Context, id uuid.UUID, reason string) (*recovery.Approval, error) {
	return l.service.Recovery.CancelApproval(ctx, admin.System, audit.Request{}, id, reason)
}

func (l localOperations) CollectCode(ctx context.Context, id uuid.UUID) (*recovery.SupportCode, error) {
	return l.service.Recovery.CollectCode(ctx, admin.System, audit.Request{}, id)
}

func (l localOperations) PreviewRevocation(ctx context.Context, filter revocation.Filter) (*revocation.Preview, error) {
	return l.service.Revocations.Preview(ctx, filter)
}

func (l localOperations) StartRevocation(ctx context.Context, request revocation.Request) (*revocation.Revocation, error) {
	return l.service.Revocations.Start(ctx, admin.System, audit.Request{}, request)
}

func (l localOperations) Revocations(ctx context.Context, token string) ([]*revocation.Revocation, string, error) {
	return onePage(l.service, "revocations", token, func(page admin.Page) ([]*revocation.Revocation, error) {
		return l.service.Revocations.Revocations(ctx, nil, page)
	}, func(r *revocation.Revocation) uuid.UUID { return r.ID })
}

func (l localOperations) RevocationPasskeys(ctx context.Context, id uuid.UUID, outcome *string, token string) (*revocation.Revocation, []revocation.Passkey, string, error) {
	r, err := l.service.Revocations.Revocation(ctx, id)
	if err != nil {
		return nil, nil, "", err
	}
	rows, next, err := onePage(l.service, "revocation-passkeys", token, func(page admin.Page) ([]revocation.Passkey, error) {
		return l.service.Revocations.Passkeys(ctx, id, outcome, page)
	}, func(p revocation.Passkey) uuid.UUID { return p.PasskeyID })
	return r, rows, next, err
}

func (l localOperations) ContinueRevocation(ctx context.Context, id uuid.UUID) (*revocation.Revocation, error) {
	if err := l.service.Revocations.Run(ctx); err != nil {
		return nil, err
	}
	return l.service.Revocations.Revocation(ctx, id)
}

package main

import (
	"context"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/people"
	"latchkey/rules"
	"latchkey/webauthnsvc"
)

// localOperations work on the database. Their audit events have the operator as actor.
type localOperations struct{ service *rules.Rules }

const pageSize = 200

func (l localOperations) Passkeys(ctx context.Context, filter webauthnsvc.PasskeyFilter, token string) ([]webauthnsvc.AdminPasskey, string, error) {
	return onePage(l.service, "passkeys", token, func(page webauthnsvc.Page) ([]webauthnsvc.AdminPasskey, error) {
		return l.service.Ceremonies.ListPasskeys(ctx, filter, page)
	}, func(p webauthnsvc.AdminPasskey) uuid.UUID { return p.ID })
}

func onePage[T any](service *rules.Rules, list, token string, read func(webauthnsvc.Page) ([]T, error), idOf func(T) uuid.UUID) ([]T, string, error) {
	page := webauthnsvc.Page{Size: pageSize + 1}
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

func (l localOperations) RevokePasskey(ctx context.Context, id uuid.UUID, reason string, endSessions bool) (*webauthnsvc.Revocation, error) {
	return l.service.Ceremonies.RevokePasskey(ctx, webauthnsvc.System, audit.Request{}, id, reason, endSessions)
}

func (l localOperations) Identity(ctx context.Context, whom string) (*people.IdentityDetails, error) {
	if id, err := uuid.Parse(whom); err == nil {
		return l.service.People.IdentityDetails(ctx, id)
	}
	found, err := l.service.People.FindIdentities(ctx, whom)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.ErrIdentityNotFound
	}
	return &found[0], nil
}

func (l localOperations) Resets(ctx context.Context, filter webauthnsvc.ResetFilter, token string) ([]*webauthnsvc.Reset, string, error) {
	return onePage(l.service, "mfa-resets", token, func(page webauthnsvc.Page) ([]*webauthnsvc.Reset, error) {
		return l.service.Ceremonies.Resets(ctx, filter, page)
	}, func(r *webauthnsvc.Reset) uuid.UUID { return r.ID })
}

func (l localOperations) StartReset(ctx context.Context, identityID uuid.UUID, reason, approvedBy string) (*webauthnsvc.Reset, error) {
	return l.service.Ceremonies.StartReset(ctx, webauthnsvc.System, audit.Request{}, identityID, reason, approvedBy)
}

func (l localOperations) ApproveReset(ctx context.Context, id uuid.UUID) (*webauthnsvc.Reset, error) {
	return l.service.Ceremonies.ApproveReset(ctx, webauthnsvc.System, audit.Request{}, id)
}

func (l localOperations) ContinueReset(ctx context.Context, id uuid.UUID) (*webauthnsvc.Reset, error) {
	if err := l.service.Ceremonies.RunResets(ctx); err != nil {
		return nil, err
	}
	return l.service.Ceremonies.Reset(ctx, id)
}

func (l localOperations) CancelReset(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.Reset, error) {
	return l.service.Ceremonies.CancelReset(ctx, webauthnsvc.System, audit.Request{}, id, reason)
}

func (l localOperations) ConfirmPasskey(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.AdminPasskey, error) {
	return l.service.Ceremonies.ConfirmPasskey(ctx, webauthnsvc.System, audit.Request{}, id, reason)
}

func (l localOperations) EnrolmentCode(ctx context.Context, identityID uuid.UUID, reason string) (*webauthnsvc.SupportCode, error) {
	return l.service.Ceremonies.IssueEnrolmentCode(ctx, webauthnsvc.System, audit.Request{}, identityID, reason)
}

func (l localOperations) Approvals(ctx context.Context, identityID *uuid.UUID, token string) ([]*webauthnsvc.Approval, string, error) {
	return onePage(l.service, "approvals", token, func(page webauthnsvc.Page) ([]*webauthnsvc.Approval, error) {
		return l.service.Ceremonies.Approvals(ctx, identityID, page)
	}, func(a *webauthnsvc.Approval) uuid.UUID { return a.ID })
}

func (l localOperations) Approve(ctx context.Context, id uuid.UUID) (*webauthnsvc.Approval, error) {
	return l.service.Ceremonies.Approve(ctx, webauthnsvc.System, audit.Request{}, id)
}

func (l localOperations) CancelApproval(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.Approval, error) {
	return l.service.Ceremonies.CancelApproval(ctx, webauthnsvc.System, audit.Request{}, id, reason)
}

func (l localOperations) CollectCode(ctx context.Context, id uuid.UUID) (*webauthnsvc.SupportCode, error) {
	return l.service.Ceremonies.CollectCode(ctx, webauthnsvc.System, audit.Request{}, id)
}

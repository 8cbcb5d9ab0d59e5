package main

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// What staff do for people with a role, and what waits for a second admin, at the database itself and at a running Latchkey.

func (d localDesk) ConfirmPasskey(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.AdminPasskey, error) {
	return d.service.ConfirmPasskey(ctx, webauthnsvc.System, webauthnsvc.Request{}, id, reason)
}

func (d localDesk) EnrolmentCode(ctx context.Context, identityID uuid.UUID, reason string) (*webauthnsvc.SupportCode, error) {
	return d.service.IssueEnrolmentCode(ctx, webauthnsvc.System, webauthnsvc.Request{}, identityID, reason)
}

func (d localDesk) Approvals(ctx context.Context, identityID *uuid.UUID, token string) ([]*webauthnsvc.Approval, string, error) {
	return onePage(d.service, "approvals", token, func(page webauthnsvc.Page) ([]*webauthnsvc.Approval, error) {
		return d.service.Approvals(ctx, identityID, page)
	}, func(a *webauthnsvc.Approval) uuid.UUID { return a.ID })
}

func (d localDesk) Approve(ctx context.Context, id uuid.UUID) (*webauthnsvc.Approval, error) {
	return d.service.Approve(ctx, webauthnsvc.System, webauthnsvc.Request{}, id)
}

func (d localDesk) CancelApproval(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.Approval, error) {
	return d.service.CancelApproval(ctx, webauthnsvc.System, webauthnsvc.Request{}, id, reason)
}

func (d localDesk) CollectCode(ctx context.Context, id uuid.UUID) (*webauthnsvc.SupportCode, error) {
	return d.service.CollectCode(ctx, webauthnsvc.System, webauthnsvc.Request{}, id)
}

func (d *remoteDesk) ConfirmPasskey(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.AdminPasskey, error) {
	passkey := new(webauthnsvc.AdminPasskey)
	return passkey, d.call(ctx, http.MethodPost, "/passkeys/"+id.String()+"/confirm", map[string]string{"reason": reason}, passkey)
}

func (d *remoteDesk) EnrolmentCode(ctx context.Context, identityID uuid.UUID, reason string) (*webauthnsvc.SupportCode, error) {
	code := new(webauthnsvc.SupportCode)
	return code, d.call(ctx, http.MethodPost, "/identities/"+identityID.String()+"/enrolment-code", map[string]string{"reason": reason}, code)
}

func (d *remoteDesk) Approvals(ctx context.Context, identityID *uuid.UUID, token string) ([]*webauthnsvc.Approval, string, error) {
	query := pageQuery(token)
	if identityID != nil {
		query.Set("identity_id", identityID.String())
	}
	var page struct {
		Approvals []*webauthnsvc.Approval `json:"approvals"`
		Next      string                  `json:"next_page_token"`
	}
	err := d.call(ctx, http.MethodGet, "/approvals?"+query.Encode(), nil, &page)
	return page.Approvals, page.Next, err
}

func (d *remoteDesk) Approve(ctx context.Context, id uuid.UUID) (*webauthnsvc.Approval, error) {
	approval := new(webauthnsvc.Approval)
	return approval, d.call(ctx, http.MethodPost, "/approvals/"+id.String()+"/approve", struct{}{}, approval)
}

func (d *remoteDesk) CancelApproval(ctx context.Context, id uuid.UUID, reason string) (*webauthnsvc.Approval, error) {
	approval := new(webauthnsvc.Approval)
	return approval, d.call(ctx, http.MethodPost, "/approvals/"+id.String()+"/cancel", map[string]string{"reason": reason}, approval)
}

func (d *remoteDesk) CollectCode(ctx context.Context, id uuid.UUID) (*webauthnsvc.SupportCode, error) {
	code := new(webauthnsvc.SupportCode)
	return code, d.call(ctx, http.MethodPost, "/approvals/"+id.String()+"/collect", struct{}{}, code)
}

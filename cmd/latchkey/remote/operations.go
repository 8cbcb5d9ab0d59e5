// Package remote is the operations of support staff at the admin API of a running Latchkey, for the command line.
package remote

import (
	"context"
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/cmd/latchkey/local"
	"latchkey/config"
	"latchkey/fault"
	"latchkey/people"
	"latchkey/recovery"
)

// Operations call the admin API of a running Latchkey.
type Operations struct {
	passkeys
	caller
}

// New follows no redirect, because the key must only be sent to this address.
func New(remote config.Remote) *Operations {
	client := &http.Client{Timeout: remoteTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	at := caller{remote.URL, string(remote.Key), client}
	return &Operations{passkeys{at}, at}
}

func (r *Operations) Identity(ctx context.Context, whom string) (*people.IdentityDetails, error) {
	if id, isID := local.AsID(whom); isID {
		details := new(people.IdentityDetails)
		return details, r.call(ctx, http.MethodGet, "/identities/"+id.String(), nil, details)
	}
	var found struct {
		Identities []people.IdentityDetails `json:"identities"`
	}
	if err := r.call(ctx, http.MethodGet, "/identities?"+url.Values{"identifier": {whom}}.Encode(), nil, &found); err != nil {
		return nil, err
	}
	if len(found.Identities) == 0 {
		return nil, fault.ErrIdentityNotFound
	}
	return &found.Identities[0], nil
}

func (r *Operations) Policy(ctx context.Context, identityID uuid.UUID) (*people.PolicyOf, error) {
	found := new(people.PolicyOf)
	return found, r.call(ctx, http.MethodGet, "/identities/"+identityID.String()+"/policy", nil, found)
}

func (r *Operations) EndSessions(ctx context.Context, identityID, sessionID uuid.UUID, reason string) (*admin.EndedSessions, error) {
	body := map[string]string{"reason": reason}
	if sessionID != uuid.Nil {
		body["session_id"] = sessionID.String()
	}
	ended := new(admin.EndedSessions)
	return ended, r.call(ctx, http.MethodPost, "/identities/"+identityID.String()+"/end-sessions", body, ended)
}

func (r *Operations) Resets(ctx context.Context, filter recovery.ResetFilter, token string) ([]*recovery.Reset, string, error) {
	query := pageQuery(token)
	if filter.State != nil {
		query.Set("state", *filter.State)
	}
	if filter.IdentityID != nil {
		query.Set("identity_id", filter.IdentityID.String())
	}
	var page struct {
		Resets []*recovery.Reset `json:"resets"`
		Next   string            `json:"next_page_token"`
	}
	err := r.call(ctx, http.MethodGet, "/mfa-resets?"+query.Encode(), nil, &page)
	return page.Resets, page.Next, err
}

func (r *Operations) StartReset(ctx context.Context, identityID uuid.UUID, reason, approvedBy string) (*recovery.Reset, error) {
	body := map[string]string{"reason": reason}
	if approvedBy != "" {
		body["approved_by"] = approvedBy
	}
	reset := new(recovery.Reset)
	return reset, r.call(ctx, http.MethodPost, "/identities/"+identityID.String()+"/mfa-reset", body, reset)
}

func (r *Operations) ApproveReset(ctx context.Context, id uuid.UUID) (*recovery.Reset, error) {
	reset := new(recovery.Reset)
	return reset, r.call(ctx, http.MethodPost, "/mfa-resets/"+id.String()+"/approve", struct{}{}, reset)
}

// ContinueReset leaves the work to the running Latchkey. It takes the scope read.
func (r *Operations) ContinueReset(ctx context.Context, id uuid.UUID) (*recovery.Reset, error) {
	reset := new(recovery.Reset)
	return reset, r.call(ctx, http.MethodGet, "/mfa-resets/"+id.String(), nil, reset)
}

func (r *Operations) CancelReset(ctx context.Context, id uuid.UUID, reason string) (*recovery.Reset, error) {
	reset := new(recovery.Reset)
	return reset, r.call(ctx, http.MethodPost, "/mfa-resets/"+id.String()+"/cancel", map[string]string{"reason": reason}, reset)
}

func (r *Operations) EnrolmentCode(ctx context.Context, identityID uuid.UUID, reason string) (*recovery.SupportCode, error) {
	code := new(recovery.SupportCode)
	return code, r.call(ctx, http.MethodPost, "/identities/"+identityID.String()+"/enrolment-code", map[string]string{"reason": reason}, code)
}

func (r *Operations) Approvals(ctx context.Context, identityID *uuid.UUID, token string) ([]*recovery.Approval, string, error) {
	query := pageQuery(token)
	if identityID != nil {
		query.Set("identity_id", identityID.String())
	}
	var page struct {
		Approvals []*recovery.Approval `json:"approvals"`
		Next      string               `json:"next_page_token"`
	}
	err := r.call(ctx, http.MethodGet, "/approvals?"+query.Encode(), nil, &page)
	return page.Approvals, page.Next, err
}

func (r *Operations) Approve(ctx context.Context, id uuid.UUID) (*recovery.Approval, error) {
	approval := new(recovery.Approval)
	return approval, r.call(ctx, http.MethodPost, "/approvals/"+id.String()+"/approve", struct{}{}, approval)
}

func (r *Operations) CancelApproval(ctx context.Context, id uuid.UUID, reason string) (*recovery.Approval, error) {
	approval := new(recovery.Approval)
	return approval, r.call(ctx, http.MethodPost, "/approvals/"+id.String()+"/cancel", map[string]string{"reason": reason}, approval)
}

func (r *Operations) CollectCode(ctx context.Context, id uuid.UUID) (*recovery.SupportCode, error) {
	code := new(recovery.SupportCode)
	return code, r.call(ctx, http.MethodPost, "/approvals/"+id.String()+"/collect", struct{}{}, code)
}

func (r *Operations) RecoveryCode(ctx context.Context, identityID uuid.UUID, reason string) (*recovery.SupportCode, error) {
	code := new(recovery.SupportCode)
	return code, r.call(ctx, http.MethodPost, "/identities/"+identityID.String()+"/recovery-code", map[string]string{"reason": reason}, code)
}

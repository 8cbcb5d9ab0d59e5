// Package remote is the operations of support staff at the admin API of a running Latchkey, for the command line.
package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/cmd/latchkey/local"
	"latchkey/config"
	"latchkey/fault"
	"latchkey/people"
	"latchkey/recovery"
)

const (
	remoteTimeout = 30 * time.Second
	remoteAnswer  = 16 << 20 // bytes
	pageSize      = 200
)

// notFound is the error for a target that does not exist, with the exit code for that.
type notFound struct{ error }

func (notFound) ExitCode() int { return 4 }

// Operations call the admin API of a running Latchkey.
type Operations struct {
	base, key string
	client    *http.Client
}

// New follows no redirect, because the key must only be sent to this address.
func New(remote config.Remote) *Operations {
	client := &http.Client{Timeout: remoteTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &Operations{remote.URL, string(remote.Key), client}
}

// call sends body as JSON, unless it is nil, and decodes the response into the value that into points to.
func (r *Operations) call(ctx context.Context, method, path string, body, into any) error {
	var payload io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		payload = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, method, r.base+"/admin/v1"+path, payload)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+r.key)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := r.client.Do(req)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // the URL may contain an identifier
		}
		return fmt.Errorf("no answer from Latchkey's admin listener at %s: %w", r.base, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, remoteAnswer))
	if err != nil {
		return fmt.Errorf("incomplete response from Latchkey: %w", err)
	}
	if resp.StatusCode >= 300 {
		return refusedBy(resp.StatusCode, answer)
	}
	if resp.StatusCode == http.StatusAccepted {
		var waits admin.Approval // a waiting reset has no kind
		if json.Unmarshal(answer, &waits) == nil && waits.Kind != "" {
			return &admin.AwaitsApproval{Approval: &waits}
		}
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("%s does not answer as Latchkey does: %w", r.base, err)
	}
	return nil
}

// refusedBy turns a problem document into an error.
func refusedBy(status int, answer []byte) error {
	var problem struct{ Detail, Hint string }
	if json.Unmarshal(answer, &problem) != nil || problem.Detail == "" {
		return fmt.Errorf("status %d, and not from Latchkey: check LATCHKEY_ADMIN_URL", status)
	}
	err := errors.New(problem.Detail + " " + problem.Hint)
	if status == http.StatusNotFound {
		return notFound{err}
	}
	return err
}

func (r *Operations) Passkeys(ctx context.Context, filter admin.PasskeyFilter, token string) ([]admin.Passkey, string, error) {
	query := pageQuery(token)
	set := func(name string, value *string) {
		if value != nil {
			query.Set(name, *value)
		}
	}
	yesOrNo := func(name string, value *bool) {
		if value != nil {
			query.Set(name, strconv.FormatBool(*value))
		}
	}
	if filter.IdentityID != nil {
		query.Set("identity_id", filter.IdentityID.String())
	}
	if filter.AAGUID != nil {
		query.Set("aaguid", filter.AAGUID.String())
	}
	if filter.UnusedSince != nil {
		query.Set("unused_since", filter.UnusedSince.Format(time.RFC3339))
	}
	for name, at := range map[string]*time.Time{"created_since": filter.CreatedSince, "created_until": filter.CreatedUntil} {
		if at != nil {
			query.Set(name, at.Format(time.RFC3339))
		}
	}
	set("rp_id", filter.RPID)
	yesOrNo("synced", filter.Synced)
	yesOrNo("clone_warning", filter.CloneWarning)
	yesOrNo("suspended", filter.Suspended)
	var page struct {
		Passkeys []admin.Passkey `json:"passkeys"`
		Next     string          `json:"next_page_token"`
	}
	err := r.call(ctx, http.MethodGet, "/passkeys?"+query.Encode(), nil, &page)
	return page.Passkeys, page.Next, err
}

func pageQuery(token string) url.Values {
	query := url.Values{"page_size": {strconv.Itoa(pageSize)}}
	if token != "" {
		query.Set("page_token", token)
	}
	return query
}

func (r *Operations) RevokePasskey(ctx context.Context, id uuid.UUID, reason string, endSessions, endCodes bool) (*admin.Revocation, error) {
	revocation := new(admin.Revocation)
	body := map[string]any{"reason": reason, "end_sessions": endSessions, "end_codes": endCodes}
	return revocation, r.call(ctx, http.MethodPost, "/passkeys/"+id.String()+"/revoke", body, revocation)
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

func (r *Operations) ConfirmPasskey(ctx context.Context, id uuid.UUID, reason string) (*admin.Passkey, error) {
	passkey := new(admin.Passkey)
	return passkey, r.call(ctx, http.MethodPost, "/passkeys/"+id.String()+"/confirm", map[string]string{"reason": reason}, passkey)
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

package remote

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"latchkey/revocation"
)

func (r *Operations) PreviewRevocation(ctx context.Context, filter revocation.Filter) (*revocation.Preview, error) {
	preview := new(revocation.Preview)
	return preview, r.call(ctx, http.MethodPost, "/revocation-preview", map[string]any{"filter": filter}, preview)
}

func (r *Operations) StartRevocation(ctx context.Context, request revocation.Request) (*revocation.Revocation, error) {
	body := map[string]any{"filter": request.Filter, "reason": request.Reason, "end_sessions": request.EndSessions, "end_codes": request.EndCodes}
	if request.Expected != nil {
		body["expected"] = *request.Expected
	}
	return r.revocation(ctx, http.MethodPost, "", body)
}

// revocation calls for one revocation; the body is nil for a GET.
func (r *Operations) revocation(ctx context.Context, method, path string, body any) (*revocation.Revocation, error) {
	found := new(revocation.Revocation)
	return found, r.call(ctx, method, "/revocations"+path, body, found)
}

func (r *Operations) Revocations(ctx context.Context, token string) ([]*revocation.Revocation, string, error) {
	var page struct {
		Revocations []*revocation.Revocation `json:"revocations"`
		Next        string                   `json:"next_page_token"`
	}
	err := r.call(ctx, http.MethodGet, "/revocations?"+pageQuery(token).Encode(), nil, &page)
	return page.Revocations, page.Next, err
}

func (r *Operations) RevocationPasskeys(ctx context.Context, id uuid.UUID, outcome *string, token string) (*revocation.Revocation, []revocation.Passkey, string, error) {
	found, err := r.revocation(ctx, http.MethodGet, "/"+id.String(), nil)
	if err != nil {
		return nil, nil, "", err
	}
	query := pageQuery(token)
	if outcome != nil {
		query.Set("outcome", *outcome)
	}
	var page struct {
		Passkeys []revocation.Passkey `json:"passkeys"`
		Next     string               `json:"next_page_token"`
	}
	err = r.call(ctx, http.MethodGet, "/revocations/"+id.String()+"/passkeys?"+query.Encode(), nil, &page)
	return found, page.Passkeys, page.Next, err
}

// ContinueRevocation leaves the work to the running Latchkey. It takes the scope read.
func (r *Operations) ContinueRevocation(ctx context.Context, id uuid.UUID) (*revocation.Revocation, error) {
	return r.revocation(ctx, http.MethodGet, "/"+id.String(), nil)
}

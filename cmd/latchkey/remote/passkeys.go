package remote

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
)

// passkeys are the operations on single passkeys.
type passkeys struct{ at caller }

func (r passkeys) Passkeys(ctx context.Context, filter admin.PasskeyFilter, token string) ([]admin.Passkey, string, error) {
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
	set("key_identifier", filter.KeyIdentifier)
	set("rp_id", filter.RPID)
	yesOrNo("synced", filter.Synced)
	yesOrNo("clone_warning", filter.CloneWarning)
	yesOrNo("suspended", filter.Suspended)
	var page struct {
		Passkeys []admin.Passkey `json:"passkeys"`
		Next     string          `json:"next_page_token"`
	}
	err := r.at.call(ctx, http.MethodGet, "/passkeys?"+query.Encode(), nil, &page)
	return page.Passkeys, page.Next, err
}

func (r passkeys) RevokePasskey(ctx context.Context, id uuid.UUID, reason string, endSessions, endCodes bool) (*admin.Revocation, error) {
	revocation := new(admin.Revocation)
	body := map[string]any{"reason": reason, "end_sessions": endSessions, "end_codes": endCodes}
	return revocation, r.at.call(ctx, http.MethodPost, "/passkeys/"+id.String()+"/revoke", body, revocation)
}

func (r passkeys) ConfirmPasskey(ctx context.Context, id uuid.UUID, reason string) (*admin.Passkey, error) {
	passkey := new(admin.Passkey)
	return passkey, r.at.call(ctx, http.MethodPost, "/passkeys/"+id.String()+"/confirm", map[string]string{"reason": reason}, passkey)
}

func (r passkeys) SuspendPasskey(ctx context.Context, id uuid.UUID, reason string, endCodes bool) (*admin.Suspension, error) {
	suspension := new(admin.Suspension)
	return suspension, r.at.call(ctx, http.MethodPost, "/passkeys/"+id.String()+"/suspend", map[string]any{"reason": reason, "end_codes": endCodes}, suspension)
}

func (r passkeys) ResumePasskey(ctx context.Context, id uuid.UUID, reason string) (*admin.Passkey, error) {
	passkey := new(admin.Passkey)
	return passkey, r.at.call(ctx, http.MethodPost, "/passkeys/"+id.String()+"/resume", map[string]string{"reason": reason}, passkey)
}

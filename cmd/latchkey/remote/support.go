package remote

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/recovery"
)

func (r *Operations) SuspendPasskey(ctx context.Context, id uuid.UUID, reason string, endCodes bool) (*admin.Suspension, error) {
	suspension := new(admin.Suspension)
	return suspension, r.call(ctx, http.MethodPost, "/passkeys/"+id.String()+"/suspend", map[string]any{"reason": reason, "end_codes": endCodes}, suspension)
}

func (r *Operations) ResumePasskey(ctx context.Context, id uuid.UUID, reason string) (*admin.Passkey, error) {
	passkey := new(admin.Passkey)
	return passkey, r.call(ctx, http.MethodPost, "/passkeys/"+id.String()+"/resume", map[string]string{"reason": reason}, passkey)
}

func (r *Operations) RecoveryCode(ctx context.Context, identityID uuid.UUID, reason string) (*recovery.SupportCode, error) {
	code := new(recovery.SupportCode)
	return code, r.call(ctx, http.MethodPost, "/identities/"+identityID.String()+"/recovery-code", map[string]string{"reason": reason}, code)
}

package demo

import (
	"context"
	"net/http"

	"github.com/google/uuid"
)

// CreateIdentity creates a user as an admin does. Without a password, no one can sign in as that user. Metadata may be
// any JSON.
func (k *Kratos) CreateIdentity(ctx context.Context, traits map[string]any, password string, metadata any) (uuid.UUID, error) {
	return k.create(ctx, map[string]any{"schema_id": "default", "traits": traits, "metadata_public": metadata}, password)
}

// CreateIdentityOf creates a user of another schema, with a password. Traits may be any JSON that the schema allows.
func (k *Kratos) CreateIdentityOf(ctx context.Context, schema string, traits any, password string) (uuid.UUID, error) {
	return k.create(ctx, map[string]any{"schema_id": schema, "traits": traits}, password)
}

func (k *Kratos) create(ctx context.Context, identity map[string]any, password string) (uuid.UUID, error) {
	if password != "" {
		identity["credentials"] = map[string]any{"password": map[string]any{"config": map[string]string{"password": password}}}
	}
	var created struct {
		ID uuid.UUID `json:"id"`
	}
	err := k.admin(ctx, http.MethodPost, "/admin/identities", identity, &created)
	return created.ID, err
}

// SetState makes an identity "active" or "inactive".
func (k *Kratos) SetState(ctx context.Context, id uuid.UUID, state string) error {
	return k.PatchIdentity(ctx, id, "replace", "/state", state)
}

// PatchIdentity changes one field of an identity (JSON Patch, RFC 6902).
func (k *Kratos) PatchIdentity(ctx context.Context, id uuid.UUID, op, path string, value any) error {
	patch := []map[string]any{{"op": op, "path": path, "value": value}}
	return k.admin(ctx, http.MethodPatch, "/admin/identities/"+id.String(), patch, nil)
}

// VerifyAddress verifies the identity's first address, as a click on the link in Kratos' mail does.
func (k *Kratos) VerifyAddress(ctx context.Context, id uuid.UUID) error {
	if err := k.PatchIdentity(ctx, id, "replace", "/verifiable_addresses/0/status", "completed"); err != nil {
		return err
	}
	return k.PatchIdentity(ctx, id, "replace", "/verifiable_addresses/0/verified", true)
}

// DeleteIdentity deletes an identity.
func (k *Kratos) DeleteIdentity(ctx context.Context, id uuid.UUID) error {
	return k.admin(ctx, http.MethodDelete, "/admin/identities/"+id.String(), nil, nil)
}

// RevokeSessions ends all sessions of an identity.
func (k *Kratos) RevokeSessions(ctx context.Context, id uuid.UUID) error {
	return k.admin(ctx, http.MethodDelete, "/admin/identities/"+id.String()+"/sessions", nil, nil)
}

func (k *Kratos) admin(ctx context.Context, method, path string, body, into any) error {
	return call(ctx, userClient(nil), method, k.AdminURL+path, "", body, into)
}

// AddTOTP gives an identity an authenticator app with a base32 secret, bypassing Kratos' settings.
func (k *Kratos) AddTOTP(ctx context.Context, id uuid.UUID, secret string) error {
	return k.PatchIdentity(ctx, id, "add", "/credentials/totp", map[string]any{
		"type": "totp", "identifiers": []string{id.String()},
		"config": map[string]string{"totp_url": "otpauth://totp/Demo:x?secret=" + secret + "&issuer=Demo"},
	})
}

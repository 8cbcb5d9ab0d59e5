package local

import (
	"context"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/rules"
)

// passkeys are the operations on single passkeys.
type passkeys struct{ service *rules.Rules }

func (p passkeys) Passkeys(ctx context.Context, filter admin.PasskeyFilter, token string) ([]admin.Passkey, string, error) {
	return onePage(p.service, "passkeys", token, func(page admin.Page) ([]admin.Passkey, error) {
		return p.service.Admin.ListPasskeys(ctx, filter, page)
	}, func(p admin.Passkey) uuid.UUID { return p.ID })
}

func (p passkeys) RevokePasskey(ctx context.Context, id uuid.UUID, reason string, endSessions, endCodes bool) (*admin.Revocation, error) {
	return p.service.Admin.RevokePasskey(ctx, admin.System, audit.Request{}, id, reason, endSessions, endCodes)
}

func (p passkeys) SuspendPasskey(ctx context.Context, id uuid.UUID, reason string, endCodes bool) (*admin.Suspension, error) {
	return p.service.Admin.SuspendPasskey(ctx, admin.System, audit.Request{}, id, reason, endCodes)
}

func (p passkeys) ResumePasskey(ctx context.Context, id uuid.UUID, reason string) (*admin.Passkey, error) {
	return p.service.Admin.ResumePasskey(ctx, admin.System, audit.Request{}, id, reason)
}

func (p passkeys) ConfirmPasskey(ctx context.Context, id uuid.UUID, reason string) (*admin.Passkey, error) {
	return p.service.Admin.ConfirmPasskey(ctx, admin.System, audit.Request{}, id, reason)
}

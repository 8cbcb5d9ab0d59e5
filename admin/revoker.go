package admin

import (
	"context"

	"latchkey/fault"
	"latchkey/store"
)

// Revoker revokes passkeys one by one, for a request of many that another package has stored and checked. It is safe for
// concurrent use.
type Revoker struct{ service *Service }

// NewRevoker returns the revoker of a service.
func NewRevoker(service *Service) *Revoker { return &Revoker{service} }

// Acting returns the admin who is recorded in a request as they are now, with their current role. Errors:
// ErrRequesterNotAllowed if that role no longer revokes passkeys, or the key has ended; fault.ErrKratosUnavailable.
func (r *Revoker) Acting(ctx context.Context, recorded store.ResetActor) (Admin, error) {
	return r.service.keys.acting(ctx, recorded, ScopeRevoke)
}

// Revoke revokes a passkey as RevokePasskey does, without its checks of the admin. The passkey is deleted by remove, which
// does what store.Passkeys.DeletePasskey does. The event is that of the revocation. Errors: fault.ErrNotFound,
// fault.ErrLastPasskey unless approved, if two admins are required by now and no usable passkey would be left, and those of
// remove.
func (r *Revoker) Revoke(
	ctx context.Context, row store.Passkey, event store.AuditEvent, endSessions, endCodes, approved bool,
	remove func(context.Context, store.Removal) ([]store.SessionEnding, error),
) error {
	if !approved {
		switch last, err := r.service.leavesNoUsable(ctx, row); {
		case err != nil:
			return err
		case last:
			return fault.ErrLastPasskey
		}
	}
	_, err := r.service.revoke(ctx, row, event, Request{endSessions: endSessions, endCodes: endCodes}, !approved && r.service.needsTwoAdmins(), remove)
	return err
}

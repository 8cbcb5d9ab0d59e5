package standing

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// Resumed returns the passkeys of an identity after resuming those that its inactivity suspended, if Kratos says that it is active
// now. Who uses an account that was reactivated does not wait for the next comparison, and a password does not suffice until then.
// Without such passkeys it makes no calls. Errors: fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func Resumed(ctx context.Context, s *Service, identityID uuid.UUID, rows []store.Passkey) ([]store.Passkey, error) {
	if !slices.ContainsFunc(rows, store.Passkey.AwaitsActivity) {
		return rows, nil
	}
	identity, err := s.identities.Identity(ctx, identityID)
	if errors.Is(err, fault.ErrIdentityNotFound) || err == nil && !identity.Active {
		return rows, nil
	}
	if err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.IdentityResumed, audit.Request{}, audit.System, audit.AboutIdentity(identityID))
	err = s.store.ResumeActive(ctx, identityID, func(passkeys int) store.AuditEvent {
		event.Metadata = audit.Metadata(map[string]any{"passkeys": passkeys})
		return event
	})
	if err == nil {
		rows, err = s.store.PasskeysOf(ctx, identityID)
	}
	return rows, fault.OfStore(err)
}

// ResumedOne is Resumed for one passkey, whose others are not known.
func ResumedOne(ctx context.Context, s *Service, row store.Passkey) (store.Passkey, error) {
	rows, err := Resumed(ctx, s, row.IdentityID, []store.Passkey{row})
	if i := slices.IndexFunc(rows, func(one store.Passkey) bool { return one.ID == row.ID }); i >= 0 {
		row = rows[i]
	}
	return row, err
}

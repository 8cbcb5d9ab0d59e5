package admin

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// ErrOperatorsKey reports that a user tried to revoke a key of the operator.
var ErrOperatorsKey = errors.New("the key belongs to the operator")

// Revoke revokes a key and all keys that were created with it. A key may revoke itself. Errors: fault.ErrNotFound,
// ErrOperatorsKey, ErrAbove.
func (s *Keys) Revoke(ctx context.Context, by Admin, req audit.Request, id uuid.UUID) error {
	if err := s.mayRevokeKey(ctx, by, id); err != nil {
		return err
	}
	_, err := s.store.RevokeAdminKey(ctx, id, s.cfg.Now().UTC(), s.RevokedEvent(by.Actor(), req, ""))
	return fault.OfStore(err)
}

// RevokeOf revokes all keys that an identity created, directly or through other keys, with reason in their audit events,
// and returns their number. It succeeds if there are none.
func (s *Keys) RevokeOf(ctx context.Context, by audit.Actor, req audit.Request, identityID uuid.UUID, reason string) (int, error) {
	revoked, err := s.store.RevokeAdminKeysOf(ctx, store.OwnedByIdentity+identityID.String(), s.cfg.Now().UTC(), s.RevokedEvent(by, req, reason))
	return len(revoked), fault.OfStore(err)
}

// RevokedEvent returns a function that returns the audit event of each key that is revoked.
func (s *Keys) RevokedEvent(by audit.Actor, req audit.Request, reason string) func(store.AdminKey) store.AuditEvent {
	event := s.audit.Event(audit.AdminKeyRevoked, req, by, audit.Nothing)
	event.Reason = reason
	return func(key store.AdminKey) store.AuditEvent {
		e := event
		e.ID, e.Metadata = store.NewID(), audit.Metadata(map[string]any{"key_id": key.ID})
		return e
	}
}

// mayRevokeKey checks that the admin may revoke the key. Admins revoke their own keys and those of users whose role
// is not above theirs. They cannot revoke the operator's keys, nor keys created with those: that would lock out the
// operator, who can undo what admins do.
func (s *Keys) mayRevokeKey(ctx context.Context, by Admin, id uuid.UUID) error {
	if by.Responsible() == uuid.Nil {
		return nil
	}
	keys, err := s.store.AdminKeys(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	at := slices.IndexFunc(keys, func(key store.AdminKey) bool { return key.ID == id })
	if at < 0 {
		return fault.ErrNotFound
	}
	owner := OwnerOf(keys[at])
	switch {
	case owner == by.Responsible():
		return nil
	case owner == uuid.Nil:
		return ErrOperatorsKey
	}
	target, err := s.owner(ctx, owner, true)
	if errors.Is(err, fault.ErrIdentityNotFound) && by.rank() >= account.Ranks[account.RoleAdmin] {
		return nil // as in Service.MayActOn
	}
	if err == nil {
		err = by.MayActOn(target)
	}
	return err
}

package admin

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

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
	event := s.audit.Event(audit.AdminKeyRevoked, req, by.Actor(), audit.Nothing)
	_, err := s.store.RevokeAdminKey(ctx, id, s.cfg.Now().UTC(), func(key store.AdminKey) store.AuditEvent {
		e := event
		e.ID, e.Metadata = store.NewID(), audit.Metadata(map[string]any{"key_id": key.ID})
		return e
	})
	return fault.OfStore(err)
}

// mayRevokeKey checks that the admin may revoke the key. Admins revoke their own keys and those of users whose role
// is not above theirs. They cannot revoke the operator's keys, nor keys created with those: that would lock out the
// operator, who can undo what admins do.
func (s *Keys) mayRevokeKey(ctx context.Context, by Admin, id uuid.UUID) error {
	if by.responsible() == uuid.Nil {
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
	case owner == by.responsible():
		return nil
	case owner == uuid.Nil:
		return ErrOperatorsKey
	}
	target, err := s.owner(ctx, owner, true)
	if errors.Is(err, fault.ErrIdentityNotFound) {
		return nil // and so has no role
	}
	if err == nil {
		err = by.MayActOn(target)
	}
	return err
}

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

// ErrOperatorsKey: the key is the operator's, and the admin is a person.
var ErrOperatorsKey = errors.New("the key is the operator's")

// Revoke ends a key and all that were created with it; a key may end itself. ErrNotFound, ErrOperatorsKey, ErrAbove.
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

// mayRevokeKey: admins revoke their own keys and those of people whose role is not above theirs, but none of the operator's:
// that would shut out who can undo what they do. All that was made with the operator's keys is the operator's.
func (s *Keys) mayRevokeKey(ctx context.Context, by Admin, id uuid.UUID) error {
	if by.person() == uuid.Nil {
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
	case owner == by.person():
		return nil
	case owner == uuid.Nil:
		return ErrOperatorsKey
	}
	target, err := s.owner(ctx, owner, true)
	if errors.Is(err, fault.ErrIdentityNotFound) {
		return nil // and has no role any more
	}
	if err == nil {
		err = by.MayTouch(target)
	}
	return err
}

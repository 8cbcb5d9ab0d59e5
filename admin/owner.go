package admin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// The owner of an admin key is the identity that created it, directly or through other keys. A key can do no more
// than its owner's role allows. Scopes that the owner loses are removed from the key permanently, even if the role is
// granted again. Keys created on the command line have no owner; they belong to the operator.

// reasonOwnerRole is the reason in the event of a key that was revoked, or lost scopes, with its owner's role.
const reasonOwnerRole = "owners_role"

// limitToOwner sets the admin's role, and limits its scopes to those of the owner's role. Scopes that the role does
// not cover are also removed from the owner's stored keys. Errors: ErrKeyInvalid if the owner is inactive or has no
// such role.
func (s *Keys) limitToOwner(ctx context.Context, admin *Admin, change bool) error {
	owner, err := s.owner(ctx, admin.owner, change)
	if err == nil && !change && !covers(owner, admin.Scopes) {
		owner, err = s.owner(ctx, admin.owner, true) // the cached role may be out of date
	}
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound):
		return fmt.Errorf("%w: Kratos does not know the owner of %s", ErrKeyInvalid, admin.KeyID)
	case err != nil:
		return err
	}
	if !covers(owner, admin.Scopes) {
		if err := s.limitKeysOf(ctx, owner); err != nil {
			return err
		}
	}
	admin.Role = owner.Role
	admin.Scopes = slices.DeleteFunc(slices.Clone(admin.Scopes), func(scope string) bool {
		return !slices.Contains(roleScopes[owner.Role], scope)
	})
	if !owner.Active || !owner.HasRole() || len(admin.Scopes) == 0 {
		return fmt.Errorf("%w: the owner of %s is inactive or has no role for it", ErrKeyInvalid, admin.KeyID)
	}
	return nil
}

// covers reports whether the role of an owner allows all of these scopes.
func covers(owner account.Identity, scopes []string) bool {
	return !slices.ContainsFunc(scopes, func(scope string) bool { return !slices.Contains(roleScopes[owner.Role], scope) })
}

// limitKeysOf removes what the owner's role does not cover: all keys if there is no role, otherwise the scopes beyond
// it. It requires an answer of Kratos that the identity exists. Other cases revoke nothing: an unknown identity may
// mean that Kratos has the wrong database; an inactive identity keeps its role; and an unknown role may be one of a
// newer version.
func (s *Keys) limitKeysOf(ctx context.Context, owner account.Identity) error {
	of, at := store.OwnedByIdentity+owner.ID.String(), s.cfg.Now().UTC()
	event := func(key store.AdminKey) store.AuditEvent {
		details := map[string]any{"key_id": key.ID}
		kind := audit.AdminKeyRevoked
		if owner.Role != "" {
			details["role"] = owner.Role
			if key.RevokedAt == nil {
				kind, details["scopes"] = audit.AdminKeyCut, key.Scopes
			}
		}
		e := s.audit.Event(kind, audit.Request{}, audit.System, audit.Nothing)
		e.Reason, e.Metadata = reasonOwnerRole, audit.Metadata(details)
		return e
	}
	var err error
	switch scopes := roleScopes[owner.Role]; {
	case owner.Role == "":
		_, err = s.store.RevokeAdminKeysOf(ctx, of, at, event)
	case scopes != nil:
		_, err = s.store.CutAdminKeysOf(ctx, of, scopes, at, event)
	}
	return fault.OfStore(err)
}

// Review checks the owners of all keys at Kratos, for the background tasks of serve. Without it, a key that is not
// used while its owner has no role would work again once the owner has one. Any number of replicas may call it at
// once. Errors: fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (s *Keys) Review(ctx context.Context) error {
	keys, err := s.store.AdminKeys(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	scopes := map[uuid.UUID][]string{}
	for _, key := range keys {
		if owner := OwnerOf(key); owner != uuid.Nil && key.RevokedAt == nil {
			scopes[owner] = append(scopes[owner], key.Scopes...)
		}
	}
	for id, held := range scopes {
		owner, err := s.owner(ctx, id, true)
		if err == nil && !covers(owner, held) {
			err = s.limitKeysOf(ctx, owner)
		}
		if err != nil && !errors.Is(err, fault.ErrIdentityNotFound) {
			return err
		}
	}
	return nil
}

// owner returns the identity of an owner, from the cache unless the call is for a change. Errors:
// fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
func (s *Keys) owner(ctx context.Context, id uuid.UUID, change bool) (account.Identity, error) {
	now := s.cfg.Now()
	if known, ok := s.owners.at(id, now); ok && !change {
		return known, nil
	}
	identity, err := s.identities.Identity(ctx, id)
	if err == nil {
		s.owners.keep(id, cachedOwner{identity, now})
	}
	return identity, err
}

// acting returns the admin who is recorded in a request as they are now, with their current role. Errors:
// ErrRequesterNotAllowed if the role no longer has the scope, or the key has ended.
func (s *Keys) acting(ctx context.Context, recorded store.ResetActor, scope string) (Admin, error) {
	by := Admin{Scopes: []string{scope}}
	if id, found := strings.CutPrefix(recorded.Owner, store.OwnedByIdentity); found {
		owner, err := uuid.Parse(id)
		if err != nil {
			return by, ErrRequesterNotAllowed
		}
		identity, err := s.owner(ctx, owner, true)
		switch {
		case err != nil && !errors.Is(err, fault.ErrIdentityNotFound):
			return by, err
		case err != nil || !identity.Active || !slices.Contains(roleScopes[identity.Role], scope):
			return by, ErrRequesterNotAllowed
		}
		by.IdentityID, by.Role = owner, identity.Role
	}
	if recorded.Kind != store.ActorAdminKey {
		return by, nil
	}
	keys, err := s.store.AdminKeys(ctx)
	if err != nil {
		return by, fault.OfStore(err)
	}
	for _, key := range keys {
		if key.ID.String() == recorded.ID && key.RevokedAt == nil && (key.ExpiresAt == nil || s.cfg.Now().Before(*key.ExpiresAt)) {
			by.KeyID = key.ID
			return by, nil
		}
	}
	return by, ErrRequesterNotAllowed
}

// addOwnerLogins asks Kratos for each owner once, and stops at the first failure.
func (s *Keys) addOwnerLogins(ctx context.Context, keys []Key) {
	if s.identities == nil { // on the command line
		return
	}
	for i := range keys {
		if keys[i].Owner == nil {
			continue
		}
		owner, err := s.owner(ctx, keys[i].Owner.IdentityID, false)
		switch {
		case err == nil:
			keys[i].Owner.Login = owner.Login
		case !errors.Is(err, fault.ErrIdentityNotFound):
			return
		}
	}
}

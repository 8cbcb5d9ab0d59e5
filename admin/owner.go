package admin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// The owner of an admin key is the identity that created it, directly or through other keys. The key is worth what its
// owner's role is worth, and what it loses with the role it has lost: a role that comes back does not bring it back. Keys
// made at the machine have no owner: they are the operator's.

const (
	// ownerKnownFor is how long Kratos' answer serves for reading; a change asks anew.
	ownerKnownFor = 3 * time.Second
	// ownersKnown bounds what is remembered.
	ownersKnown = 1000

	ownerIdentity = store.OwnedByIdentity
	// reasonOwnersRole is the reason on the event of a key that ended, or lost scopes, with its owner's role.
	reasonOwnersRole = "owners_role"
)

// OwnerOf reads who made a key; zero: the operator.
func OwnerOf(record store.AdminKey) uuid.UUID {
	if id, found := strings.CutPrefix(record.Owner, ownerIdentity); found {
		owner, _ := uuid.Parse(id) // written by us
		return owner
	}
	return uuid.Nil
}

// cutToOwner refuses a key whose owner has no role or is inactive, and leaves it what the owner's role may do. What the role
// does not cover any more is taken from the owner's keys for good. ErrKeyInvalid.
func (s *Keys) cutToOwner(ctx context.Context, admin *Admin, change bool) error {
	owner, err := s.owner(ctx, admin.owner, change)
	if err == nil && !change && !covers(owner, admin.Scopes) {
		owner, err = s.owner(ctx, admin.owner, true) // what was remembered may have been put right since
	}
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound):
		return fmt.Errorf("%w: Kratos does not know the owner of %s", ErrKeyInvalid, admin.KeyID)
	case err != nil:
		return err
	}
	if !covers(owner, admin.Scopes) {
		if err := s.cutKeysOf(ctx, owner); err != nil {
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

// covers tells whether the role of an owner allows all of these scopes.
func covers(owner account.Identity, scopes []string) bool {
	return !slices.ContainsFunc(scopes, func(scope string) bool { return !slices.Contains(roleScopes[owner.Role], scope) })
}

// cutKeysOf ends what the role of an owner does not cover any more: all keys without a role, and the scopes beyond a lower
// one. It takes Kratos' word that the identity exists. One that Kratos does not know may be a Kratos that lost its
// database or the wrong one; an inactive identity keeps its role; and a role that this version does not know may be one of
// a newer one. None of them ends a key.
func (s *Keys) cutKeysOf(ctx context.Context, owner account.Identity) error {
	of, at := ownerIdentity+owner.ID.String(), s.cfg.Now().UTC()
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
		e.Reason, e.Metadata = reasonOwnersRole, audit.Metadata(details)
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

// Review asks Kratos for the owners of all keys, for serve's background: a key that is not used while its owner
// has no role would otherwise work again once they have one. Any number of replicas may do it at once.
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
			err = s.cutKeysOf(ctx, owner)
		}
		if err != nil && !errors.Is(err, fault.ErrIdentityNotFound) {
			return err
		}
	}
	return nil
}

// owner asks Kratos. ErrIdentityNotFound, ErrKratosUnavailable.
func (s *Keys) owner(ctx context.Context, id uuid.UUID, change bool) (account.Identity, error) {
	now := s.cfg.Now()
	if known, ok := s.owners.at(id, now); ok && !change {
		return known, nil
	}
	identity, err := s.identities.Identity(ctx, id)
	if err == nil {
		s.owners.keep(id, knownOwner{identity, now})
	}
	return identity, err
}

func (o *owners) at(id uuid.UUID, now time.Time) (account.Identity, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	known, ok := o.known[id]
	return known.identity, ok && now.Sub(known.at).Abs() < ownerKnownFor
}

func (o *owners) keep(id uuid.UUID, known knownOwner) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.known == nil || len(o.known) >= ownersKnown {
		o.known = map[uuid.UUID]knownOwner{}
	}
	o.known[id] = known
}

// nameOwners asks Kratos for each owner once, and gives up at the first question that it does not answer.
func (s *Keys) nameOwners(ctx context.Context, keys []Key) {
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

// owners remembers what Kratos said of the owners of keys.
type owners struct {
	mu    sync.Mutex
	known map[uuid.UUID]knownOwner
}

type knownOwner struct {
	identity account.Identity
	at       time.Time
}

package webauthnsvc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// The owner of an admin key is the identity that created it, directly or through other keys. The key is worth what its
// owner's role is worth at the moment, and ends with it. Keys made at the machine have no owner: they are the operator's.

const (
	// ownerKnownFor is how long Kratos' answer serves for reading; a change asks anew.
	ownerKnownFor = 3 * time.Second
	// ownersKnown bounds what is remembered.
	ownersKnown = 1000

	ownerIdentity = "identity:"
)

// ownerOf reads who made a key; zero: the operator.
func ownerOf(record store.AdminKey) uuid.UUID {
	if id, found := strings.CutPrefix(record.Owner, ownerIdentity); found {
		owner, _ := uuid.Parse(id) // written by us
		return owner
	}
	return uuid.Nil
}

// cutToOwner leaves a key what its owner may do now. ErrAdminKeyInvalid when that is nothing.
func (s *Service) cutToOwner(ctx context.Context, admin *Admin, change bool) error {
	owner, err := s.owner(ctx, admin.owner, change)
	switch {
	case errors.Is(err, ErrIdentityNotFound):
		return fmt.Errorf("%w: the owner of %s is gone", ErrAdminKeyInvalid, admin.KeyID)
	case err != nil:
		return err
	case !owner.Active || !hasRole(owner):
		return fmt.Errorf("%w: the owner of %s is inactive or has no role", ErrAdminKeyInvalid, admin.KeyID)
	}
	admin.Role = owner.Role
	admin.Scopes = slices.DeleteFunc(slices.Clone(admin.Scopes), func(scope string) bool {
		return !slices.Contains(roleScopes[owner.Role], scope)
	})
	return nil
}

// owners remembers what Kratos said of the owners of keys.
type owners struct {
	mu    sync.Mutex
	known map[uuid.UUID]knownOwner
}

type knownOwner struct {
	identity Identity
	at       time.Time
}

// owner asks Kratos. ErrIdentityNotFound, ErrKratosUnavailable.
func (s *Service) owner(ctx context.Context, id uuid.UUID, change bool) (Identity, error) {
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

func (o *owners) at(id uuid.UUID, now time.Time) (Identity, bool) {
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
func (s *Service) nameOwners(ctx context.Context, keys []AdminKey) {
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
		case !errors.Is(err, ErrIdentityNotFound):
			return
		}
	}
}

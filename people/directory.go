package people

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"latchkey/fault"
)

// Logins returns the login names of those of the identities that Kratos knows.
func (s *Service) Logins(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	found, missing := s.logins.find(ids, s.cfg.Now())
	if len(missing) == 0 {
		return found, nil
	}
	asked, err := s.identities.Logins(ctx, missing)
	if err != nil {
		return nil, err
	}
	s.logins.add(missing, asked)
	for id, login := range asked {
		found[id] = login
	}
	return found, nil
}

// IdentityID returns the identity with exactly this identifier. Errors: *fault.FieldError if there is none, or if it is an address that
// may be another person's.
func (s *Service) IdentityID(ctx context.Context, identifier string) (uuid.UUID, error) {
	identity, err := s.identities.FindIdentity(ctx, identifier)
	if errors.Is(err, fault.ErrIdentityNotFound) {
		err = &fault.FieldError{Field: "identity", Problem: "is not what a user signs in with"}
	}
	if err == nil && !identity.Proved(identifier) {
		err = &fault.FieldError{Field: "identity", Problem: "is not verified by the user who signs in with it, so it may be another person's: use the identity's ID"}
	}
	return identity.ID, err
}

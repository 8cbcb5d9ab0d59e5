package webauthnsvc

import (
	"context"
	"errors"

	"latchkey/fault"
	"latchkey/store"
)

// mustBeFree refuses the credential ID of a new passkey that is another's, with ErrAlreadyRegistered. To the person who
// registers it, a decoy's ID is another's too: or else registering the IDs that a login by identifier lists would tell real
// ones from decoys. Both are found by the same work.
func (s *Service) mustBeFree(ctx context.Context, credentialID []byte) error {
	decoy, err := s.isDecoy(ctx, credentialID)
	if err != nil {
		return err
	}
	_, err = s.store.PasskeyByCredentialID(ctx, credentialID)
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return fault.OfStore(err)
	case err == nil, decoy:
		return fault.ErrAlreadyRegistered
	}
	return nil
}

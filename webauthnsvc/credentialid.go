package webauthnsvc

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
)

// freeCredentialID returns fault.ErrAlreadyRegistered if the credential ID of a new passkey is taken. The ID of a
// decoy counts as taken; otherwise, registering the IDs that a login by identifier lists would distinguish real ones
// from decoys. Both take the same work.
//
// A passkey of the same identity that was suspended for verification does not block it: replaces is its ID, and the
// new passkey replaces it, with its own key and history.
func (s *Service) freeCredentialID(ctx context.Context, identityID uuid.UUID, credentialID []byte) (replaces uuid.UUID, err error) {
	decoy, err := s.decoys.includes(ctx, credentialID)
	if err != nil {
		return uuid.Nil, err
	}
	row, err := s.store.PasskeyByCredentialID(ctx, credentialID)
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return uuid.Nil, fault.OfStore(err)
	case err == nil && row.IdentityID == identityID && row.Disregarded():
		return row.ID, nil
	case err == nil, decoy:
		return uuid.Nil, fault.ErrAlreadyRegistered
	}
	return uuid.Nil, nil
}

// cleanTransports keeps well-formed transports, also unknown ones (L3 §5.8.4), and limits their number.
func cleanTransports(transports []protocol.AuthenticatorTransport) []protocol.AuthenticatorTransport {
	transports = slices.DeleteFunc(transports, func(t protocol.AuthenticatorTransport) bool {
		return len(t) == 0 || len(t) > 32 || strings.Trim(string(t), "abcdefghijklmnopqrstuvwxyz-") != ""
	})
	slices.Sort(transports)
	transports = slices.Compact(transports)
	return transports[:min(len(transports), 8)]
}

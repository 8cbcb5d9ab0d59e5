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

// freeCredentialID refuses the credential ID of a new passkey that is taken, with ErrAlreadyRegistered. To the person who
// registers it, a decoy's ID is taken too: or else registering the IDs that a login by identifier lists would tell real ones
// from decoys. Both are found by the same work.
//
// The identity's own passkey that a recovery suspended does not block it: replaces is its ID, and the new one takes its
// place, with a key and a history of its own.
func (s *Service) freeCredentialID(ctx context.Context, identityID uuid.UUID, credentialID []byte) (replaces uuid.UUID, err error) {
	decoy, err := s.isDecoy(ctx, credentialID)
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

// cleanTransports keeps what looks like a transport, known or not (L3 §5.8.4 wants unknown ones kept), and drops
// what only takes room.
func cleanTransports(transports []protocol.AuthenticatorTransport) []protocol.AuthenticatorTransport {
	transports = slices.DeleteFunc(transports, func(t protocol.AuthenticatorTransport) bool {
		return len(t) == 0 || len(t) > 32 || strings.Trim(string(t), "abcdefghijklmnopqrstuvwxyz-") != ""
	})
	slices.Sort(transports)
	transports = slices.Compact(transports)
	return transports[:min(len(transports), 8)]
}

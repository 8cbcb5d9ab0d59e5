package webauthnsvc

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/fault"
)

// Repeated is the error for a registration that has already finished with the same response, by a client that lost the
// answer. It is a fault.ErrCeremonySpent.
type Repeated struct {
	Passkey Passkey // as it is now
}

func (e *Repeated) Error() string { return "this registration has stored its passkey before" }

func (e *Repeated) Unwrap() error { return fault.ErrCeremonySpent }

// repeated returns err, or *Repeated if the reason for it is that the registration has stored its passkey before: a
// second finish finds a passkey, a taken credential ID or a spent challenge. The ceremony is bound to the session. The
// record keeps what the authenticator signed, with the challenge of the ceremony, so it is the same registration if
// the response is the same.
func (s *Service) repeated(ctx context.Context, identityID uuid.UUID, created *webauthn.Credential, err error) error {
	row, readErr := s.store.PasskeyByCredentialID(ctx, created.ID)
	if readErr != nil || row.IdentityID != identityID {
		return err
	}
	var stored struct {
		Attestation webauthn.CredentialAttestation `json:"attestation"`
	}
	if json.Unmarshal(row.Record, &stored) != nil {
		return err
	}
	was, is := stored.Attestation, created.Attestation
	if !bytes.Equal(was.ClientDataJSON, is.ClientDataJSON) || !bytes.Equal(was.Object, is.Object) {
		return err
	}
	return &Repeated{s.View(row)}
}

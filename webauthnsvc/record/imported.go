package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/store"
	"latchkey/webauthnsvc/publickey"
	"latchkey/webauthnsvc/transports"
)

// Row returns the row of a passkey of Kratos, or of a record with the same values. Its BE is unknown without flags. Its user
// verification is initialised as at a registration here. placeholder is its user handle if that is unknown. The error says why
// it cannot be imported.
func Row(identityID uuid.UUID, rpID, name string, n account.NativePasskey, placeholder []byte, now time.Time) (store.Passkey, error) {
	if len(n.ID) == 0 || len(n.ID) > 1023 {
		return store.Passkey{}, errors.New("its record cannot be read")
	}
	if len(n.PublicKey) == 65 && n.PublicKey[0] == 4 { // an uncompressed point, which is never COSE
		return store.Passkey{}, errors.New("its public key is in the format of the U2F API, 65 bytes, where Kratos stores COSE (RFC 9052): convert it")
	}
	if err := publickey.Check(n.PublicKey); err != nil {
		return store.Passkey{}, fmt.Errorf("its public key cannot be used: %w", err)
	}
	credential := webauthn.Credential{
		ID: n.ID, PublicKey: n.PublicKey, AttestationType: none, AttestationFormat: none, // Kratos verifies no attestation
		Authenticator: webauthn.Authenticator{AAGUID: n.AAGUID[:], SignCount: n.SignCount, CloneWarning: n.CloneWarning},
	}
	for _, transport := range n.Transports {
		credential.Transport = append(credential.Transport, protocol.AuthenticatorTransport(transport))
	}
	credential.Transport = transports.Clean(credential.Transport)
	now = now.UTC().Truncate(time.Microsecond)
	row := store.Passkey{
		ID: store.NewID(), IdentityID: identityID, CredentialID: n.ID, UserHandle: n.UserHandle, RPID: rpID, Name: name, AAGUID: n.AAGUID,
		SignCount: n.SignCount, CreatedAt: n.AddedAt.UTC().Truncate(time.Microsecond), StepUpOnly: n.SecondFactor, Source: store.SourceKratos, ImportedAt: &now,
	}
	if row.UserHandle == nil {
		row.UserHandle, row.HandleUnknown = placeholder, true
	}
	if n.AddedAt.IsZero() || n.AddedAt.After(now) {
		row.CreatedAt = now
	}
	if n.CloneWarning {
		row.CloneWarningAt = &now
	}
	if f := n.Flags; f != nil {
		credential.Flags = webauthn.CredentialFlags{UserPresent: f.UserPresent, UserVerified: f.UserVerified, BackupEligible: f.BackupEligible, BackupState: f.BackedUp}
		row.BackupEligible, row.BackedUp, row.UVInitialized = &f.BackupEligible, f.BackedUp, f.UserVerified || f.BackupEligible
	}
	var err error
	if row.Record, err = json.Marshal(credential); err == nil && len(row.Record) > maxBytes {
		err = errors.New("its record is too large")
	}
	return row, err
}

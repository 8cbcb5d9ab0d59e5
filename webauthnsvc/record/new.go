package record

import (
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/webauthn"

	"latchkey/attestation"
)

// New returns the record of a passkey that was registered here. attested is nil if its attestation was not verified; then
// created must have been made from an object without a statement. The error names the size of a record that is too large.
func New(created *webauthn.Credential, attested *attestation.Attested) ([]byte, error) {
	raw, err := json.Marshal(credential{plain(*created), attested})
	if err != nil {
		return nil, fmt.Errorf("cannot encode the credential: %w", err)
	}
	if len(raw) > maxBytes {
		return nil, fmt.Errorf("record of %d bytes", len(raw))
	}
	return raw, nil
}

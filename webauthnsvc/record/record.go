// Package record owns the records of passkeys, go-webauthn's Credential as JSON with what Latchkey verified of its attestation:
// that of a passkey which was registered here, the check of one from elsewhere, and the row for one of Kratos. Which of them may be imported belongs to package switchover.
package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"latchkey/strictjson"
	"latchkey/webauthnsvc/publickey"
)

// Check returns a record without white space, and the authenticator model in it. The public key is checked as at a
// registration. What the record says about attestation is left out: nothing here has verified it. Errors: *fault.FieldError, and
// texts for an operator.
func Check(raw, credentialID []byte) (compact []byte, aaguid uuid.UUID, err error) {
	var known credential
	if err := strictjson.Decode(raw, &known); err != nil {
		return nil, aaguid, err
	}
	if !bytes.Equal(known.ID, credentialID) {
		return nil, aaguid, errors.New("its id is not credential_id")
	}
	if err := publickey.Check(known.PublicKey); err != nil {
		return nil, aaguid, fmt.Errorf("its publicKey cannot be used: %w", err)
	}
	if model := known.Authenticator.AAGUID; len(model) > 0 {
		if aaguid, err = uuid.FromBytes(model); err != nil {
			return nil, aaguid, errors.New("its AAGUID does not have 16 bytes")
		}
	}
	if known.blank() {
		if raw, err = json.Marshal(known); err != nil {
			return nil, aaguid, err
		}
	}
	var out bytes.Buffer
	if err := json.Compact(&out, raw); err != nil {
		return nil, aaguid, err
	}
	if out.Len() > maxBytes {
		return nil, aaguid, fmt.Errorf("it is longer than %d bytes", maxBytes)
	}
	return out.Bytes(), aaguid, nil
}

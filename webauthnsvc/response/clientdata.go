package response

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/strictjson"
)

// withoutClientData takes the place of clientDataJSON when go-webauthn parses a response.
var withoutClientData = []byte("{}")

// readClientData reads clientDataJSON (L3 §5.8.1) from its raw bytes, and returns these with what they say. Members
// that Latchkey does not know are allowed, as the specification requires. go-webauthn's own parse accepts names in any
// case, the last of several, and null.
func readClientData(response strictjson.Object) (raw []byte, data protocol.CollectedClientData, err error) {
	if raw, err = response.Bytes("clientDataJSON"); err != nil {
		return nil, data, err
	}
	withoutBOM := bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")) // "UTF-8 decode", L3 §7.1 step 5
	found, err := strictjson.Read(withoutBOM, "type", "challenge", "origin", "topOrigin", "crossOrigin", "tokenBinding")
	if err != nil {
		return nil, data, fmt.Errorf("clientDataJSON: %w", err)
	}
	kind, errType := found.String("type")
	challenge, errChallenge := found.String("challenge")
	origin, errOrigin := found.String("origin")
	topOrigin, errTopOrigin := found.String("topOrigin")
	crossOrigin, errCrossOrigin := found.Bool("crossOrigin")
	err = errors.Join(errType, errChallenge, errOrigin, errTopOrigin, errCrossOrigin, checkTokenBinding(found["tokenBinding"]))
	if err != nil {
		return nil, data, fmt.Errorf("clientDataJSON: %w", err)
	}
	return raw, protocol.CollectedClientData{
		Type: protocol.CeremonyType(kind), Challenge: challenge, Origin: origin, TopOrigin: topOrigin, CrossOrigin: crossOrigin,
	}, nil
}

// checkTokenBinding checks the form of a member of older clients (WebAuthn L2 §5.8.1). Its content is not used: no
// connection to Latchkey has token binding.
func checkTokenBinding(raw json.RawMessage) error {
	if raw == nil {
		return nil
	}
	found, err := strictjson.Read(raw, "status", "id")
	if err != nil {
		return fmt.Errorf("tokenBinding: %w", err)
	}
	status, errStatus := found.String("status")
	id, errID := found.String("id")
	switch {
	case errStatus != nil || errID != nil:
		return errors.New("tokenBinding has members of the wrong type")
	case status == "supported", status == "not-supported", status == "present" && id != "":
		return nil
	}
	return errors.New("tokenBinding has no valid status, or no id")
}

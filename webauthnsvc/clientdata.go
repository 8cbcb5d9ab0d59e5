package webauthnsvc

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

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

// checkClientData makes the checks that need no lookup, so their reasons can be named to any client (WebAuthn L3 §7.1
// steps 7 to 18, §7.2 steps 10 to 19). go-webauthn repeats them more leniently: it compares origins without case and
// default ports, and its errors contain the expected challenge.
func (rp *relyingParty) checkClientData(c *ceremony, kind protocol.CeremonyType, data *protocol.CollectedClientData, auth *protocol.AuthenticatorData) *Refusal {
	if data.Type != kind {
		return refuse(ReasonTypeMismatch, nil)
	}
	if subtle.ConstantTimeCompare([]byte(data.Challenge), []byte(c.Session.Challenge)) != 1 {
		return refuse(ReasonChallengeMismatch, nil)
	}
	if !slices.Contains(c.Origins, data.Origin) {
		return &Refusal{Reason: ReasonOriginMismatch, Expected: c.Origins, Received: data.Origin}
	}
	if !rp.frameAllowed(data) {
		expected := rp.frameAncestors
		if len(expected) == 0 {
			expected = c.Origins
		}
		return &Refusal{
			Reason: ReasonOriginMismatch, Expected: expected, Received: data.TopOrigin,
			cause: errors.New("embedded in another site's page"),
		}
	}
	if hash := sha256.Sum256([]byte(c.RPID)); !bytes.Equal(hash[:], auth.RPIDHash) {
		return &Refusal{Reason: ReasonRPIDMismatch, Expected: []string{c.RPID}, Received: rp.rpIDOfHash(auth.RPIDHash)}
	}
	// Only conditional registrations may lack user presence (L3 §7.1 step 15).
	if !auth.Flags.HasUserPresent() && (kind == protocol.AssertCeremony || c.Session.Mediation != protocol.MediationConditional) {
		return refuse(ReasonUserPresenceMissing, nil)
	}
	if !auth.Flags.HasUserVerified() && c.Session.UserVerification == protocol.VerificationRequired {
		return refuse(ReasonUserVerificationMissing, nil)
	}
	return nil
}

// frameAllowed reports whether the page was not in a frame of another origin, or in one whose top-level page is
// allowed (L3 §7.1 steps 10 and 11, §7.2 steps 13 and 14). A cross-origin response without topOrigin is refused.
func (rp *relyingParty) frameAllowed(data *protocol.CollectedClientData) bool {
	if !data.CrossOrigin {
		return data.TopOrigin == ""
	}
	return slices.Contains(rp.frameAncestors, data.TopOrigin)
}

// rpIDOfHash returns the configured RP ID with this hash, or the hash itself. It helps operators to find a wrong
// setting.
func (rp *relyingParty) rpIDOfHash(hash []byte) string {
	for _, id := range rp.configured {
		if own := sha256.Sum256([]byte(id)); bytes.Equal(own[:], hash) {
			return id
		}
	}
	return "sha256:" + hex.EncodeToString(hash)
}

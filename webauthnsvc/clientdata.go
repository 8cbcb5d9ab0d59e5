package webauthnsvc

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
)

// checkClientData makes the checks that need no lookup, so their reasons can be named to any client (WebAuthn L3 §7.1
// steps 7 to 18, §7.2 steps 10 to 19). go-webauthn repeats them more leniently: it compares origins without case and
// default ports, and its errors contain the expected challenge. scope is that of the ceremony.
func (rp *relyingParty) checkClientData(c *ceremony, kind protocol.CeremonyType, scope string, data *protocol.CollectedClientData, auth *protocol.AuthenticatorData) *Refusal {
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
	if hash := sha256.Sum256([]byte(scope)); !bytes.Equal(hash[:], auth.RPIDHash) {
		return &Refusal{Reason: ReasonRPIDMismatch, Expected: []string{scope}, Received: rp.rpIDOfHash(auth.RPIDHash)}
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

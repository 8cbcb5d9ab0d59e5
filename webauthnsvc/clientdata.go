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

// checkClientData makes the checks that need no look-up and may therefore name their reason to anyone (WebAuthn L3
// §7.1 steps 7 to 18, §7.2 steps 10 to 19). go-webauthn makes them again, more leniently: it compares origins
// without regard to case and default ports, and its errors carry the expected challenge.
func (s *Service) checkClientData(c *ceremony, kind protocol.CeremonyType, data *protocol.CollectedClientData, auth *protocol.AuthenticatorData) *Refusal {
	if data.Type != kind {
		return refuse(ReasonTypeMismatch, nil)
	}
	if subtle.ConstantTimeCompare([]byte(data.Challenge), []byte(c.Session.Challenge)) != 1 {
		return refuse(ReasonChallengeMismatch, nil)
	}
	if !slices.Contains(c.Origins, data.Origin) {
		return &Refusal{Reason: ReasonOriginMismatch, Expected: c.Origins, Received: data.Origin}
	}
	if !s.framedRightly(data) {
		expected := s.cfg.FrameAncestors
		if len(expected) == 0 {
			expected = c.Origins
		}
		return &Refusal{
			Reason: ReasonOriginMismatch, Expected: expected, Received: data.TopOrigin,
			cause: errors.New("called from a frame inside another site's page"),
		}
	}
	if hash := sha256.Sum256([]byte(c.RPID)); !bytes.Equal(hash[:], auth.RPIDHash) {
		return &Refusal{Reason: ReasonRPIDMismatch, Expected: []string{c.RPID}, Received: s.nameRPIDHash(auth.RPIDHash)}
	}
	// Only a conditional registration may come without presence (L3 §7.1 step 15).
	if !auth.Flags.HasUserPresent() && (kind == protocol.AssertCeremony || c.Session.Mediation != protocol.MediationConditional) {
		return refuse(ReasonUserPresenceMissing, nil)
	}
	if !auth.Flags.HasUserVerified() && c.Session.UserVerification == protocol.VerificationRequired {
		return refuse(ReasonUserVerificationMissing, nil)
	}
	return nil
}

// framedRightly: in no frame of another origin, or in one whose outermost page may have us (L3 §7.1 steps 10 and 11, §7.2
// steps 13 and 14). A browser that says crossOrigin without naming that page cannot be believed to be in the right one.
func (s *Service) framedRightly(data *protocol.CollectedClientData) bool {
	if !data.CrossOrigin {
		return data.TopOrigin == ""
	}
	return slices.Contains(s.cfg.FrameAncestors, data.TopOrigin)
}

// nameRPIDHash tells an operator which RP ID an authenticator used, where it is one of ours.
func (s *Service) nameRPIDHash(hash []byte) string {
	for i := range s.parties {
		if own := sha256.Sum256([]byte(s.parties[i].ID)); bytes.Equal(own[:], hash) {
			return s.parties[i].ID
		}
	}
	return "sha256:" + hex.EncodeToString(hash)
}

package webauthnsvc

import (
	"context"
	"fmt"
	"strings"

	"latchkey/fault"
)

// ProofRequest is the proof that a begin asks for; without an Audience it asks for none. It travels sealed in the
// ceremony, so that one service cannot have a proof made for another.
type ProofRequest struct {
	Audience string `json:"aud,omitempty"`
	Nonce    string `json:"nonce,omitempty"` // of the service that will verify the proof; "" for none
}

// Proofs signs proofs. The oidc package implements it.
type Proofs interface {
	// AllowsProofFor tells whether a begin may ask for a proof for that audience.
	AllowsProofFor(audience string) bool
	// Prepare makes sure that the signing key can be read, before a ceremony is spent on a proof. ErrStoreUnavailable.
	Prepare(ctx context.Context) error
}

// maxNonceBytes bounds what is sealed and signed.
const maxNonceBytes = 256

// checkProof refuses what finish could not sign. FieldError.
func (s *Service) checkProof(proof ProofRequest) error {
	switch {
	case proof.Audience == "" && proof.Nonce != "":
		return &fault.FieldError{Field: "nonce", Problem: "needs an audience"}
	case proof.Audience != "" && !s.allowsProofFor(proof.Audience):
		return &fault.FieldError{Field: "audience", Problem: "is not in proof.audience"}
	case len(proof.Nonce) > maxNonceBytes || strings.ContainsFunc(proof.Nonce, unprintable):
		return &fault.FieldError{Field: "nonce", Problem: "is longer than 256 bytes or not printable ASCII"}
	}
	return nil
}

func (s *Service) allowsProofFor(audience string) bool {
	return s.cfg.Proofs != nil && s.cfg.Proofs.AllowsProofFor(audience)
}

func unprintable(r rune) bool { return r < ' ' || r > '~' }

// prepareProof is called before a finish commits: a proof that cannot be signed must not cost the ceremony. An audience
// taken out of the configuration is out for the ceremonies under way, too. ErrCeremonyInvalid, ErrStoreUnavailable.
func (s *Service) prepareProof(ctx context.Context, c *ceremony) error {
	switch {
	case c.Proof.Audience == "":
		return nil
	case !s.allowsProofFor(c.Proof.Audience):
		return fmt.Errorf("%w: its audience is no longer configured", fault.ErrCeremonyInvalid)
	}
	return s.cfg.Proofs.Prepare(ctx)
}

// What our ID tokens and proofs say of how the person signed in.
const (
	ACRPasskey   = "urn:latchkey:acr:passkey"    // present, with a passkey
	ACRPasskeyUV = "urn:latchkey:acr:passkey:uv" // and verified by it
)

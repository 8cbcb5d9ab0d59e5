package webauthnsvc

import (
	"context"
	"fmt"
	"strings"

	"latchkey/fault"
)

// maxNonceBytes limits what is sealed and signed.
const maxNonceBytes = 256

// checkProof checks a request for a proof at begin. Errors: *fault.FieldError.
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

// prepareProof is called before a finish commits: a proof that cannot be signed must not spend the ceremony. An
// audience that has been removed from the configuration is refused, even for ceremonies that have begun. Errors:
// fault.ErrCeremonyInvalid, fault.ErrStoreUnavailable.
func (s *Service) prepareProof(ctx context.Context, c *ceremony) error {
	switch {
	case c.Proof.Audience == "":
		return nil
	case !s.allowsProofFor(c.Proof.Audience):
		return fmt.Errorf("%w: its audience is no longer configured", fault.ErrCeremonyInvalid)
	}
	return s.cfg.Proofs.Prepare(ctx)
}

// The values of acr in ID tokens and proofs.
const (
	ACRPasskey   = "urn:latchkey:acr:passkey"    // user presence
	ACRPasskeyUV = "urn:latchkey:acr:passkey:uv" // user verification
)

package attestation

import (
	"errors"
	"slices"

	"github.com/go-webauthn/webauthn/metadata"
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"
)

// byLibrary has go-webauthn verify the statement, but not the chain of its certificates.
func byLibrary(s *statement) (metadata.AuthenticatorAttestationType, error) {
	err := s.VerifyAttestation(s.clientDataHash, nil, protocol.AttestationPolicy{}, protocol.SignaturePolicy{})
	var detailed *protocol.Error
	if errors.As(err, &detailed) {
		return "", errors.New(detailed.Details)
	}
	return metadata.AuthenticatorAttestationType(s.Type), err
}

// verifyU2F adds what go-webauthn leaves out: the signature does not cover the AAGUID, so it must be zero.
func verifyU2F(s *statement) (metadata.AuthenticatorAttestationType, error) {
	if !slices.Equal(s.AuthData.AttData.AAGUID, uuid.Nil[:]) {
		return "", errors.New("an AAGUID, which the signature does not cover")
	}
	return byLibrary(s)
}

package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// proof is the part of a finish's response with the proof, if its begin requested one.
type proof struct {
	Proof          string    `json:"proof,omitempty"`
	ProofExpiresAt time.Time `json:"proof_expires_at,omitzero"`
}

// proof signs the requested proof; without a request it costs nothing.
func (s *Server) proof(ctx context.Context, wish webauthnsvc.ProofRequest, who webauthnsvc.SignedIn, sessionID uuid.UUID) (proof, error) {
	if wish.Audience == "" {
		return proof{}, nil
	}
	signed, err := s.provider.Proof(ctx, who, sessionID, wish)
	return proof{signed.Token, signed.ExpiresAt}, err
}

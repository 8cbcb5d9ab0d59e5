package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// proof is what a finish answers beside the rest if its begin asked for a proof.
type proof struct {
	Proof          string    `json:"proof,omitempty"`
	ProofExpiresAt time.Time `json:"proof_expires_at,omitzero"`
}

// proof signs the one that was asked for; none costs nothing.
func (s *Server) proof(ctx context.Context, wish webauthnsvc.ProofRequest, who webauthnsvc.SignedIn, sessionID uuid.UUID) (proof, error) {
	if wish.Audience == "" {
		return proof{}, nil
	}
	signed, err := s.provider.Proof(ctx, who, sessionID, wish)
	return proof{signed.Token, signed.ExpiresAt}, err
}

package oidc

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// proofType is the typ of proofs. Who verifies one must demand it: an ID token of ours is no proof.
const proofType = "latchkey-proof+jwt"

// proofLifetime is how long a service has to verify a proof, which it is handed at once.
const proofLifetime = time.Minute

// Proof is a signed statement, for services that trust our keys, that this person showed a passkey just now.
type Proof struct {
	Token     string
	ExpiresAt time.Time
}

type proofClaims struct {
	Issuer    string    `json:"iss"`
	Audience  string    `json:"aud"` // one service: another one must not be able to use the proof
	Nonce     string    `json:"nonce,omitempty"`
	Subject   uuid.UUID `json:"sub"` // the Kratos identity
	SessionID uuid.UUID `json:"sid,omitzero"`
	IssuedAt  int64     `json:"iat"`
	Expires   int64     `json:"exp"`
	AuthTime  int64     `json:"auth_time"`
	ACR       string    `json:"acr"`
	AMR       []string  `json:"amr"`
	ID        string    `json:"jti"`
	PasskeyID uuid.UUID `json:"passkey_id"`
}

// AllowsProofFor tells whether proofs are made for that audience.
func (p *Provider) AllowsProofFor(audience string) bool {
	return slices.Contains(p.cfg.ProofAudience, audience)
}

// Proof signs the one that the ceremony asked for, valid for a minute. sessionID is the Kratos session that was stepped
// up or made; the zero one is left out.
func (p *Provider) Proof(ctx context.Context, who webauthnsvc.SignedIn, sessionID uuid.UUID, wish webauthnsvc.ProofRequest) (Proof, error) {
	now := p.cfg.Now().UTC()
	expires := now.Add(proofLifetime).Truncate(time.Second)
	token, err := p.sign(ctx, proofType, proofClaims{
		Issuer:    p.cfg.Issuer,
		Audience:  wish.Audience,
		Nonce:     wish.Nonce,
		Subject:   who.IdentityID,
		SessionID: sessionID,
		IssuedAt:  now.Unix(),
		Expires:   expires.Unix(),
		AuthTime:  who.At.Unix(),
		ACR:       acr(who.UserVerified),
		AMR:       amr(who.UserVerified),
		ID:        rand.Text(),
		PasskeyID: who.PasskeyID,
	})
	return Proof{token, expires}, err
}

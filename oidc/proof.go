package oidc

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// proofType is the typ of proofs. Who verifies one must demand it: an ID token of ours is no proof.
const proofType = "latchkey-proof+jwt"

// Proof is a signed statement, for services that trust our keys, that this person showed a passkey just now.
type Proof struct {
	Token     string
	ExpiresAt time.Time
}

type proofClaims struct {
	Issuer    string    `json:"iss"`
	Audience  []string  `json:"aud"`
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

// Proof signs one, valid for five minutes. sessionID is the Kratos session that was stepped up or made; the zero one
// is left out.
func (p *Provider) Proof(ctx context.Context, who webauthnsvc.SignedIn, sessionID uuid.UUID) (Proof, error) {
	now := p.cfg.Now().UTC()
	expires := now.Add(tokenLifetime).Truncate(time.Second)
	token, err := p.sign(ctx, proofType, proofClaims{
		Issuer:    p.cfg.Issuer,
		Audience:  p.cfg.ProofAudience,
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

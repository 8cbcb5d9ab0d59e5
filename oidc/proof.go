package oidc

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// proofType is the typ of proofs. Services must require it, because ID tokens are signed with the same keys.
const proofType = "latchkey-proof+jwt"

// proofLifetime limits the time that a service has to verify a proof, which it receives at once.
const proofLifetime = time.Minute

// Proof is a signed statement, for services that trust our keys, that this user has just used a passkey.
type Proof struct {
	Token     string
	ExpiresAt time.Time
}

type proofClaims struct {
	Issuer    string    `json:"iss"`
	Audience  string    `json:"aud"` // a single service, so that it cannot use the proof at another
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

// AllowsProofFor reports whether proofs are made for the audience.
func (p *Provider) AllowsProofFor(audience string) bool {
	return slices.Contains(p.cfg.ProofAudience, audience)
}

// Proof signs the proof that the ceremony asked for, valid for a minute. sessionID is the Kratos session that was
// stepped up or created; uuid.Nil is omitted.
func (p *Provider) Proof(ctx context.Context, who webauthnsvc.SignedIn, sessionID uuid.UUID, request webauthnsvc.ProofRequest) (Proof, error) {
	now, twoFactors := p.cfg.Now().UTC(), who.UserVerified && p.cfg.UVIsAAL2
	expires := now.Add(proofLifetime).Truncate(time.Second)
	token, err := p.sign(ctx, proofType, proofClaims{
		Issuer:    p.cfg.Issuer,
		Audience:  request.Audience,
		Nonce:     request.Nonce,
		Subject:   who.IdentityID,
		SessionID: sessionID,
		IssuedAt:  now.Unix(),
		Expires:   expires.Unix(),
		AuthTime:  who.At.Unix(),
		ACR:       acr(twoFactors),
		AMR:       amr(twoFactors),
		ID:        rand.Text(),
		PasskeyID: who.PasskeyID,
	})
	return Proof{token, expires}, err
}

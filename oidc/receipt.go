package oidc

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// receiptType is the typ of receipts, so that neither a proof nor an ID token passes for one.
const receiptType = "latchkey-receipt+jwt"

// receiptClaims have no exp: a receipt is kept as long as what was confirmed can be disputed.
type receiptClaims struct {
	Issuer        string    `json:"iss"`
	Audience      []string  `json:"aud"`
	Subject       uuid.UUID `json:"sub"`
	SessionID     uuid.UUID `json:"sid"`
	IssuedAt      int64     `json:"iat"`
	ACR           string    `json:"acr"`
	AMR           []string  `json:"amr"`
	ID            string    `json:"jti"`
	PasskeyID     uuid.UUID `json:"passkey_id"`
	Payload       string    `json:"payload"`
	PayloadSHA256 string    `json:"payload_sha256"`
	Assertion     evidence  `json:"assertion"`
}

// evidence proves, without trust in us, that the authenticator signed the payload (webauthnsvc.Confirmation). Binary
// values are base64url without padding.
type evidence struct {
	RPID              string `json:"rpId"`
	Salt              string `json:"salt"`
	ClientDataJSON    string `json:"clientDataJSON"`
	AuthenticatorData string `json:"authenticatorData"`
	Signature         string `json:"signature"`
	PublicKey         string `json:"publicKey"` // COSE_Key
}

// receiptAudience returns all services, because a receipt is evidence for each, or only the issuer if none is
// configured.
func (p *Provider) receiptAudience() []string {
	if len(p.cfg.ProofAudience) == 0 {
		return []string{p.cfg.Issuer}
	}
	return p.cfg.ProofAudience
}

// Receipt signs the receipt of a confirmation.
func (p *Provider) Receipt(ctx context.Context, c *webauthnsvc.Confirmation) (string, error) {
	digest := sha256.Sum256([]byte(c.Payload))
	text := base64.RawURLEncoding.EncodeToString
	return p.sign(ctx, receiptType, receiptClaims{
		Issuer:        p.cfg.Issuer,
		Audience:      p.receiptAudience(),
		Subject:       c.SignedIn.IdentityID,
		SessionID:     c.SessionID,
		IssuedAt:      c.SignedIn.At.Unix(),
		ACR:           acr(c.SignedIn.UserVerified),
		AMR:           amr(c.SignedIn.UserVerified),
		ID:            rand.Text(),
		PasskeyID:     c.SignedIn.PasskeyID,
		Payload:       c.Payload,
		PayloadSHA256: text(digest[:]),
		Assertion: evidence{
			RPID:              c.RPID,
			Salt:              text(c.Salt),
			ClientDataJSON:    text(c.ClientDataJSON),
			AuthenticatorData: text(c.AuthenticatorData),
			Signature:         text(c.Signature),
			PublicKey:         text(c.PublicKey),
		},
	})
}

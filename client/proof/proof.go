// Package proof verifies Latchkey's proofs for Go services: JWTs that say that a user has just used a passkey
// (docs/verify-proof.md). It needs nothing but the standard library. It owns no session: what follows from a proof, the service
// decides.
//
//	proofs := proof.NewVerifier("https://passkeys.example.com", "https://api.example.com")
//	claims, err := proofs.Verify(ctx, token, client.Demand{Level: "aal2", MaxAge: time.Minute}, nonces.Use)
package proof

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"latchkey/client"
)

// typ is that of proofs only: receipts, ID tokens and security events are signed with the same keys.
const typ = "latchkey-proof+jwt"

// acrVerified is the acr of a passkey whose authenticator verified the user by PIN or biometrics: two factors.
const acrVerified = "urn:latchkey:acr:passkey:uv"

// leeway is how far Latchkey's clock may be ahead.
const leeway = time.Minute

// Claims are those of a proof.
type Claims struct {
	Issuer    string `json:"iss"`
	Audience  string `json:"aud"`
	Nonce     string `json:"nonce"`
	Subject   string `json:"sub"` // the identity at Kratos
	SessionID string `json:"sid"` // the session at Kratos, if there is one
	IssuedAt  int64  `json:"iat"`
	Expires   int64  `json:"exp"`
	AuthTime  int64  `json:"auth_time"`
	ACR       string `json:"acr"`
	ID        string `json:"jti"`
	PasskeyID string `json:"passkey_id"`
}

// Verifier verifies the proofs for one service. It is safe for concurrent use.
type Verifier struct {
	issuer, audience string
	keys             *keys
}

// NewVerifier returns a verifier. issuer is serve.public.base_url of Latchkey's configuration, and audience one of its
// proof.audience.
func NewVerifier(issuer, audience string) *Verifier {
	issuer = strings.TrimSuffix(issuer, "/")
	return &Verifier{issuer: issuer, audience: audience, keys: newKeys(issuer)}
}

// Verify returns the claims of a proof that meets the demand. useNonce is called last, and once: it returns whether the service
// generated this nonce for this user and has not accepted it before, and uses it up. Errors: ErrInvalid, ErrInsufficient, and
// others if the keys cannot be fetched.
func (v *Verifier) Verify(ctx context.Context, token string, demand client.Demand, useNonce func(nonce string) bool) (*Claims, error) {
	payload, err := v.verified(ctx, token)
	if err != nil {
		return nil, err
	}
	claims := new(Claims)
	if err := json.Unmarshal(payload, claims); err != nil {
		return nil, invalid("its claims are not those of a proof")
	}
	if err := v.check(claims, time.Now()); err != nil {
		return nil, err
	}
	if err := meets(claims, demand, time.Now()); err != nil {
		return nil, err
	}
	if claims.Nonce == "" || useNonce == nil || !useNonce(claims.Nonce) {
		return nil, invalid("wrong nonce")
	}
	return claims, nil
}

// verified returns the payload if Latchkey signed it as a proof.
func (v *Verifier) verified(ctx context.Context, token string) ([]byte, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, invalid("not a JWT")
	}
	var header struct {
		Alg, Typ, Kid string
		Crit          json.RawMessage // extensions that must be understood; there are none
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil || json.Unmarshal(raw, &header) != nil || header.Alg != "ES256" || header.Typ != typ || header.Crit != nil {
		return nil, invalid("not a proof")
	}
	payload, errPayload := base64.RawURLEncoding.DecodeString(parts[1])
	signature, errSignature := base64.RawURLEncoding.DecodeString(parts[2])
	if errPayload != nil || errSignature != nil || len(signature) != 64 {
		return nil, invalid("not a JWT")
	}
	key, err := v.keys.key(ctx, header.Kid)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(key, digest[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		return nil, invalid("wrong signature")
	}
	return payload, nil
}

func (v *Verifier) check(claims *Claims, now time.Time) error {
	switch {
	case claims.Issuer != v.issuer:
		return invalid("wrong issuer")
	case claims.Audience != v.audience || v.audience == "":
		return invalid("wrong audience")
	case claims.Expires <= now.Unix():
		return invalid("expired")
	case claims.IssuedAt > now.Add(leeway).Unix() || claims.AuthTime > now.Add(leeway).Unix():
		return invalid("not yet valid")
	case claims.Subject == "":
		return invalid("no user")
	}
	return nil
}

// meets compares a proof with the demand. Any passkey is one factor.
func meets(claims *Claims, demand client.Demand, now time.Time) error {
	switch {
	case demand.Level != "" && demand.Level != "aal1" && demand.Level != "aal2":
		return fmt.Errorf("proof: there is no level %q", demand.Level)
	case demand.Level == "aal2" && claims.ACR != acrVerified:
		return fmt.Errorf("%w: the authenticator did not verify the user", ErrInsufficient)
	case demand.MaxAge != 0 && now.Sub(time.Unix(claims.AuthTime, 0)) > demand.MaxAge:
		return fmt.Errorf("%w: older than %s", ErrInsufficient, demand.MaxAge)
	}
	return nil
}

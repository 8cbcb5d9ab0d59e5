package proof

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"latchkey/client"
)

// acrPresent is the acr of any other passkey: one factor.
const acrPresent = "urn:latchkey:acr:passkey"

// Guard protects routes for which a request has a proof, or else a session that suffices.
type Guard struct {
	proofs   *Verifier
	sessions *client.Client
	useNonce func(nonce string) bool
}

// Or returns a guard that accepts proofs, and what the client accepts. useNonce is that of Verify.
func (v *Verifier) Or(sessions *client.Client, useNonce func(nonce string) bool) *Guard {
	return &Guard{proofs: v, sessions: sessions, useNonce: useNonce}
}

// Require lets only those requests through to next whose proof, or else whose session, meets the demand; client.Of returns
// whose it is. A proof is in "Authorization: Bearer". A request that has one has chosen it: no session counts beside it, since
// browsers send cookies by themselves. Latchkey's policy does not count for a proof, which reaches no further than its passkey, so one
// must have aal2 unless the demand names a level. The answer to a proof that does not suffice is the challenge of RFC 9470.
func (g *Guard) Require(demand client.Demand, next http.Handler) http.Handler {
	bySession := g.sessions.Require(demand, next)
	demand.Level = cmp.Or(demand.Level, "aal2")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := client.Bearer(r.Header.Get("Authorization"))
		if !isProof(token) {
			bySession.ServeHTTP(w, r)
			return
		}
		claims, err := g.proofs.Verify(r.Context(), token, demand, g.useNonce)
		if err != nil {
			refuse(w, demand, err)
			return
		}
		next.ServeHTTP(w, client.With(r, client.Session{IdentityID: claims.Subject, SessionID: claims.SessionID, Level: claims.level()}))
	})
}

// isProof reports whether a token says that it is a proof. Tokens of Kratos are no JWTs.
func isProof(token string) bool {
	first, _, _ := strings.Cut(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(first)
	var header struct{ Typ string }
	return err == nil && json.Unmarshal(raw, &header) == nil && header.Typ == typ
}

func (c *Claims) level() string {
	if c.ACR == acrVerified {
		return "aal2"
	}
	return "aal1"
}

// refuse answers a request whose proof was refused. What was wrong with it is not the client's concern.
func refuse(w http.ResponseWriter, demand client.Demand, err error) {
	status, text := http.StatusUnauthorized, "The proof does not meet what this request demands."
	switch {
	case errors.Is(err, ErrInsufficient):
		w.Header().Set("WWW-Authenticate", challenge(demand))
	case errors.Is(err, ErrInvalid):
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		text = "This is not a valid proof, or it was used before."
	default:
		w.Header().Set("Retry-After", "5")
		status, text = http.StatusServiceUnavailable, "The proof cannot be verified. Try again in a moment."
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, text, status)
}

// challenge is the challenge of RFC 9470 for a demand, as Latchkey writes it by default. With policy.uv_passkey_is_aal2: false, which
// a service cannot see, no proof has the acr of aal2.
func challenge(demand client.Demand) string {
	header := `Bearer error="insufficient_user_authentication"`
	switch demand.Level {
	case "aal1":
		header += `, acr_values="` + acrPresent + " " + acrVerified + `"`
	case "aal2":
		header += `, acr_values="` + acrVerified + `"`
	}
	if demand.MaxAge > 0 {
		header += `, max_age="` + strconv.Itoa(int(demand.MaxAge.Seconds())) + `"`
	}
	return header
}

package oidc_test

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"

	"latchkey/oidc"
	"latchkey/webauthnsvc"
)

// verify checks a token against the published keys, as a service does.
func (r *replica) verify(t testing.TB, token string) (jose.Header, map[string]any) {
	t.Helper()
	parsed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	header := parsed.Signatures[0].Header
	set, err := r.JWKS(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	keys := set.Key(header.KeyID)
	if len(keys) != 1 {
		t.Fatalf("%d keys of the ID %q", len(keys), header.KeyID)
	}
	payload, err := parsed.Verify(keys[0])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	return header, claims
}

// accepts checks what docs/verify-proof.md tells services to require.
func accepts(header jose.Header, claims map[string]any, typ, aud string) error {
	audiences, several := claims["aud"].([]any)
	if !several {
		audiences = []any{claims["aud"]}
	}
	switch {
	case header.ExtraHeaders[jose.HeaderType] != typ:
		return errors.New("typ")
	case claims["iss"] != issuer:
		return errors.New("iss")
	case !slices.Contains(audiences, any(aud)):
		return errors.New("aud")
	}
	return nil
}

func wantClaims(t testing.TB, got map[string]any, want map[string]any) {
	t.Helper()
	if id, ok := got["jti"].(string); !ok || len(id) < 20 {
		t.Errorf("jti %v", got["jti"])
	}
	got = maps.Clone(got)
	delete(got, "jti")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestIDToken(t *testing.T) {
	r := newReplica(t, newRecords(t))
	response, err := r.Redeem(t.Context(), tokenRequest(r.codeFor(t, ada, "nonce", "the nonce")), events)
	if err != nil {
		t.Fatal(err)
	}
	if response.TokenType != "Bearer" || response.ExpiresIn != 300 || response.Scope != "openid" || response.AccessToken == "" {
		t.Errorf("got %+v, want TokenType Bearer, ExpiresIn 300, Scope openid, AccessToken set", response)
	}
	_, claims := r.verify(t, response.IDToken)
	wantClaims(t, claims, map[string]any{
		"iss": issuer, "sub": ada.IdentityID.String(), "aud": clientID, "nonce": "the nonce",
		"iat": unix(start), "exp": unix(start.Add(5 * time.Minute)), "auth_time": unix(ada.At),
		"acr": "urn:latchkey:acr:passkey:uv", "amr": []any{"pop", "user", "mfa"},
	})
	present := ada
	present.UserVerified = false
	response, err = r.Redeem(t.Context(), tokenRequest(r.codeFor(t, present)), events)
	if err != nil {
		t.Fatal(err)
	}
	_, claims = r.verify(t, response.IDToken)
	if claims["acr"] != "urn:latchkey:acr:passkey" || !reflect.DeepEqual(claims["amr"], []any{"pop"}) || claims["nonce"] != nil {
		t.Errorf("without user verification: %v", claims)
	}
	lowered := newReplicaWith(t, r.records, func(c *oidc.Config) { c.UVIsAAL2 = false })
	response, err = lowered.Redeem(t.Context(), tokenRequest(r.codeFor(t, ada)), events)
	if err != nil {
		t.Fatal(err)
	}
	_, claims = r.verify(t, response.IDToken)
	if claims["acr"] != "urn:latchkey:acr:passkey" || !reflect.DeepEqual(claims["amr"], []any{"pop"}) {
		t.Errorf("where user verification is no second factor: %v", claims)
	}
}

func unix(at time.Time) float64 { return float64(at.Unix()) }

func TestProof(t *testing.T) {
	r := newReplica(t, newRecords(t))
	session := uuid.New()
	proof, err := r.Proof(t.Context(), ada, session, webauthnsvc.ProofRequest{Audience: audience, Nonce: "the nonce"})
	if err != nil {
		t.Fatal(err)
	}
	if want := start.Add(time.Minute); !proof.ExpiresAt.Equal(want) {
		t.Errorf("expires at %s, not %s", proof.ExpiresAt, want)
	}
	_, claims := r.verify(t, proof.Token)
	want := map[string]any{
		"iss": issuer, "sub": ada.IdentityID.String(), "aud": audience, "nonce": "the nonce", "sid": session.String(),
		"iat": unix(start), "exp": unix(start.Add(time.Minute)), "auth_time": unix(ada.At),
		"acr": "urn:latchkey:acr:passkey:uv", "amr": []any{"pop", "user", "mfa"}, "passkey_id": ada.PasskeyID.String(),
	}
	wantClaims(t, claims, want)
	proof, err = r.Proof(t.Context(), ada, uuid.Nil, webauthnsvc.ProofRequest{Audience: audience})
	if err != nil {
		t.Fatal(err)
	}
	delete(want, "sid")
	delete(want, "nonce")
	_, claims = r.verify(t, proof.Token)
	wantClaims(t, claims, want)

	lowered := newReplicaWith(t, r.records, func(c *oidc.Config) { c.UVIsAAL2 = false })
	if proof, err = lowered.Proof(t.Context(), ada, uuid.Nil, webauthnsvc.ProofRequest{Audience: audience}); err != nil {
		t.Fatal(err)
	}
	want["acr"], want["amr"] = "urn:latchkey:acr:passkey", []any{"pop"}
	_, claims = r.verify(t, proof.Token)
	wantClaims(t, claims, want)
}

// No kind of token passes for another, although the same key signs all of them.
func TestTokensAreNotExchangeable(t *testing.T) {
	r := newReplica(t, newRecords(t))
	response, err := r.Redeem(t.Context(), tokenRequest(r.codeFor(t, ada)), events)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := r.Proof(t.Context(), ada, uuid.New(), webauthnsvc.ProofRequest{Audience: audience})
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := r.Receipt(t.Context(), &webauthnsvc.Confirmation{SignedIn: ada, SessionID: uuid.New(), Payload: "x"})
	if err != nil {
		t.Fatal(err)
	}
	set, err := r.SecurityEvent(t.Context(), revoked())
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string]string{"id_token": response.IDToken, "proof": proof.Token, "receipt": receipt, "set": set}
	kinds := map[string][2]string{"set": {"secevent+jwt", audience},
		"id_token": {"JWT", clientID}, "proof": {"latchkey-proof+jwt", audience}, "receipt": {"latchkey-receipt+jwt", audience},
	}
	for made, token := range tokens {
		header, claims := r.verify(t, token)
		for wanted, kind := range kinds {
			if err := accepts(header, claims, kind[0], kind[1]); (err == nil) != (made == wanted) {
				t.Errorf("%s as %s: %v", made, wanted, err)
			}
		}
	}
}

package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// claims are what a service reads of a proof.
type claims struct {
	Audience any    `json:"aud"` // a string, or a list of them
	Nonce    string `json:"nonce"`
	Subject  string `json:"sub"`
	Session  string `json:"sid"`
}

// for whom the proof is.
func (c claims) audiences() (list []string) {
	switch aud := c.Audience.(type) {
	case string:
		return []string{aud}
	case []any:
		for _, a := range aud {
			text, _ := a.(string)
			list = append(list, text)
		}
	}
	return list
}

func readProof(t *testing.T, proof string) (said claims) {
	t.Helper()
	remember("proof", proof)
	parts := strings.Split(proof, ".")
	if len(parts) != 3 {
		t.Fatalf("no proof: %d parts", len(parts))
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	must(t, err)
	must(t, json.Unmarshal(text, &said))
	return said
}

// proofFor signs in for one service, which chose the nonce.
func (c caller) proofFor(t *testing.T, device *webauthntest.Authenticator, ask map[string]string) string {
	t.Helper()
	var b begun
	c.do(t, http.MethodPost, "/v1/login/begin", ask).want(t, http.StatusOK, &b)
	var got struct {
		Proof string `json:"proof"`
	}
	c.finish(t, "login", b.signed(t, device)).want(t, http.StatusOK, &got)
	return got.Proof
}

// testProof: service A, to which a user has signed in, cannot replay the proof at service B.
func testProof(t *testing.T, s *stack) {
	victim, person, device := s.customer(t)
	said := readProof(t, s.anyone().proofFor(t, device, map[string]string{"audience": serviceA, "nonce": "chosen by A"}))
	if !slices.Equal(said.audiences(), []string{serviceA}) || said.Nonce != "chosen by A" || said.Subject != victim.IdentityID.String() {
		t.Errorf("the proof says %+v, want one for %s alone with its nonce", said, serviceA)
	}
	// Without a requested audience there is no proof to replay.
	if proof := s.anyone().proofFor(t, device, map[string]string{"session": "none"}); proof != "" {
		t.Errorf("a proof for %q that no service asked for", readProof(t, proof).audiences())
	}
	s.anyone().do(t, http.MethodPost, "/v1/login/begin", map[string]string{"audience": "https://evil.example.test"}).
		refused(t, http.StatusBadRequest, "invalid_request")

	var b begun
	person.do(t, http.MethodPost, "/v1/step-up/begin", map[string]string{"audience": serviceB, "nonce": "chosen by B"}).want(t, http.StatusOK, &b)
	var got struct {
		Proof string `json:"proof"`
	}
	person.finish(t, "step-up", b.signed(t, device)).want(t, http.StatusOK, &got)
	said = readProof(t, got.Proof)
	if !slices.Equal(said.audiences(), []string{serviceB}) || said.Nonce != "chosen by B" || said.Session != victim.SessionID.String() {
		t.Errorf("the proof says %+v, want one for %s alone, with its nonce and the session", said, serviceB)
	}
}

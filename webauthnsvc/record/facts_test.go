package record_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"testing"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/store"
	"latchkey/webauthnsvc/record"
	"latchkey/webauthnsvc/webauthntest"
)

// A U2F key shows a profile the key identifier by which it was allowed or denied.
func TestFactsOfU2F(t *testing.T) {
	const identifier = "923881fe2f214ee465484371aeb72e97f5a58e0a"
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := webauthntest.PublicKey(webauthntest.ES256, key.Public())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]any{"publicKey": public, "attested": attestation.Attested{Format: "fido-u2f", Model: true, KeyIdentifier: identifier}})
	if err != nil {
		t.Fatal(err)
	}
	facts, _, err := record.Facts(store.Passkey{KeyIdentifier: identifier, Record: text})
	if err != nil || facts.Of.KeyIdentifier != identifier || !facts.U2F {
		t.Fatalf("%+v, %v", facts, err)
	}
	allowed := authenticator.Profile{Attestation: authenticator.Direct, Allow: []string{identifier}}
	denied := authenticator.Profile{Attestation: authenticator.Direct, Deny: []string{identifier}}
	if len(allowed.Unmet(facts)) != 0 || len(denied.Unmet(facts)) != 1 {
		t.Errorf("allowed: %v, denied: %v", allowed.Unmet(facts), denied.Unmet(facts))
	}
}

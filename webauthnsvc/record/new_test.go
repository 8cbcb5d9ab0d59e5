package record_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/go-webauthn/webauthn/webauthn"

	"latchkey/attestation"
	"latchkey/webauthnsvc/record"
	"latchkey/webauthnsvc/webauthntest"
)

// What an imported record says about attestation proves nothing here, even if Latchkey wrote it.
func TestImportsClaimNoAttestation(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := webauthntest.PublicKey(webauthntest.ES256, key.Public())
	if err != nil {
		t.Fatal(err)
	}
	created := &webauthn.Credential{ID: []byte("id"), PublicKey: public, AttestationType: "basic_full", AttestationFormat: "packed"}
	created.Attestation.ClientDataJSON, created.Attestation.Object = []byte(`{}`), []byte("certificate")
	raw, err := record.New(created, &attestation.Attested{By: attestation.ByRoots, Format: "packed", Type: "basic_full", Root: "00", Model: true})
	if err != nil || !bytes.Contains(raw, []byte(`"attested":{"by":"roots","format":"packed","type":"basic_full","root":"00","model":true}`)) {
		t.Fatalf("%s, %v", raw, err)
	}
	imported, _, err := record.Check(raw, []byte("id"))
	if err != nil {
		t.Fatal(err)
	}
	for _, claim := range []string{"attested\"", "basic_full", "packed", base64.StdEncoding.EncodeToString([]byte("certificate"))} {
		if strings.Contains(string(imported), claim) {
			t.Errorf("imported %s, which has %q", imported, claim)
		}
	}
	if !bytes.Contains(imported, []byte(`"clientDataJSON":"e30="`)) {
		t.Errorf("imported %s without its client data", imported)
	}
	if again, _, err := record.Check(imported, []byte("id")); err != nil || !bytes.Equal(again, imported) {
		t.Errorf("a record without attestation changed: %s, %v", again, err)
	}
}

package attestation_test

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"latchkey/attestation"
)

// The test vectors of WebAuthn L3 §16, whose values are in testdata: the statements of all formats below its own root.
func TestVectorsOfTheSpecification(t *testing.T) {
	text, err := os.ReadFile("testdata/webauthn-l3.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Root    string
		Vectors map[string]struct{ AttestationObject, ClientDataJSON string }
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(bytesOf(t, file.Root))
	if err != nil {
		t.Fatal(err)
	}
	verifier := attestation.New([]*x509.Certificate{root}, nil, time.Now)
	for name, want := range map[string]error{
		"packed-es256": nil, "packed-es384": nil, "packed-es512": nil, "packed-rs256": nil, "packed-eddsa": nil,
		"apple-es256": nil,
		"none-es256":  attestation.ErrUntrusted, "packed-self-es256": attestation.ErrUntrusted,
		// The key of this vector is enforced by software, and the maker of that TPM is none that the Trusted Computing Group lists.
		"android-key-es256": attestation.ErrUnverified, "tpm-es256": attestation.ErrUnverified,
		// This vector has an AAGUID beside a U2F statement, which does not sign it. FIDO's conformance tests refuse one.
		"fido-u2f-es256": attestation.ErrUnverified,
	} {
		t.Run(name, func(t *testing.T) {
			vector := file.Vectors[name]
			object, err := attestation.Read(bytesOf(t, vector.AttestationObject))
			if err != nil {
				t.Fatal(err)
			}
			hash := sha256.Sum256(bytesOf(t, vector.ClientDataJSON))
			if got, err := verifier.Verify(object, hash[:]); !errors.Is(err, want) || (err == nil) != (want == nil) {
				t.Errorf("%+v, %v, want %v", got, err, want)
			}
			hash[0] ^= 1
			if got, err := verifier.Verify(object, hash[:]); err == nil || want == nil && errors.Is(err, attestation.ErrUntrusted) {
				t.Errorf("with other client data: %+v, %v", got, err)
			}
		})
	}
}

func bytesOf(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

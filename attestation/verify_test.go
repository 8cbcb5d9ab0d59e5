package attestation_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/attestation"
	"latchkey/webauthnsvc/webauthntest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// attested makes a passkey, and returns its attestation object with the hash of the client data.
func attested(t *testing.T, edit func(*webauthntest.Authenticator)) (*attestation.Object, []byte) {
	t.Helper()
	a := webauthntest.New("https://example.com")
	edit(a)
	answer, err := a.Create([]byte(`{"rp":{"id":"example.com"},"challenge":"YQ","pubKeyCredParams":[{"alg":-7},{"alg":-8},{"alg":-257}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var made struct {
		Response struct{ ClientDataJSON, AttestationObject string }
	}
	if err := json.Unmarshal(answer, &made); err != nil {
		t.Fatal(err)
	}
	raw, _ := base64.RawURLEncoding.DecodeString(made.Response.AttestationObject)
	object, err := attestation.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	clientData, _ := base64.RawURLEncoding.DecodeString(made.Response.ClientDataJSON)
	hash := sha256.Sum256(clientData)
	return object, hash[:]
}

// formatsOf returns the ways in which a maker attests, by format.
func formatsOf(m *attest.Maker) map[string]webauthntest.Attest {
	return map[string]webauthntest.Attest{"packed": m.Packed, "tpm": m.TPM2, "fido-u2f": m.U2F, "apple": m.Apple, "android-key": m.AndroidKey}
}

func verifier(roots ...*attest.CA) *attestation.Verifier {
	var list []*x509.Certificate
	for _, root := range roots {
		list = append(list, root.Certificate)
	}
	return attestation.New(list, nil, time.Now)
}

// Each format is verified up to a root that the operator lists, and to no other.
func TestRoots(t *testing.T) {
	ca, other := attest.NewCA("Maker"), attest.NewCA("Other")
	maker := &attest.Maker{CA: ca}
	model := map[string]bool{"packed": true, "apple": true}
	kind := map[string]string{"packed": "basic_full", "tpm": "attca", "fido-u2f": "basic_full", "apple": "anonca", "android-key": "basic_full"}
	for format, way := range formatsOf(maker) {
		t.Run(format, func(t *testing.T) {
			make := func(a *webauthntest.Authenticator) {
				if a.Attest = way; format == "fido-u2f" {
					a.AAGUID = uuid.Nil
				}
			}
			object, hash := attested(t, make)
			got, err := verifier(other, ca).Verify(object, hash)
			if err != nil {
				t.Fatal(err)
			}
			root := sha256.Sum256(ca.Certificate.Raw)
			want := attestation.Attested{By: attestation.ByRoots, Format: format, Type: kind[format], Root: hex.EncodeToString(root[:]), Model: model[format]}
			if identifier := got.KeyIdentifier; (len(identifier) == 40) != (format == "fido-u2f") {
				t.Errorf("key identifier %q", identifier)
			}
			want.KeyIdentifier = got.KeyIdentifier
			if got.Attested != want || got.U2F != (format == "fido-u2f") {
				t.Errorf("%+v, want %+v", got, want)
			}
			for name, v := range map[string]*attestation.Verifier{"another root": verifier(other), "no root": verifier()} {
				if got, err := v.Verify(object, hash); !errors.Is(err, attestation.ErrUnverified) {
					t.Errorf("%s: %+v, %v", name, got, err)
				}
			}
			later := attestation.New([]*x509.Certificate{ca.Certificate}, nil, func() time.Time { return time.Now().Add(2 * time.Hour) })
			if got, err := later.Verify(object, hash); !errors.Is(err, attestation.ErrUnverified) {
				t.Errorf("when the certificate has expired: %+v, %v", got, err)
			}
			hash[0] ^= 1
			if got, err := verifier(ca).Verify(object, hash); !errors.Is(err, attestation.ErrUnverified) {
				t.Errorf("other client data: %+v, %v", got, err)
			}
			if format != "fido-u2f" {
				object, hash := attested(t, make)
				object.AuthData[36] ^= 1 // the counter
				if got, err := verifier(ca).Verify(object, hash); !errors.Is(err, attestation.ErrUnverified) {
					t.Errorf("other authenticator data: %+v, %v", got, err)
				}
			}
		})
	}
}

// The certificate of an Android key names the model only if it names this one.
func TestTheCertificateNamesTheModel(t *testing.T) {
	model := uuid.MustParse("1ac71f64-468d-4fe0-bef1-0e5f2f551f18")
	for name, c := range map[string]struct {
		named, behind []byte
		want          bool
	}{
		"this one": {model[:], nil, true}, "another": {bytes.Repeat([]byte{7}, 16), nil, false}, "a longer one": {append(model[:], 0), nil, false},
		"this one and more": {model[:], []byte{5, 0}, false},
	} {
		maker := &attest.Maker{CA: attest.NewCA("Maker"), Leaf: func(leaf *x509.Certificate) {
			value, _ := asn1.Marshal(c.named)
			value = append(value, c.behind...)
			leaf.ExtraExtensions = append(leaf.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 45724, 1, 1, 4}, Value: value})
		}}
		object, hash := attested(t, func(a *webauthntest.Authenticator) { a.Attest, a.AAGUID = maker.AndroidKey, model })
		if got, err := verifier(maker.CA).Verify(object, hash); err != nil || got.Model != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// What needs no root proves nothing.
func TestUnverified(t *testing.T) {
	ca := attest.NewCA("Maker")
	for name, edit := range map[string]func(*webauthntest.Authenticator){
		"none":             func(a *webauthntest.Authenticator) {},
		"self attestation": func(a *webauthntest.Authenticator) { a.Format = "packed" },
		"self, by Ed25519": func(a *webauthntest.Authenticator) { a.Format, a.Algorithm = "packed", webauthntest.EdDSA },
		"self, by RS256":   func(a *webauthntest.Authenticator) { a.Format, a.Algorithm = "packed", webauthntest.RS256 },
		"safetynet": func(a *webauthntest.Authenticator) {
			a.Attest = func(webauthntest.NewPasskey) (string, any, error) {
				return "android-safetynet", map[string]any{"ver": "1", "response": []byte("x")}, nil
			}
		},
		"a U2F key with an AAGUID, which nothing signs": func(a *webauthntest.Authenticator) { a.Attest = (&attest.Maker{CA: ca}).U2F },
	} {
		t.Run(name, func(t *testing.T) {
			object, hash := attested(t, edit)
			if got, err := verifier(ca).Verify(object, hash); !errors.Is(err, attestation.ErrUnverified) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

// A root below which there is an intermediate authority, and one that is no authority.
func TestReadRoots(t *testing.T) {
	ca := attest.NewCA("Maker")
	roots, err := attestation.ReadRoots(append(ca.PEM(), attest.NewCA("Other").PEM()...))
	if err != nil || len(roots) != 2 {
		t.Fatalf("%d roots, %v", len(roots), err)
	}
	object, hash := attested(t, func(a *webauthntest.Authenticator) {
		a.Attest = (&attest.Maker{CA: ca, Through: ca.Intermediate("Line")}).Packed
	})
	if _, err := attestation.New(roots, nil, time.Now).Verify(object, hash); err != nil {
		t.Error(err)
	}
	for name, text := range map[string]string{
		"empty": "", "no PEM": "x", "a key": "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n",
		"no certificate in it": "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
		"a leaf":               string(attest.Leaf(ca)),
		"one of another type":  strings.ReplaceAll(string(ca.PEM()), "CERTIFICATE", "TRUSTED CERTIFICATE"),
	} {
		if roots, err := attestation.ReadRoots([]byte(text)); err == nil {
			t.Errorf("%s: %d roots", name, len(roots))
		}
	}
	if _, err := attestation.ReadRoots(attest.Leaf(ca)); err == nil || !strings.Contains(err.Error(), "name the root that signed it") {
		t.Errorf("no remedy: %v", err)
	}
}

package attestation_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/attestation"
	"latchkey/webauthnsvc/webauthntest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// hugeKey is the certificate of an authority with an RSA key of that size, for which a modulus suffices.
func hugeKey(t *testing.T, bits int) []byte {
	t.Helper()
	signer, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	modulus := new(big.Int).SetBit(big.NewInt(1), bits-1, 1)
	authority := &x509.Certificate{SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, &rsa.PublicKey{N: modulus, E: 1<<31 - 1}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// A statement that is wrong in one respect is refused for that, although its maker's root is trusted.
func TestRefused(t *testing.T) {
	type maker = attest.Maker
	stated := func(edit func(map[string]any)) func(*maker) { return func(m *maker) { m.Statement = edit } }
	x5c := func(chain func(*maker, []any) []any) func(*maker) {
		return func(m *maker) { m.Statement = func(s map[string]any) { s["x5c"] = chain(m, s["x5c"].([]any)) } }
	}
	leaf := func(extensions ...pkix.Extension) func(*maker) {
		return func(m *maker) { m.Leaf = func(c *x509.Certificate) { c.ExtraExtensions = extensions } }
	}
	hardware := func(list ...asn1.RawValue) func(*maker) { return func(m *maker) { m.Hardware = list } }
	allApplications := attest.Tagged(600, 0)
	description := func(edit func(der []byte) []byte) func(*maker) {
		return func(m *maker) {
			m.Leaf = func(c *x509.Certificate) { c.ExtraExtensions[0].Value = edit(c.ExtraExtensions[0].Value) }
		}
	}
	// The hardware's list is the last member, and begins with a byte of class, form and tag.
	list := func(first byte) func(*maker) {
		return func(m *maker) {
			m.Hardware = []asn1.RawValue{attest.Purpose(2), attest.Origin(0)}
			whole, _ := asn1.Marshal(m.Hardware)
			description(func(der []byte) []byte {
				der[len(der)-len(whole)] = first
				return der
			})(m)
		}
	}
	critical := pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}
	for _, c := range []struct {
		format, name, cause string
		edit                func(*maker)
	}{
		{"packed", "no list", "not a list of certificates", stated(func(s map[string]any) { s["x5c"] = "x" })},
		{"packed", "an empty list", "not a list of certificates", x5c(func(*maker, []any) []any { return []any{} })},
		{"packed", "a long list", "not a list of certificates", x5c(func(_ *maker, chain []any) []any { return slices.Repeat(chain, 9) })},
		{"packed", "no certificate in it", "x5c: x509", x5c(func(*maker, []any) []any { return []any{[]byte{1}} })},
		{"packed", "an RSA key that takes seconds", "x5c: an RSA key of 8193 bits", x5c(func(_ *maker, chain []any) []any { return append(chain, hugeKey(t, 8193)) })},
		{"packed", "an RSA key that does not", "x5c[0] is not signed by the next", x5c(func(_ *maker, chain []any) []any { return append(chain, hugeKey(t, 8192)) })},
		{"packed", "not in order", "x5c[0] is not signed by the next", func(m *maker) {
			m.Through = m.CA.Intermediate("Line")
			m.Statement = func(s map[string]any) {
				s["x5c"] = slices.Insert(s["x5c"].([]any), 1, any(attest.NewCA("Other").Certificate.Raw))
			}
		}},
		{"packed", "with the root", "ends with a root", x5c(func(m *maker, chain []any) []any { return append(chain, m.CA.Certificate.Raw) })},
		{"android-key", "a critical extension", "unhandled critical extension", func(m *maker) {
			m.Leaf = func(c *x509.Certificate) { c.ExtraExtensions = append(c.ExtraExtensions, critical) }
		}},
		{"apple", "another key", "the certificate is of another key", func(m *maker) { m.Key = attest.OtherKey() }},
		{"apple", "another nonce", "the nonce is of another registration", func(m *maker) { m.Challenge = make([]byte, 32) }},
		{"apple", "no nonce", "the certificate has no nonce", leaf()},
		{"apple", "no x5c", "no certificate", stated(func(s map[string]any) { delete(s, "x5c") })},
		{"android-key", "another key", "the certificate is of another key", func(m *maker) { m.Key = attest.OtherKey() }},
		{"android-key", "no signature", "alg or sig is missing", stated(func(s map[string]any) { delete(s, "sig") })},
		{"android-key", "another signature", "x509: ECDSA verification failure", stated(func(s map[string]any) { s["sig"].([]byte)[12] ^= 1 })},
		{"android-key", "another challenge", "the challenge is of another registration", func(m *maker) { m.Challenge = make([]byte, 32) }},
		{"android-key", "no description", "the key description", leaf()},
		{"android-key", "more behind the description", "the key description", description(func(der []byte) []byte { return append(der, 5, 0) })},
		{"android-key", "a list of another class", "not a sequence", list(0xb0)},
		{"android-key", "a list that is a set", "not a sequence", list(0x31)},
		{"android-key", "a list of another form", "not a sequence", list(0x10)},
		{"android-key", "an authorization of another class", "without a tag of its own", hardware(attest.Purpose(2), attest.Origin(0), asn1.RawValue{Class: asn1.ClassApplication, Tag: 600, IsCompound: true, Bytes: []byte{5, 0}})},
		{"android-key", "all applications, in software", "not bound to an application", func(m *maker) { m.Software = []asn1.RawValue{allApplications} }},
		{"android-key", "all applications, in hardware", "not bound to an application", hardware(attest.Purpose(2), attest.Origin(0), allApplications)},
		{"android-key", "imported", "not made in hardware, for signing", hardware(attest.Purpose(2), attest.Origin(2))},
		{"android-key", "of no origin", "not made in hardware, for signing", hardware(attest.Purpose(2))},
		{"android-key", "not for signing", "not made in hardware, for signing", hardware(attest.Purpose(3), attest.Origin(0))},
		{"android-key", "for nothing", "not made in hardware, for signing", hardware(attest.Origin(0))},
		{"android-key", "enforced by software", "not made in hardware, for signing", func(m *maker) {
			m.Hardware, m.Software = []asn1.RawValue{}, []asn1.RawValue{attest.Purpose(2), attest.Origin(0)}
		}},
		{"android-key", "an authorization without a tag", "without a tag of its own", hardware(attest.Purpose(2), attest.Origin(0), asn1.RawValue{Tag: asn1.TagInteger, Bytes: []byte{1}})},
	} {
		t.Run(c.format+" "+c.name, func(t *testing.T) {
			m := &attest.Maker{CA: attest.NewCA("Maker")}
			c.edit(m)
			object, hash := attested(t, func(a *webauthntest.Authenticator) { a.Attest = formatsOf(m)[c.format] })
			got, err := verifier(m.CA).Verify(object, hash)
			if !errors.Is(err, attestation.ErrUnverified) || !strings.Contains(err.Error(), c.cause) {
				t.Errorf("%+v, %v, want %q", got, err, c.cause)
			}
		})
	}
}

// A format that is known and proves nothing is as good as none; one that is unknown is wrong.
func TestFormatsThatProveNothing(t *testing.T) {
	for format, untrusted := range map[string]bool{"none": true, "android-safetynet": true, "compound": true, "unknown": false} {
		object, hash := attested(t, func(*webauthntest.Authenticator) {})
		object.Format = format
		if _, err := verifier().Verify(object, hash); errors.Is(err, attestation.ErrUntrusted) != untrusted || !errors.Is(err, attestation.ErrUnverified) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

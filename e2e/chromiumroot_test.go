package e2e_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// oldKey takes the place of the tab's authenticator: a security key of the U2F protocol, without passkeys.
func (tb *tab) oldKey() {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: tb.device.id})
	must(tb.t, err)
	made, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{Protocol: "u2f", Transport: "usb", AutomaticPresenceSimulation: true},
	})
	must(tb.t, err)
	tb.device = &device{tb, made.AuthenticatorID}
}

// chromiumRoot is a root, as a file, that vouches for the attestations of Chromium's authenticators. Their certificates are signed by
// one key, which is that of each certificate, and are no authorities. A root's own signature counts for nothing.
func chromiumRoot(t *testing.T) []byte {
	t.Helper()
	port := freePort(t)
	serve(t, port, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><title>A key</title>`))
	}))
	tb := newTab(t)
	tb.open(localhost(port))
	object := []byte(evaluate[string](tb, `navigator.credentials.create({ publicKey: {
		rp: { name: 'A' }, user: { id: new Uint8Array(8), name: 'a', displayName: 'A' }, challenge: new Uint8Array(16),
		pubKeyCredParams: [{ type: 'public-key', alg: -7 }], attestation: 'direct',
	} }).then(({ response }) => String.fromCharCode(...new Uint8Array(response.attestationObject)))`))
	var raw []byte
	for _, one := range bytes.Runes(object) { // a character for each byte
		raw = append(raw, byte(one))
	}
	_, chain, found := bytes.Cut(raw, []byte("x5c\x81\x59")) // a list of one byte string, with two bytes of length
	if !found {
		t.Fatalf("Chromium attests with %q", raw)
	}
	leaf, err := x509.ParseCertificate(chain[2 : 2+binary.BigEndian.Uint16(chain)])
	must(t, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	root := &x509.Certificate{SerialNumber: big.NewInt(1), RawSubject: leaf.RawIssuer, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
		DNSNames: []string{"root.example"}} // else it would be the same certificate to crypto/x509, which it does not let sign itself
	made, err := x509.CreateCertificate(rand.Reader, root, root, leaf.PublicKey, key)
	must(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made})
}

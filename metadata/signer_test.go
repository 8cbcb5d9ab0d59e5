package metadata_test

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// FIDO's root has signed certificates of many: only that of FIDO's own host counts. Another publisher's root has no such name.
func TestTheSignersName(t *testing.T) {
	for name, fido := range map[string]bool{"mds.fidoalliance.org": true, "mds.example": false, "www.fidoalliance.org": false} {
		publisher := metadatatest.New(name)
		metadata.UseFIDORoot(t, publisher.Root)
		_, err := metadata.Parse(publisher.Blob(published(1)), metadata.Trust{}, time.Now())
		if fido && err != nil || !fido && (err == nil || !strings.Contains(err.Error(), "its signer") || !strings.Contains(err.Error(), "not mds.fidoalliance.org")) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := metadata.Parse(publisher.Blob(published(1)), metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now()); err != nil {
			t.Errorf("the operator's root, %s: %v", name, err)
		}
	}
}

// A list of revoked certificates concerns those that it has, from when it says.
func TestWhatIsNotRevoked(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	later := publisher.Revoke(publisher.Leaf)
	later.RevokedCertificateEntries[0].RevocationTime = time.Now().Add(time.Hour)
	for name, list := range map[string]*x509.RevocationList{"another": publisher.Revoke(metadatatest.New("mds.example").Leaf), "later": later} {
		trust := metadata.Trust{Roots: []*x509.Certificate{publisher.Root}, Revoked: []*x509.RevocationList{list}}
		if _, err := metadata.Parse(publisher.Blob(published(1)), trust, time.Now()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What an entry says of a model's attestation. One that cannot be read makes the list unusable.
func TestEntries(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	root := base64.StdEncoding.EncodeToString(attest.NewCA("Maker").Certificate.Raw)
	const es256 = "secp256r1_ecdsa_sha256_raw"
	for name, c := range map[string]struct {
		aaguid     any
		root       string
		algorithms []string
		want       string // the numbers of roots and the algorithms, or an error
	}{
		"good":                 {model, root, []string{es256}, "1 [-7]"},
		"indented lines":       {model, root[:64] + "\n  " + root[64:], nil, "1 []"},
		"an unknown algorithm": {model, root, []string{es256, "unknown_raw"}, "1 []"},
		"no AAGUID":            {"key", root, nil, `the entry "key" has no AAGUID`},
		"no certificate":       {model, "AA==", nil, "a root of "},
	} {
		payload := map[string]any{"no": 1, "nextUpdate": "2026-12-31", "entries": []any{map[string]any{"aaguid": c.aaguid,
			"metadataStatement": map[string]any{"attestationRootCertificates": []string{c.root}, "authenticationAlgorithms": c.algorithms}}}}
		list, err := metadata.Parse(publisher.Blob(payload), metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
		got := fmt.Sprint(err)
		if err == nil {
			entry := list.Entry(model)
			got = fmt.Sprint(len(entry.Roots), " ", entry.Algorithms)
		}
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

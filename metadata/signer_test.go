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

// FIDO signs by RS256, below an RSA root.
func TestSignedByRS256(t *testing.T) {
	publisher := metadatatest.NewRSA("mds.fidoalliance.org")
	metadata.UseFIDORoot(t, publisher.Root)
	blob := publisher.Blob(published(3))
	if header, _ := base64.RawURLEncoding.DecodeString(strings.Split(string(blob), ".")[0]); !strings.Contains(string(header), `"alg":"RS256"`) {
		t.Fatalf("signed by %s", header)
	}
	if list, err := metadata.Parse(blob, metadata.Trust{}, time.Now()); err != nil || list.Number != 3 || list.Entry(model) == nil {
		t.Errorf("%+v, %v", list, err)
	}
	other := metadatatest.NewRSA("mds.fidoalliance.org")
	if _, err := metadata.Parse(other.Blob(published(3)), metadata.Trust{}, time.Now()); err == nil || !strings.Contains(err.Error(), "its signer") {
		t.Errorf("below another root: %v", err)
	}
	other.Leaf, other.Intermediate = publisher.Leaf, publisher.Intermediate
	if _, err := metadata.Parse(other.Blob(published(3)), metadata.Trust{}, time.Now()); err == nil || !strings.Contains(err.Error(), "its signature") {
		t.Errorf("by another key: %v", err)
	}
}

// Models of the U2F protocol are found by the key identifiers of their certificates, as they are written, and in lower case.
func TestEntriesByKey(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	const first, second = "923881fe2f214ee465484371aeb72e97f5a58e0a", "BF7BCAA0D0C6187A8C6ABBDD16A15640E7C7BDE2"
	for name, c := range map[string]struct {
		keys []string
		want string // an error; "": none
	}{
		"good":         {[]string{first, second}, ""},
		"too short":    {[]string{first[:38]}, "a key identifier that is none"},
		"not in hex":   {[]string{"x" + first[1:]}, "a key identifier that is none"},
		"a bad second": {[]string{first, ""}, "a key identifier that is none"},
	} {
		payload := map[string]any{"no": 1, "nextUpdate": "2026-12-31", "entries": []any{
			map[string]any{"attestationCertificateKeyIdentifiers": c.keys, "statusReports": []any{map[string]any{"status": "REVOKED"}},
				"metadataStatement": map[string]any{"description": "U2F Key"}}}}
		list, err := metadata.Parse(publisher.Blob(payload), metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{first, strings.ToLower(second)} {
			if entry := list.EntryByKey(key); entry == nil || entry.Name != "U2F Key" || entry.Compromised != "REVOKED" {
				t.Errorf("%s: %+v", key, entry)
			}
		}
		if list.EntryByKey("") != nil || list.EntryByKey(first[1:]+"0") != nil || list.Len() != 0 {
			t.Error("there is another entry")
		}
	}
}

// A list that was verified before outlives the certificate of its signer, and no other.
func TestParseKept(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	trust, later := metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now().AddDate(0, 0, 7)
	blob := publisher.Blob(published(1, "REVOKED "+time.Now().AddDate(0, 0, 3).Format(time.DateOnly)))
	list, err := metadata.ParseKept(blob, trust, time.Now(), later)
	if err != nil || list.Entry(model).Compromised != "REVOKED" {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := metadata.ParseKept(blob, trust, later, later); err == nil || !strings.Contains(err.Error(), "its signer") {
		t.Errorf("never verified while it was valid: %v", err)
	}
	revoked := publisher.Revoke(publisher.Leaf)
	revoked.RevokedCertificateEntries[0].RevocationTime = time.Now().AddDate(0, 0, 5) // after the list was verified
	trust.Revoked = []*x509.RevocationList{revoked}
	if _, err := metadata.ParseKept(blob, trust, time.Now(), later); err == nil || !strings.Contains(err.Error(), "is revoked") {
		t.Errorf("revoked since: %v", err)
	}
}

// The numbers of publishers are compared only if their lists are verified against the same roots.
func TestPublisher(t *testing.T) {
	a, b := metadatatest.New("mds.example").Root, metadatatest.New("mds.example").Root
	names := make(map[string]bool)
	for _, roots := range [][]*x509.Certificate{nil, {a}, {b}, {a, b}} {
		names[metadata.Trust{Roots: roots}.Publisher()] = true
	}
	if len(names) != 4 || !names["fido"] || (metadata.Trust{Roots: []*x509.Certificate{a}}).Publisher() != (metadata.Trust{Roots: []*x509.Certificate{a}}).Publisher() {
		t.Errorf("%v", names)
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

package metadata_test

import (
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
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

// Below a public authority's root, which others have certificates of, the operator names the signer. FIDO's lists below a new root are still
// FIDO's, so that their numbers go on.
func TestTheSignerBelowARoot(t *testing.T) {
	for name, c := range map[string]struct{ signer, publisher string }{
		"any":       {"", "other"},
		"named":     {"mds.example", "other"},
		"another":   {"www.example", "other"},
		"as FIDO's": {"mds.fidoalliance.org", "fido"},
	} {
		for _, host := range []string{"mds.example", "mds.fidoalliance.org"} {
			publisher := metadatatest.New(host)
			trust := metadata.Trust{Roots: []*x509.Certificate{publisher.Root}, Signer: c.signer}
			list, err := metadata.Parse(publisher.Blob(published(1)), trust, time.Now())
			if good := c.signer == "" || c.signer == host; good != (err == nil) || err != nil && !strings.Contains(err.Error(), "not "+c.signer) {
				t.Errorf("%s, signed by %s: %v", name, host, err)
			}
			if (trust.Publisher() == "fido") != (c.publisher == "fido") || list != nil && list.Publisher != trust.Publisher() {
				t.Errorf("%s: published by %s", name, trust.Publisher())
			}
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

// A list may come with its root, or with a certificate that an older root has given that one, as FIDO's does since it changed its root
// in August 2026. Only the root that is trusted counts.
func TestRootInTheList(t *testing.T) {
	for name, with := range map[string]func(p, old *metadatatest.Publisher){
		"its root":            func(p, _ *metadatatest.Publisher) { p.Above = []*x509.Certificate{p.Root} },
		"of an older root":    func(p, old *metadatatest.Publisher) { p.Above = []*x509.Certificate{old.CrossSign(p)} },
		"and the older root":  func(p, old *metadatatest.Publisher) { p.Above = []*x509.Certificate{old.CrossSign(p), old.Root} },
		"something unrelated": func(p, old *metadatatest.Publisher) { p.Above = []*x509.Certificate{old.Leaf} },
	} {
		publisher, old, other := metadatatest.NewRSA("mds.fidoalliance.org"), metadatatest.NewRSA("mds.example"), metadatatest.NewRSA("mds.example")
		with(publisher, old)
		blob := publisher.Blob(published(3))
		metadata.UseFIDORoot(t, publisher.Root)
		if _, err := metadata.Parse(blob, metadata.Trust{}, time.Now()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		metadata.UseFIDORoot(t, other.Root)
		if _, err := metadata.Parse(blob, metadata.Trust{}, time.Now()); err == nil {
			t.Errorf("%s: accepted below another root", name)
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

// The numbers of publishers are compared only if their lists are verified against the same roots, in any order.
func TestPublisher(t *testing.T) {
	a, b := metadatatest.New("mds.example").Root, metadatatest.New("mds.example").Root
	names := make(map[string]bool)
	for _, roots := range [][]*x509.Certificate{nil, {a}, {a}, {b}, {a, b}, {b, a}} {
		names[metadata.Trust{Roots: roots}.Publisher()] = true
	}
	if len(names) != 4 || !names["fido"] {
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

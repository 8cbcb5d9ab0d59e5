package attestation_test

import (
	"crypto/x509"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/webauthnsvc/webauthntest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// entries is a part of FIDO's metadata.
type entries map[authenticator.Model]*attestation.Entry

func (e entries) Ready() bool                                        { return e != nil }
func (e entries) Entry(model authenticator.Model) *attestation.Entry { return e[model] }

// The certificate of a U2F key stands for its model, which has no AAGUID.
func TestEntryOfU2F(t *testing.T) {
	ca := attest.NewCA("Maker")
	maker := &attest.Maker{CA: ca}
	batch, other := maker.NewU2FBatch(), maker.NewU2FBatch()
	type entry = attestation.Entry
	for name, c := range map[string]struct {
		of   *attest.Batch // whose entry
		edit func(*entry)
		root *attest.CA // the operator's
		by   string     // "": it is refused
	}{
		"by its entry":                 {batch, func(*entry) {}, nil, attestation.ByMetadata},
		"by its own certificate":       {batch, func(e *entry) { e.Roots = []*x509.Certificate{batch.Certificate} }, nil, attestation.ByMetadata},
		"another root in the entry":    {batch, func(e *entry) { e.Roots = []*x509.Certificate{attest.NewCA("Other").Certificate} }, nil, ""},
		"compromised":                  {batch, func(e *entry) { e.Compromised = "REVOKED" }, ca, ""},
		"by an attestation CA":         {batch, func(e *entry) { e.Types = []string{"attca"} }, nil, attestation.ByMetadata},
		"another type":                 {batch, func(e *entry) { e.Types = []string{"basic_surrogate"} }, ca, ""},
		"an entry of another":          {other, func(*entry) {}, nil, ""},
		"by the operator, and unknown": {other, func(*entry) {}, ca, attestation.ByRoots},
	} {
		t.Run(name, func(t *testing.T) {
			e := &entry{Roots: []*x509.Certificate{ca.Certificate}, Types: []string{"basic_full"}}
			c.edit(e)
			var roots []*x509.Certificate
			if c.root != nil {
				roots = append(roots, c.root.Certificate)
			}
			object, hash := attested(t, func(a *webauthntest.Authenticator) {
				a.Attest, a.AAGUID = (&attest.Maker{CA: ca, Batch: batch}).U2F, uuid.Nil
			})
			got, err := attestation.New(roots, entries{{KeyIdentifier: c.of.KeyIdentifier()}: e}, time.Now).Verify(object, hash)
			if c.by == "" {
				if !errors.Is(err, attestation.ErrUnverified) {
					t.Errorf("%+v, %v", got, err)
				}
				return
			}
			known := c.by == attestation.ByMetadata
			if err != nil || got.By != c.by || got.Model != known || (got.Entry == e) != known || known && got.Type != e.Types[0] || got.KeyIdentifier != batch.KeyIdentifier() {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

// Until the metadata is there, nothing vouches for a model, not even a root of the operator's: the model may be compromised.
func TestMetadataIsMissing(t *testing.T) {
	ca := attest.NewCA("Maker")
	for format, way := range formatsOf(&attest.Maker{CA: ca}) {
		object, hash := attested(t, func(a *webauthntest.Authenticator) {
			if a.Attest = way; format == "fido-u2f" {
				a.AAGUID = uuid.Nil
			}
		})
		got, err := attestation.New([]*x509.Certificate{ca.Certificate}, entries(nil), time.Now).Verify(object, hash)
		if !errors.Is(err, attestation.ErrUntrusted) || !errors.Is(err, attestation.ErrUnverified) {
			t.Errorf("%s: %+v, %v", format, got, err)
		}
	}
}

// What vouches for a model: its entry by the roots in it, else the operator's root, which vouches for no AAGUID that has an entry.
func TestEntry(t *testing.T) {
	model := uuid.MustParse("f1d00000-0000-4000-8000-000000000001")
	ca, other := attest.NewCA("Maker"), attest.NewCA("Other")
	type entry = attestation.Entry
	for name, c := range map[string]struct {
		format string
		aaguid uuid.UUID
		edit   func(*entry)
		root   *attest.CA // the operator's
		by     string     // "": it is refused
		model  bool
	}{
		"by its entry":                     {"packed", model, func(*entry) {}, nil, attestation.ByMetadata, true},
		"by its entry, a TPM":              {"tpm", model, func(e *entry) { e.Types = []string{"attca"} }, nil, attestation.ByMetadata, true},
		"by both":                          {"packed", model, func(*entry) {}, ca, attestation.ByMetadata, true},
		"another root in the entry":        {"packed", model, func(e *entry) { e.Roots = []*x509.Certificate{other.Certificate} }, nil, "", false},
		"by the operator against it":       {"packed", model, func(e *entry) { e.Roots = []*x509.Certificate{other.Certificate} }, ca, attestation.ByRoots, false},
		"compromised":                      {"packed", model, func(e *entry) { e.Compromised = "REVOKED" }, ca, "", false},
		"retired":                          {"packed", model, func(e *entry) { e.Retired = true }, ca, "", false},
		"by an attestation CA":             {"packed", model, func(e *entry) { e.Types = []string{"basic_surrogate", "attca"} }, nil, attestation.ByMetadata, true},
		"an Android key by such a CA":      {"android-key", model, func(e *entry) { e.Types = []string{"attca"} }, ca, "", false},
		"another type":                     {"packed", model, func(e *entry) { e.Types = []string{"basic_surrogate"} }, ca, "", false},
		"another algorithm":                {"packed", model, func(e *entry) { e.Algorithms = []int64{-8} }, ca, "", false},
		"this algorithm":                   {"packed", model, func(e *entry) { e.Algorithms = []int64{-8, -7} }, nil, attestation.ByMetadata, true},
		"another algorithm, of a TPM":      {"tpm", model, func(e *entry) { e.Types, e.Algorithms = []string{"attca"}, []int64{-8} }, nil, attestation.ByMetadata, true},
		"an entry for no model":            {"packed", uuid.Nil, func(*entry) {}, nil, "", false},
		"no model, by the operator":        {"packed", uuid.Nil, func(*entry) {}, ca, attestation.ByRoots, false},
		"a zero AAGUID of an Apple device": {"apple", uuid.Nil, func(*entry) {}, ca, attestation.ByRoots, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := &entry{Roots: []*x509.Certificate{ca.Certificate}, Types: []string{"basic_full"}}
			c.edit(e)
			var roots []*x509.Certificate
			if c.root != nil {
				roots = append(roots, c.root.Certificate)
			}
			object, hash := attested(t, func(a *webauthntest.Authenticator) {
				a.Attest, a.AAGUID = formatsOf(&attest.Maker{CA: ca})[c.format], c.aaguid
			})
			got, err := attestation.New(roots, entries{{AAGUID: c.aaguid}: e}, time.Now).Verify(object, hash)
			if c.by == "" {
				if !errors.Is(err, attestation.ErrUnverified) || e.Retired && !errors.Is(err, attestation.ErrUntrusted) || errors.Is(err, attestation.ErrCompromised) != (e.Compromised != "") {
					t.Errorf("%+v, %v", got, err)
				}
				return
			}
			if err != nil || got.By != c.by || got.Model != c.model || c.by == attestation.ByMetadata && !slices.Contains(e.Types, got.Type) || (got.Entry == e) != (c.by == attestation.ByMetadata) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

// Nothing is to happen to passkeys of a model that is exempt, so it is not shown as compromised either.
func TestExempt(t *testing.T) {
	model, other, key := authenticator.Model{AAGUID: uuid.New()}, authenticator.Model{AAGUID: uuid.New()}, authenticator.Model{KeyIdentifier: "00"}
	otherKey, unlisted := authenticator.Model{KeyIdentifier: "01"}, authenticator.Model{AAGUID: uuid.New()}
	revoked := &attestation.Entry{Compromised: "REVOKED"}
	v := attestation.New(nil, entries{model: revoked, other: revoked, key: revoked, otherKey: revoked, {}: revoked}, time.Now)
	v.Exempt([]authenticator.Model{other, otherKey})
	for of, want := range map[authenticator.Model]string{model: "REVOKED", key: "REVOKED", other: "", otherKey: "", {}: "", unlisted: ""} {
		if got := v.Compromised(of); got != want {
			t.Errorf("%+v: %q, want %q", of, got, want)
		}
	}
}

package attestation

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/google/uuid"

	"latchkey/authenticator"
)

// Verifier verifies attestations. It is safe for concurrent use.
type Verifier struct {
	roots    []*x509.Certificate
	metadata Metadata
	now      func() time.Time
	exempt   []authenticator.Model
}

// Metadata is FIDO's metadata, or a part of it.
type Metadata interface {
	// Ready reports whether it is there. Until then nothing vouches for a model: it may be one that is compromised.
	Ready() bool
	// Entry returns what is known of a model; nil: nothing.
	Entry(model authenticator.Model) *Entry
}

// Entry is what the metadata says about a model.
type Entry struct {
	Name        string // in English
	Certified   string // the highest certification level in effect, such as L2; "": none
	Compromised string // the status of a compromise, such as REVOKED; "": none
	Retired     bool   // its maker wants the model to be accepted no longer
	Roots       []*x509.Certificate
	Types       []string // of attestation, such as basic_full
	Algorithms  []int64  // in COSE; nil: unknown
}

// New returns a verifier. roots are those that the operator lists; metadata may be nil.
func New(roots []*x509.Certificate, metadata Metadata, now func() time.Time) *Verifier {
	return &Verifier{roots: roots, metadata: metadata, now: now}
}

// Exempt has Compromised return nothing for models to which nothing is to happen.
func (v *Verifier) Exempt(models []authenticator.Model) { v.exempt = models }

// Compromised returns the status of a model that the metadata reports as compromised, such as REVOKED; "": it does not, or there is none.
func (v *Verifier) Compromised(model authenticator.Model) string {
	if v == nil || slices.Contains(v.exempt, model) {
		return ""
	}
	if entry, err := v.entry(model); err == nil && entry != nil {
		return entry.Compromised
	}
	return ""
}

// Result is a verified attestation.
type Result struct {
	Attested
	Entry *Entry // of the model, if the metadata vouches for it
	// U2F: the statement signs neither the flags nor the AAGUID.
	U2F bool
}

// ErrUnverified is the error for a statement that proves nothing; what it wraps is for the log. ErrUntrusted is the ErrUnverified of
// one that is not wrong: nothing vouches for it, its model is retired, or there is none.
var (
	ErrUnverified = errors.New("attestation: not verified")
	ErrUntrusted  = errors.New("nothing vouches for it")
	// ErrCompromised is the ErrUnverified of a model that the metadata reports as compromised.
	ErrCompromised = errors.New("the model is compromised")
)

// Verify verifies a statement, and the chain of its certificates up to a root. Errors: ErrUnverified.
func (v *Verifier) Verify(object *Object, clientDataHash []byte) (*Result, error) {
	result, err := v.verify(object, clientDataHash)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrUnverified, object.Format, err)
	}
	return result, nil
}

// KeyIdentifier is that of the certificate of a U2F key, as its statement claims, which nothing has verified; "" if it claims none.
func (o *Object) KeyIdentifier() string {
	var stated map[string]any
	if !formats[o.Format].u2f || webauthncbor.Unmarshal(o.Stated, &stated) != nil {
		return ""
	}
	chain, err := certificates(stated)
	if err != nil || len(chain) == 0 {
		return ""
	}
	return keyIdentifier(chain[0])
}

func (v *Verifier) verify(object *Object, clientDataHash []byte) (*Result, error) {
	format, ok := formats[object.Format]
	switch {
	case slices.Contains(unsupported, object.Format):
		return nil, ErrUntrusted
	case !ok:
		return nil, errors.New("the format is unknown")
	}
	s, err := object.statement(clientDataHash)
	if err != nil {
		return nil, err
	}
	if s.chain, err = certificates(s.AttStatement); err != nil {
		return nil, err
	}
	if err := ordered(s.chain); err != nil {
		return nil, err
	}
	kind, err := format.verify(s)
	if err != nil {
		return nil, err
	}
	if len(s.chain) == 0 {
		return nil, fmt.Errorf("%w: any program can make a self attestation", ErrUntrusted)
	}
	result := &Result{Attested: Attested{Format: object.Format, Type: string(kind)}, U2F: format.u2f}
	if format.u2f {
		result.KeyIdentifier = keyIdentifier(s.chain[0])
	}
	return result, v.anchor(result, s, format)
}

// anchor finds the root that vouches for the chain: one of the model's in the metadata, or else one of the operator's. A root
// that the metadata does not name for a model does not vouch for its AAGUID if the metadata knows that model.
func (v *Verifier) anchor(result *Result, s *statement, format format) error {
	aaguid, err := uuid.FromBytes(s.AuthData.AttData.AAGUID)
	if err != nil {
		return err
	}
	if last := s.chain[len(s.chain)-1]; format.rootless && len(s.chain) > 1 && last.CheckSignatureFrom(last) == nil {
		return errors.New("x5c ends with a root, which does not belong there")
	}
	entry, err := v.entry(authenticator.Model{AAGUID: aaguid, KeyIdentifier: result.KeyIdentifier})
	if err != nil {
		return err
	}
	if entry != nil {
		if err := entry.suits(result, s); err != nil {
			return err
		}
		if root, err := v.rootOf(s.chain, entry.Roots, format); err == nil {
			result.By, result.Root, result.Model, result.Entry = ByMetadata, fingerprint(root), true, entry
			result.Name = entry.Name
			return nil
		}
	}
	root, err := v.rootOf(s.chain, v.roots, format)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUntrusted, err)
	}
	result.By, result.Root = ByRoots, fingerprint(root)
	result.Model = entry == nil && aaguid != uuid.Nil && (format.model || namesModel(s.chain[0], aaguid))
	return nil
}

// entry returns what the metadata knows of the model; nil: nothing.
func (v *Verifier) entry(model authenticator.Model) (*Entry, error) {
	switch {
	case v.metadata == nil:
		return nil, nil
	case !v.metadata.Ready():
		return nil, fmt.Errorf("%w: webauthn.metadata has no list yet", ErrUntrusted)
	case !model.Known():
		return nil, nil
	}
	return v.metadata.Entry(model), nil
}

// Certified returns the certification level of the model of a passkey, by the metadata of now; "" if none is in effect, or if the passkey's
// attestation did not vouch for its model. A nil Verifier knows none.
func (v *Verifier) Certified(model authenticator.Model, attested *Attested) string {
	if v == nil || attested == nil || !attested.Model {
		return ""
	}
	entry, err := v.entry(model)
	if err != nil || entry == nil {
		return ""
	}
	return entry.Certified
}

// U2F reports whether the attestation is of the U2F protocol, which signs no flags.
func (a *Attested) U2F() bool { return formats[a.Format].u2f }

// suits checks that a model attests like this, and still proves something by it. The type is then that of the entry: in two formats, the
// statement does not tell a key of the maker's from one of an attestation CA's (WebAuthn Level 3, 8.2.1 and 8.6).
func (e *Entry) suits(result *Result, s *statement) error {
	algorithm, _ := s.AttStatement["alg"].(int64)
	if result.Type == basic && (result.Format == packed || result.U2F) && !slices.Contains(e.Types, basic) && slices.Contains(e.Types, attCA) {
		result.Type = attCA
	}
	switch {
	case e.Compromised != "":
		return fmt.Errorf("%w: the metadata says %s", ErrCompromised, e.Compromised)
	case e.Retired:
		return fmt.Errorf("%w: the model is retired, by the metadata", ErrUntrusted)
	case !slices.Contains(e.Types, result.Type):
		return fmt.Errorf("the model does not attest by %s", result.Type)
	case result.Format == packed && e.Algorithms != nil && !slices.Contains(e.Algorithms, algorithm):
		return fmt.Errorf("the model does not use the algorithm %d", algorithm)
	}
	return nil
}

// rootOf returns the root to which a chain leads. All certificates must be valid now, in contrast to go-webauthn's checks of
// android-key and apple.
func (v *Verifier) rootOf(chain, roots []*x509.Certificate, format format) (*x509.Certificate, error) {
	options := x509.VerifyOptions{
		Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: v.now(),
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}, // attestation has usages of its own
	}
	for _, root := range roots {
		options.Roots.AddCert(root)
	}
	for _, intermediate := range chain[1:] {
		options.Intermediates.AddCert(intermediate)
	}
	leaf := *chain[0]
	leaf.UnhandledCriticalExtensions = slices.DeleteFunc(slices.Clone(leaf.UnhandledCriticalExtensions), func(id asn1.ObjectIdentifier) bool {
		return slices.Contains(format.ignores, id.String())
	})
	found, err := leaf.Verify(options)
	if err != nil {
		return nil, err
	}
	return found[0][len(found[0])-1], nil
}

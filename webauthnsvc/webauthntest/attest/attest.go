package attest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"slices"
	"time"

	"latchkey/webauthnsvc/webauthntest"
)

// Maker makes statements. Its fields may be changed between calls.
type Maker struct {
	CA *CA
	// Through is an intermediate authority below CA, which statements contain; nil: none.
	Through *CA
	// Leaf changes the certificate before it is signed, Statement the members of a statement, and Signed what is signed.
	Leaf      func(*x509.Certificate)
	Statement func(map[string]any)
	Signed    func([]byte) []byte
	// Key replaces the attestation key in signatures, in the formats that have one of their own; nil: it is the certificate's.
	Key crypto.Signer
	// Hardware is the authorization list of Android's keystore that hardware enforces, Software that of software; nil: as usual.
	Hardware, Software []asn1.RawValue
	// Challenge is the challenge of Android's key description, or Apple's nonce; nil: as specified.
	Challenge []byte
	TPM       TPM
	// Batch is one certificate, with its key, for all attestations by packed or U2F.
	Batch *Batch
}

// Batch is an attestation key that many authenticators share.
type Batch struct {
	Certificate *x509.Certificate
	key         crypto.Signer
}

// NewBatch makes a certificate for packed attestations of a model.
func (m *Maker) NewBatch(aaguid [16]byte) *Batch {
	return m.newBatch(packedLeaf(aaguid))
}

// NewU2FBatch makes one for attestations of the U2F protocol.
func (m *Maker) NewU2FBatch() *Batch { return m.newBatch(u2fLeaf) }

func (m *Maker) newBatch(leaf func(*x509.Certificate)) *Batch {
	key := newKey()
	return &Batch{must(x509.ParseCertificate(m.certify(key.Public(), leaf)[0].([]byte))), key}
}

// KeyIdentifier is that of the certificate's key (RFC 5280, 4.2.1.2, method 1).
func (b *Batch) KeyIdentifier() string {
	point := must(b.Certificate.PublicKey.(*ecdsa.PublicKey).Bytes()) // on P-256, the point is the bits of the key
	return hex.EncodeToString(hashOf(true, point))
}

const (
	es256 = -7
	rs1   = -65535 // RSA with SHA-1
)

var (
	oidAAGUID  = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 45724, 1, 1, 4}
	oidApple   = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 8, 2}
	oidAndroid = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 1, 17}
)

// Packed makes basic attestations (L3 §8.2).
func (m *Maker) Packed(made webauthntest.NewPasskey) (string, any, error) {
	key, chain := m.signing(packedLeaf(made.AAGUID))
	return "packed", m.stated(map[string]any{"alg": es256, "sig": m.sign(key, slices.Concat(made.AuthData, made.ClientDataHash)), "x5c": chain}), nil
}

// signing returns the key of an attestation, with its certificates.
func (m *Maker) signing(leaf func(*x509.Certificate)) (crypto.Signer, []any) {
	if m.Batch != nil {
		return m.Batch.key, []any{m.Batch.Certificate.Raw}
	}
	key := newKey()
	return key, m.certify(key.Public(), leaf)
}

func u2fLeaf(c *x509.Certificate) { c.Subject = pkix.Name{CommonName: "Model"} }

// packedLeaf makes a certificate one for packed attestations (L3 §8.2.1).
func packedLeaf(aaguid [16]byte) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.Subject = pkix.Name{Country: []string{"SE"}, Organization: []string{"Maker"}, OrganizationalUnit: []string{"Authenticator Attestation"}, CommonName: "Model"}
		c.ExtraExtensions = []pkix.Extension{extension(oidAAGUID, aaguid[:])}
	}
}

// U2F makes attestations of the U2F protocol (L3 §8.6).
func (m *Maker) U2F(made webauthntest.NewPasskey) (string, any, error) {
	key, chain := m.signing(u2fLeaf)
	point := must(made.Signer.Public().(*ecdsa.PublicKey).Bytes())
	signed := slices.Concat([]byte{0}, made.AuthData[:32], made.ClientDataHash, made.CredentialID, point)
	return "fido-u2f", m.stated(map[string]any{"sig": m.sign(key, signed), "x5c": chain[:1]}), nil
}

// Apple makes anonymous attestations (L3 §8.8).
func (m *Maker) Apple(made webauthntest.NewPasskey) (string, any, error) {
	nonce := sha256.Sum256(slices.Concat(made.AuthData, made.ClientDataHash))
	chain := m.certify(m.certified(made), func(c *x509.Certificate) {
		c.ExtraExtensions = []pkix.Extension{extension(oidApple, struct {
			Nonce []byte `asn1:"tag:1,explicit"`
		}{m.challenge(nonce[:])})}
	})
	return "apple", m.stated(map[string]any{"x5c": chain}), nil
}

// AndroidKey makes attestations of Android's keystore (L3 §8.4).
func (m *Maker) AndroidKey(made webauthntest.NewPasskey) (string, any, error) {
	hardware, software := m.Hardware, m.Software
	if hardware == nil {
		hardware = []asn1.RawValue{Purpose(2), Tagged(999, 5), Origin(0)} // with a tag that no version knows
	}
	description := struct {
		Version, Level, KeymasterVersion, KeymasterLevel any
		Challenge, UniqueID                              []byte
		Software, Hardware                               []asn1.RawValue
	}{300, asn1.Enumerated(1), 300, asn1.Enumerated(1), m.challenge(made.ClientDataHash), nil, software, hardware}
	chain := m.certify(m.certified(made), func(c *x509.Certificate) {
		c.ExtraExtensions = []pkix.Extension{extension(oidAndroid, description)}
	})
	return "android-key", m.stated(map[string]any{"alg": es256, "sig": m.sign(made.Signer, slices.Concat(made.AuthData, made.ClientDataHash)), "x5c": chain}), nil
}

// TPM2 makes attestations of a TPM for keys of ES256 (L3 §8.3).
func (m *Maker) TPM2(made webauthntest.NewPasskey) (string, any, error) {
	key, algorithm := crypto.Signer(newKey()), es256
	if m.TPM.SHA1 {
		key, algorithm = must(rsa.GenerateKey(rand.Reader, 2048)), rs1
	}
	chain := m.certify(key.Public(), func(c *x509.Certificate) {
		c.ExtraExtensions = []pkix.Extension{m.TPM.san(), extension(oidEKU, []asn1.ObjectIdentifier{oidAIK})}
	})
	area := spoil(m.TPM.PubArea, pubArea(made.Signer.Public().(*ecdsa.PublicKey)))
	info := spoil(m.TPM.CertInfo, m.TPM.certInfo(area, slices.Concat(made.AuthData, made.ClientDataHash)))
	return "tpm", m.stated(map[string]any{"ver": "2.0", "alg": algorithm, "sig": m.sign(key, info), "x5c": chain, "certInfo": info, "pubArea": area}), nil
}

// Purpose, Origin and Tagged are elements of an authorization list.
func Purpose(purposes ...int) asn1.RawValue {
	return explicit(1, must(asn1.MarshalWithParams(purposes, "set")))
}
func Origin(origin int) asn1.RawValue     { return Tagged(702, origin) }
func Tagged(tag, value int) asn1.RawValue { return explicit(tag, must(asn1.Marshal(value))) }

func explicit(tag int, der []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: true, Bytes: der}
}

// certified is the key in a certificate that is the passkey's own.
func (m *Maker) certified(made webauthntest.NewPasskey) crypto.PublicKey {
	if m.Key != nil {
		return m.Key.Public()
	}
	return made.Signer.Public()
}

func (m *Maker) challenge(usual []byte) []byte {
	if m.Challenge != nil {
		return m.Challenge
	}
	return usual
}

// certify returns x5c: a certificate of a key, and the intermediate authority.
func (m *Maker) certify(public crypto.PublicKey, edit func(*x509.Certificate)) []any {
	leaf := &x509.Certificate{SerialNumber: serial(), BasicConstraintsValid: true, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	edit(leaf)
	if m.Leaf != nil {
		m.Leaf(leaf)
	}
	if m.Through != nil {
		return []any{m.Through.sign(leaf, public).Raw, m.Through.Certificate.Raw}
	}
	return []any{m.CA.sign(leaf, public).Raw}
}

func (m *Maker) stated(members map[string]any) map[string]any {
	if m.Statement != nil {
		m.Statement(members)
	}
	return members
}

func (m *Maker) sign(key crypto.Signer, data []byte) []byte {
	if m.Signed != nil {
		data = m.Signed(slices.Clone(data))
	}
	if m.Key != nil {
		key = m.Key
	}
	hash := crypto.SHA256
	if m.TPM.SHA1 {
		hash = crypto.SHA1
	}
	return must(key.Sign(rand.Reader, hashOf(m.TPM.SHA1, data), hash))
}

// OtherKey is a key that belongs to nothing.
func OtherKey() crypto.Signer { return newKey() }

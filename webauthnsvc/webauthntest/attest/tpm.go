package attest

import (
	"crypto/ecdsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"slices"
)

// TPM spoils parts of the structures that a TPM signs. Nil functions change nothing.
type TPM struct {
	PubArea, CertInfo func([]byte) []byte
	Magic             uint32 // 0: TPM_GENERATED_VALUE
	Type              uint16 // 0: TPM_ST_ATTEST_CERTIFY
	ExtraData, Name   func([]byte) []byte
	Manufacturer      string // "": one of the vendors
	SHA1              bool   // sign by RSA with SHA-1, as older TPMs do
}

var (
	oidAIK          = asn1.ObjectIdentifier{2, 23, 133, 8, 3}
	oidManufacturer = asn1.ObjectIdentifier{2, 23, 133, 2, 1}
	oidModel        = asn1.ObjectIdentifier{2, 23, 133, 2, 2}
	oidVersion      = asn1.ObjectIdentifier{2, 23, 133, 2, 3}
	oidSAN          = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidEKU          = asn1.ObjectIdentifier{2, 5, 29, 37}
)

// san names the TPM: a critical extension with a directory name (TPMv2-EK-Profile 3.2.9).
func (t TPM) san() pkix.Extension {
	manufacturer := t.Manufacturer
	if manufacturer == "" {
		manufacturer = "id:FFFFF1D0" // that of FIDO's conformance tests
	}
	name := pkix.RDNSequence{{{Type: oidManufacturer, Value: manufacturer}, {Type: oidModel, Value: "Model"}, {Type: oidVersion, Value: "id:13"}}}
	directory := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 4, IsCompound: true, Bytes: must(asn1.Marshal(name))}
	return pkix.Extension{Id: oidSAN, Critical: true, Value: must(asn1.Marshal([]asn1.RawValue{directory}))}
}

// pubArea is the TPMT_PUBLIC of a key on P-256.
func pubArea(key *ecdsa.PublicKey) []byte {
	point := must(key.Bytes())
	area := []byte{
		0x00, 0x23, // TPM_ALG_ECC
		0x00, 0x0b, // TPM_ALG_SHA256, for the name
		0x00, 0x06, 0x00, 0x72, // attributes
		0x00, 0x00, // no policy
		0x00, 0x10, // no symmetric algorithm
		0x00, 0x10, // no scheme
		0x00, 0x03, // TPM_ECC_NIST_P256
		0x00, 0x10, // no KDF
	}
	return slices.Concat(area, sized(point[1:33]), sized(point[33:]))
}

// certInfo is the TPMS_ATTEST about a key.
func (t TPM) certInfo(area, signed []byte) []byte {
	magic, kind := t.Magic, t.Type
	if magic == 0 {
		magic = 0xff544347
	}
	if kind == 0 {
		kind = 0x8017
	}
	extra, name := hashOf(t.SHA1, signed), sha256.Sum256(area)
	info := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(nil, magic), kind)
	return slices.Concat(info,
		sized(nil), // qualified signer
		sized(spoil(t.ExtraData, extra)),
		make([]byte, 17), // clock
		make([]byte, 8),  // firmware
		sized(spoil(t.Name, slices.Concat([]byte{0x00, 0x0b}, name[:]))),
		sized(nil), // qualified name
	)
}

func hashOf(old bool, data []byte) []byte {
	if old {
		sum := sha1.Sum(data)
		return sum[:]
	}
	sum := sha256.Sum256(data)
	return sum[:]
}

// sized writes a TPM2B.
func sized(value []byte) []byte {
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(value))), value...)
}

func spoil(change func([]byte) []byte, value []byte) []byte {
	if change == nil {
		return value
	}
	return change(slices.Clone(value))
}

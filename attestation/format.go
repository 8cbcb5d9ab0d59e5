package attestation

import (
	"slices"

	"github.com/go-webauthn/webauthn/metadata"
)

// Types of attestation, in FIDO's words.
const (
	basic = string(metadata.BasicFull)
	attCA = string(metadata.AttCA)
)

// format is how the statements of a format are verified.
type format struct {
	verify func(*statement) (metadata.AuthenticatorAttestationType, error)
	// model: the AAGUID is chosen by the authenticator, whose key signs it. In other formats the program that makes the passkey
	// chooses it, so that only its name in the certificate, or the metadata, vouches for it.
	model bool
	// ignores are critical extensions of the certificate that the format defines, and crypto/x509 does not know.
	ignores []string
	u2f     bool
	// rootless: the statement must not contain the root (FIDO's conformance tests).
	rootless bool
}

const packed = "packed"

// unsupported are formats that count as no attestation: one without a statement, one that is retired, and one of several statements.
var unsupported = []string{formatNone, "android-safetynet", "compound"}

var formats = map[string]format{
	packed:        {verify: byLibrary, model: true, rootless: true},
	"tpm":         {verify: byLibrary, ignores: []string{subjectAltName}},
	"fido-u2f":    {verify: verifyU2F, u2f: true},
	"android-key": {verify: verifyAndroidKey},
	"apple":       {verify: verifyApple, model: true},
}

// Formats are the formats that can be verified.
func Formats() []string {
	var names []string
	for name := range formats {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

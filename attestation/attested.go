package attestation

// What vouches for an attestation.
const (
	ByRoots    = "roots"    // a certificate that the operator lists
	ByMetadata = "metadata" // the entry of the model in FIDO's metadata
)

// Attested says that an attestation was verified, and by what. Nothing else in a record does.
type Attested struct {
	By     string `json:"by"`     // ByRoots or ByMetadata
	Format string `json:"format"` // the attestation statement format, such as packed
	Type   string `json:"type"`   // the attestation type in FIDO's words, such as basic_full
	Root   string `json:"root"`   // SHA-256 of the root certificate, in hexadecimal
	// Model says that the AAGUID is vouched for, too, or of a U2F key the model that KeyIdentifier stands for. In some formats the
	// program that made the passkey chooses the AAGUID.
	Model bool `json:"model"`
	// KeyIdentifier is that of the certificate of a U2F key, which has no AAGUID: makers use one certificate for one model.
	KeyIdentifier string `json:"key_identifier,omitempty"`
	// Name is what FIDO's metadata called the model then, in English; "" unless ByMetadata.
	Name string `json:"name,omitempty"`
}

// Key returns the key identifier; "" if there is none, or nothing was verified.
func (a *Attested) Key() string {
	if a == nil {
		return ""
	}
	return a.KeyIdentifier
}

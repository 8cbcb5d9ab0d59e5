package assurance

import "slices"

// The known kinds of factors at Kratos, by Kratos' own names. Anything else that Kratos holds besides a first factor is
// a factor of an unknown kind: it counts as present and is not evidence next to a passkey.
const (
	KindTOTP         = "totp"
	KindLookupSecret = "lookup_secret"
	KindWebAuthn     = "webauthn"
	KindPasskey      = "passkey" // of Kratos' own method
	KindCode         = "code"    // if Kratos takes it as a second factor
)

// The kinds of first factors at Kratos.
const (
	KindPassword = "password"
	KindOIDC     = "oidc"    // one link to another provider
	KindAddress  = "address" // one address for codes and recoveries
	KindSAML     = "saml"    // also counts as a further factor, since no known version says what it holds
)

// KnownKind reports whether a kind of factor is known. A factor of an unknown kind counts as present, and is not
// evidence next to a passkey.
func KnownKind(kind string) bool {
	return slices.Contains([]string{KindTOTP, KindLookupSecret, KindWebAuthn, KindPasskey, KindCode}, kind)
}

// FirstKinds returns the kinds of factors that are first factors at Kratos, and nothing else.
func FirstKinds() []string { return []string{KindPassword, KindOIDC, KindAddress} }

// FirstKind reports whether factors of a kind are first factors at Kratos, and nothing else.
func FirstKind(kind string) bool {
	return slices.Contains(FirstKinds(), kind)
}

// Begins reports whether factors of a kind are first factors next to a passkey.
func Begins(kind string) bool { return FirstKind(kind) || kind == KindSAML }

// firstFactors are the methods next to which a passkey is a second factor, each with the kind of factor that it uses.
// It has no unknown methods: these must not turn a passkey into two factors.
var firstFactors = map[string]string{
	"password": KindPassword, "oidc": KindOIDC, "saml": KindSAML,
	"code": KindAddress, "code_recovery": KindAddress, "link_recovery": KindAddress,
}

package config

import "latchkey/authenticator"

// Profile is one set of requirements for the authenticators of new passkeys.
type Profile struct {
	// The name of the profile, by which policy.authenticators selects it: lower-case letters, digits, `-` and `_`. Users do
	// not see it.
	Name string `koanf:"name"`
	// Whether authenticators are asked to prove their model: `none`; `indirect`, where a proof is recorded and its absence is
	// not a reason to refuse; `direct`, where it must be verified; or `enterprise`, likewise, with what identifies the single
	// device, which browsers give only where they are managed. Empty means none.
	Attestation string `koanf:"attestation" optional:"true" example:"direct"`
	// The models that are allowed, by AAGUID, by the beginning of their names, such as `YubiKey 5`, or models of the U2F protocol
	// by the key identifier of their certificate, in hexadecimal. All others are refused, and so are those that do not prove
	// their model.
	Allow []string `koanf:"allow" optional:"true" absent:"all models are allowed" example:"YubiKey 5"`
	// The models that are refused, likewise.
	Deny []string `koanf:"deny" optional:"true" example:"ee882879-721c-4913-9775-3dfcce97072a"`
	// The least certification level of the model in FIDO's metadata: `L1`, `L1plus`, `L2`, `L2plus`, `L3` or `L3plus`. It needs
	// webauthn.metadata.
	Certified string `koanf:"certified" optional:"true" example:"L2"`
	// Where passkeys may be: `any`; `device_bound`, on one device; or `synced`. Empty means any.
	Binding string `koanf:"binding" optional:"true" example:"device_bound"`
	// The providers from which synced passkeys are accepted, by AAGUID or name. They prove nothing: the provider is what the
	// passkey claims. This keeps users on the usual path, and does not keep anyone off another.
	SyncedFrom []string `koanf:"synced_from" optional:"true" absent:"any provider will do" example:"Apple Passwords"`
	// `required`: the user must be verified (PIN, fingerprint, face) when a passkey is created, whatever
	// webauthn.user_verification is.
	UserVerification string `koanf:"user_verification" optional:"true" example:"required"`
	// The least size of RSA keys, at most 4096. 0 means 2048, as always.
	MinRSABits int `koanf:"min_rsa_bits" min:"0" max:"4096" optional:"true" example:"3072"`
	// The least size of the curve of other keys: 256, 384 or 521. 0 means 256, as always.
	MinECBits int `koanf:"min_ec_bits" min:"0" max:"521" optional:"true" example:"384"`
	// Whether keys of the U2F protocol, the predecessor of FIDO2, are refused.
	FIDO2Only bool `koanf:"fido2_only" optional:"true" example:"true"`
}

// Requirements returns the profile for the rules.
func (p Profile) Requirements() authenticator.Profile {
	return authenticator.Profile{
		Name: p.Name, Attestation: p.Attestation, Allow: p.Allow, Deny: p.Deny, Certified: p.Certified, Binding: p.Binding, SyncedFrom: p.SyncedFrom,
		UserVerification: p.UserVerification == "required", MinRSABits: p.MinRSABits, MinECBits: p.MinECBits, FIDO2Only: p.FIDO2Only,
	}
}

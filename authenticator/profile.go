// Package authenticator owns which authenticators may hold new passkeys: the profiles that an operator writes, and what of a
// profile a new passkey does not meet. It is pure: the facts come from webauthnsvc, and what an attestation proves is decided by
// package attestation.
package authenticator

import (
	"slices"
	"strings"
)

// The values of Profile.Attestation (WebAuthn L3 §5.4.7). With Direct and Enterprise, an attestation must be verified; with
// Indirect, a registration without one is as good.
const (
	None       = "none"
	Indirect   = "indirect"
	Direct     = "direct"
	Enterprise = "enterprise"
)

// The values of Profile.Binding.
const (
	AnyBinding  = "any"
	DeviceBound = "device_bound"
	Synced      = "synced"
)

// Profile is what the authenticators of new passkeys must meet. The zero values of its members require nothing.
type Profile struct {
	Name        string
	Attestation string // None, Indirect, Direct or Enterprise
	// Allow and Deny name models by AAGUID, by the key identifier of their certificates, or by the beginning of their names, such as
	// "YubiKey 5".
	Allow, Deny []string
	Certified   string // the least of Levels
	Binding     string // AnyBinding, DeviceBound or Synced
	// SyncedFrom names the providers of synced passkeys. They give no attestation, so it is compared with what they claim.
	SyncedFrom       []string
	UserVerification bool
	// MinRSABits and MinECBits are the least sizes of keys; 0: those that every passkey needs.
	MinRSABits, MinECBits int
	FIDO2Only             bool // no keys of the older U2F protocol
	// Suspended are compromised models whose passkeys are suspended: a new one would be, too.
	Suspended []Model
}

// Levels are FIDO's certification levels, the lowest first.
var Levels = []string{"L1", "L1plus", "L2", "L2plus", "L3", "L3plus"}

// Facts are what is known of a new passkey and its authenticator.
type Facts struct {
	Of    Model    // the model, which an authenticator may claim falsely
	Names []string // of the model: in FIDO's metadata, and as people know it
	// Attested: the attestation was verified. Model: and it vouches for the model.
	Attested, Model bool
	Compromised     bool   // the metadata reports the model of its attestation as compromised
	U2F             bool   // it was made by the U2F protocol
	Certified       string // the highest of Levels by the metadata; "": none is known
	BackupEligible  bool
	UserVerified    bool
	RSABits, ECBits int // of the key; one of them is 0
}

// Requires reports whether an attestation must be verified.
func (p Profile) Requires() bool { return p.Attestation == Direct || p.Attestation == Enterprise }

// Asks reports whether an attestation is requested.
func (p Profile) Asks() bool { return p.Requires() || p.Attestation == Indirect }

// NeedsPrompt reports whether a passkey that a browser makes without a prompt cannot meet the profile: its user was not verified,
// and a password manager attests nothing.
func (p Profile) NeedsPrompt() bool { return p.Requires() || p.UserVerification }

// Want is something that a profile wants and a passkey does not have. The set is closed: clients switch on it.
type Want string

// Everything that a profile can want.
const (
	WantAttested     Want = "attested"          // an authenticator that proves its model
	WantApproved     Want = "approved"          // a model that is allowed, and not denied
	WantCertified    Want = "certified"         // a certification level of FIDO
	WantDeviceBound  Want = "device_bound"      // a passkey that stays on one device
	WantSynced       Want = "synced"            // a passkey that is synced
	WantProvider     Want = "synced_from"       // a passkey of one of the named providers
	WantVerification Want = "user_verification" // a PIN, fingerprint or face
	WantKeySize      Want = "key_size"          // a larger key
	WantFIDO2        Want = "fido2"             // not a U2F key
)

// Unmet returns all that the profile wants and the passkey does not have, in a fixed order; nil if it is allowed. Lists of models
// fail closed: a model that is not vouched for is on no list of allowed ones, and may be on that of denied ones, as may one without a known
// name if that names makes.
func (p Profile) Unmet(f Facts) (wants []Want) {
	for _, rule := range []struct {
		want Want
		met  bool
	}{
		{WantAttested, f.Attested || !p.Requires()},
		{WantApproved, len(p.Allow) == 0 || f.Model && f.isOneOf(p.Allow)},
		{WantApproved, len(p.Deny) == 0 || f.Model && f.comparable(p.Deny) && !f.isOneOf(p.Deny)},
		{WantApproved, !slices.Contains(p.Suspended, f.Of)},
		{WantCertified, p.Certified == "" || f.Model && slices.Index(Levels, f.Certified) >= slices.Index(Levels, p.Certified)},
		{WantDeviceBound, p.Binding != DeviceBound || !f.BackupEligible},
		{WantSynced, p.Binding != Synced || f.BackupEligible},
		{WantProvider, len(p.SyncedFrom) == 0 || f.isOneOf(p.SyncedFrom)},
		{WantVerification, !p.UserVerification || f.UserVerified},
		{WantKeySize, f.RSABits == 0 || f.RSABits >= p.MinRSABits},
		{WantKeySize, f.ECBits == 0 || f.ECBits >= p.MinECBits},
		{WantFIDO2, !p.FIDO2Only || f.Attested && !f.U2F},
	} {
		if !rule.met && !slices.Contains(wants, rule.want) {
			wants = append(wants, rule.want)
		}
	}
	return wants
}

// Wants returns everything that a passkey must bring: what one that proves nothing lacks.
func (p Profile) Wants() []Want {
	nothing := Facts{BackupEligible: p.Binding == DeviceBound}
	wants := p.Unmet(nothing)
	if p.MinRSABits > 0 || p.MinECBits > 0 {
		wants = append(wants, WantKeySize)
	}
	return wants
}

func (f Facts) isOneOf(models []string) bool {
	return slices.ContainsFunc(models, func(model string) bool {
		if named, ok := ParseModel(model); ok {
			return named == f.Of
		}
		return slices.ContainsFunc(f.Names, func(name string) bool { return Begins(name, model) })
	})
}

// comparable reports whether it can be said that the model is not one of models: one whose name is unknown may be of any make.
func (f Facts) comparable(models []string) bool {
	named := slices.ContainsFunc(f.Names, func(name string) bool { return name != "" })
	return named || !slices.ContainsFunc(models, func(model string) bool { _, ok := ParseModel(model); return !ok })
}

// Refused is what an audit event says of a refusal.
func (m Model) Refused(profile string, wanted []Want) map[string]any {
	details := map[string]any{"profile": profile, "wanted": wanted}
	if m.Known() {
		details[m.Member()] = m.ID()
	}
	return details
}

// Begins reports whether the name of a model begins with the words of a make, in any case: "YubiKey 5" names "YubiKey 5 NFC", and
// not "YubiKey 5Ci".
func Begins(name, made string) bool {
	words, begins := strings.Fields(name), strings.Fields(made)
	return len(begins) > 0 && len(begins) <= len(words) && slices.EqualFunc(words[:len(begins)], begins, strings.EqualFold)
}

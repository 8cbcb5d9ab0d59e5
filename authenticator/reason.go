package authenticator

import "slices"

// The reasons of refusals for which there is no Want.
const (
	// ReasonAttestationMissing: the browser sent no attestation, as when the user declines to share the make and model.
	ReasonAttestationMissing = "attestation_missing"
	// ReasonModelCompromised: the model is reported as compromised, so that no other passkey of it will do either.
	ReasonModelCompromised = "model_compromised"
	// ReasonVerificationMissing is the same as of any response without the user verification that is required.
	ReasonVerificationMissing = "user_verification_missing"
)

// Reason returns what a page can say of a refusal beyond that another authenticator is needed; "": nothing. wanted are those of Unmet.
// declined reports that the browser sent no attestation.
func (f Facts) Reason(p Profile, wanted []Want, declined bool) string {
	lacks := func(want Want) bool { return slices.Contains(wanted, want) }
	only := func(wants ...Want) bool {
		return !slices.ContainsFunc(wanted, func(want Want) bool { return !slices.Contains(wants, want) })
	}
	switch {
	case f.Compromised, slices.Contains(p.Suspended, f.Of):
		return ReasonModelCompromised
	case only(WantVerification):
		return ReasonVerificationMissing
	case lacks(WantDeviceBound):
		return string(WantDeviceBound)
	case declined && lacks(WantAttested):
		return ReasonAttestationMissing
	case only(WantSynced, WantProvider):
		return string(WantSynced)
	case only(WantFIDO2), only(WantKeySize):
		return string(wanted[0])
	}
	return ""
}

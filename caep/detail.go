package caep

import (
	"cmp"

	"github.com/google/uuid"
)

// details are the members of the metadata that matter here.
type details struct {
	SessionID     uuid.UUID `json:"session_id"`
	Level         string    `json:"level"` // of the session, from now on
	SessionsEnded bool      `json:"sessions_ended"`
	// EndedSessions end with the passkey that began them.
	EndedSessions []uuid.UUID `json:"ended_sessions"`
	Suspended     bool        `json:"suspended"`     // of a passkey that was used while its counter was too low
	Kind          string      `json:"kind"`          // of a factor at Kratos
	Authenticator string      `json:"authenticator"` // of a passkey: platform or roaming, if it is known
	AAGUID        uuid.UUID   `json:"aaguid"`
	Attested      struct {    // what was verified of its attestation
		Format string `json:"format"`
	} `json:"attested"`
	Steps []step `json:"steps"` // of a reset
	// Passkeys and RecoveryCodes are how many were deleted with an account.
	Passkeys      int `json:"passkeys"`
	RecoveryCodes int `json:"recovery_codes"`
}

type step struct {
	Step    string `json:"step"`
	Outcome string `json:"outcome"`
}

// credential is a credential that changed.
type credential struct {
	kind, how string
	aaguid    uuid.UUID
}

// factorTypes are CAEP's names of what Kratos holds. Kinds without one keep Kratos' name, which CAEP allows.
var factorTypes = map[string]string{
	"totp": "app", "webauthn": "fido2-roaming", "passkey": "fido2-platform", "lookup_secret": recoveryCodes, "recovery_codes": recoveryCodes,
	"passkeys": "fido2",
}

// recoveryCodes is our own credential type: CAEP has none.
const recoveryCodes = "recovery-codes"

func factorType(kind string) string { return cmp.Or(factorTypes[kind], kind) }

// u2f is the attestation format of keys of the U2F protocol, and CAEP's name of such a credential.
const u2f = "fido-u2f"

// passkeyType is fido2, which CAEP does not list, if the authenticator is unknown.
func (d details) passkeyType() string {
	if d.Attested.Format == u2f {
		return u2f
	}
	if d.Authenticator == "" {
		return "fido2"
	}
	return "fido2-" + d.Authenticator
}

package account

import (
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
)

// Natives are the WebAuthn credentials that an identity has at Kratos.
type Natives struct {
	Identity Identity
	Held     assurance.Held // all of its factors; in a list of identities, none
	Passkeys []NativePasskey
	// Handles are the user handles of its passkeys. Kratos does not say which belongs to which.
	Handles [][]byte
}

// NativePasskey is a WebAuthn credential that Kratos holds, by its method passkey or webauthn.
type NativePasskey struct {
	Kind          string // assurance.KindPasskey or assurance.KindWebAuthn
	ID, PublicKey []byte // empty if Kratos' record cannot be read
	Transports    []string
	AAGUID        uuid.UUID // zero: unknown
	SignCount     uint32    // older versions of Kratos keep that of the registration
	CloneWarning  bool
	Flags         *NativeFlags // nil: registered before Kratos kept them
	Name          string       // "" if the user gave none
	AddedAt       time.Time
	SecondFactor  bool   // it is no first factor at Kratos
	UserHandle    []byte // nil: one of Natives.Handles
}

// NativeFlags are the flags of a registration (WebAuthn L3 §6.1).
type NativeFlags struct {
	UserPresent    bool `json:"user_present"`
	UserVerified   bool `json:"user_verified"`
	BackupEligible bool `json:"backup_eligible"`
	BackedUp       bool `json:"backup_state"`
}

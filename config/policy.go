package config

import (
	"time"
)

// Policy says who may add and remove passkeys.
type Policy struct {
	// How long after the use of a passkey, or of a factor at Kratos that is vouched for, a session may add and remove
	// passkeys without using it again.
	Freshness time.Duration `koanf:"freshness" min:"1s"`
	// How old the Kratos login may be when somebody without any second factor adds the first passkey; `0s` means
	// any age.
	FirstPasskeyWithin time.Duration `koanf:"first_passkey_within" min:"0s"`
	// What a first passkey takes beside the session: `none`, or `verified_address`, an address that the person has verified
	// at Kratos. Without that, a passkey can be set up on an address that belongs to another person.
	FirstPasskeyNeeds string `koanf:"first_passkey_needs" enum:"none,verified_address"`
	// Whether people are kept from removing their last usable passkey.
	KeepLastPasskey bool `koanf:"keep_last_passkey"`
	// Whether a login with a passkey that verified the person (PIN, fingerprint, face) counts as two factors.
	UVPasskeyIsAAL2 bool `koanf:"uv_passkey_is_aal2"`
	// The level that forward-auth (`/v1/authz`) and `/v1/session` ask for: `none`; `highest_available` (aal2 for
	// everybody who has a second factor, here or at Kratos); or `aal2` for everybody.
	Required string `koanf:"required" enum:"none,highest_available,aal2"`
	// How long somebody without any second factor may go on after the first refusal, where aal2 is required; `0s`:
	// not at all.
	Grace time.Duration `koanf:"grace" min:"0s"`
	// Whether people who have a passkey must show it when they sign in at Kratos by other means, such as a password.
	// Kratos must call the hooks for that; see docs/kratos.md.
	LoginGate bool `koanf:"login_gate"`
}

// RecoveryCodes are for people who have lost their passkey.
type RecoveryCodes struct {
	// Whether people can make recovery codes and use them, and support can give one out. Switched off, codes that were
	// made are kept, but worth nothing.
	Enabled bool `koanf:"enabled"`
	// What a used code is worth: `aal2`, a second factor for the rest of its session; or `enrolment_only`. Both let
	// the session set up one new passkey within 15 minutes, and nothing else.
	Level string `koanf:"level" enum:"aal2,enrolment_only"`
}

// Proof says for whom proofs are signed.
type Proof struct {
	// The services that a login or step-up may ask for a proof for (`audience`), as they name themselves. A proof is for
	// the one that was asked for, for 60 seconds. Without any service here, no proofs are made. Receipts of confirmations
	// name all of these; without any, serve.public.base_url.
	Audience []string `koanf:"audience" optional:"true" example:"https://api.example.com"`
}

// Limits are counted by each replica for itself.
type Limits struct {
	// Login ceremonies that one client address may begin in a minute.
	LoginPerMinute int `koanf:"login_per_minute" min:"0"`
	// Login ceremonies that one client address may begin at once before login_per_minute applies.
	LoginBurst int `koanf:"login_burst" min:"0"`
	// Login ceremonies by identifier (an e-mail address, say) that one client address may begin in a minute, or at once after
	// a pause; they count for login_per_minute as well. Each tries whether somebody exists, so keep this as low as the
	// people behind one address allow. Logins without an identifier are not meant.
	IdentifierPerMinute int `koanf:"identifier_per_minute" min:"0"`
	// Calls that finish a ceremony, change something of one's own or use a recovery code, that one session may make in a
	// minute, or at once after a pause. One identity may make four times as many over all its sessions, logins with a passkey
	// included. Refused calls count too, since the audit log records them. People make a handful.
	WritesPerMinute int `koanf:"writes_per_minute" min:"0"`
	// Wrong admin keys that one client address may present in a minute.
	AdminFailuresPerMinute int `koanf:"admin_failures_per_minute" min:"0"`
}

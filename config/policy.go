package config

import (
	"time"
)

// Policy holds the rules for passkeys, and the level that sessions need.
type Policy struct {
	// How long after the use of a passkey, or of a vouched factor at Kratos, a session may add and remove passkeys
	// without using it again.
	Freshness time.Duration `koanf:"freshness" min:"1s"`
	// The maximum age of the Kratos login when a person without any second factor adds the first passkey; `0s` means
	// any age.
	FirstPasskeyWithin time.Duration `koanf:"first_passkey_within" min:"0s"`
	// What a first passkey requires besides the session: `none`, or `verified_address`, an address that the person has
	// verified at Kratos. With `none`, a passkey can be set up on an address that belongs to another person.
	FirstPasskeyNeeds string `koanf:"first_passkey_needs" enum:"none,verified_address"`
	// Whether people cannot remove their last usable passkey.
	KeepLastPasskey bool `koanf:"keep_last_passkey"`
	// Whether a login with user verification (PIN, fingerprint, face) counts as two factors.
	UVPasskeyIsAAL2 bool `koanf:"uv_passkey_is_aal2"`
	// The level that forward-auth (`/v1/authz`) and `/v1/session` require: `none`; `highest_available` (aal2 for people
	// who have a second factor, here or at Kratos); or `aal2` for all.
	Required string `koanf:"required" enum:"none,highest_available,aal2"`
	// The grace period for people without any second factor, from the first refusal, where aal2 is required. `0s`:
	// none.
	Grace time.Duration `koanf:"grace" min:"0s"`
	// Whether people who have a passkey must use it when they sign in at Kratos by other means, such as a password.
	// Kratos must call the hooks for that; see docs/kratos.md.
	LoginGate bool `koanf:"login_gate"`
}

// RecoveryCodes holds the codes for people who have lost their passkey.
type RecoveryCodes struct {
	// Whether people can make and use recovery codes, and support can issue one. When disabled, existing codes are kept
	// but cannot be used.
	Enabled bool `koanf:"enabled"`
	// What a used code grants: `aal2`, a second factor for the rest of its session; or `enrolment_only`. Both allow the
	// session to set up one new passkey within 15 minutes, and nothing else.
	Level string `koanf:"level" enum:"aal2,enrolment_only"`
}

// Proof holds the signed proofs of a login or step-up.
type Proof struct {
	// The services that a login or step-up may request a proof for (`audience`), by their own names. A proof is valid
	// for one service and for 60 seconds. With an empty list, no proofs are issued. Receipts of confirmations name all
	// of these services, or serve.public.base_url if there are none.
	Audience []string `koanf:"audience" optional:"true" example:"https://api.example.com"`
}

// Limits are rate limits, which each replica counts separately.
type Limits struct {
	// Login ceremonies per minute that one client address may begin.
	LoginPerMinute int `koanf:"login_per_minute" min:"0"`
	// Login ceremonies that one client address may begin at once before login_per_minute applies.
	LoginBurst int `koanf:"login_burst" min:"0"`
	// Login ceremonies by identifier, such as an e-mail address, per minute that one client address may begin, and the
	// burst after a pause. They also count for login_per_minute. Each probes whether an account exists, so set this as
	// low as the number of people behind one address allows. Logins without an identifier do not count.
	IdentifierPerMinute int `koanf:"identifier_per_minute" min:"0"`
	// Calls per minute that finish a ceremony, change own data or use a recovery code, for one session, and the burst
	// after a pause. One identity may make four times as many over all its sessions, and twice as many from one client
	// address. Logins and step-ups whose passkey was verified count apart, four times as many for one identity, so that
	// a thief of the password cannot use them up; so do calls beyond the limit in a session that a passkey was used in.
	// Refused calls count too, since the audit log records them. Typical use is a handful.
	WritesPerMinute int `koanf:"writes_per_minute" min:"0"`
	// Wrong admin keys per minute that one client address may present.
	AdminFailuresPerMinute int `koanf:"admin_failures_per_minute" min:"0"`
}

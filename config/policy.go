package config

import "time"

// Policy holds the rules for passkeys, and the level that sessions need.
type Policy struct {
	// How long after the use of a passkey, or of a vouched factor at Kratos, a session may add and remove passkeys
	// without using it again.
	Freshness time.Duration `koanf:"freshness" min:"1s"`
	// The maximum age of the Kratos login when a user without any second factor adds the first passkey; `0s` means any age.
	FirstPasskeyWithin time.Duration `koanf:"first_passkey_within" min:"0s"`
	// What a first passkey requires besides the session: `none`, or `verified_address`, an address that the user has
	// verified at Kratos. With `none`, a passkey can be set up on an account that names another user's address.
	FirstPasskeyNeeds string `koanf:"first_passkey_needs" enum:"none,verified_address"`
	// Whether users are prevented from removing their last usable passkey.
	KeepLastPasskey bool `koanf:"keep_last_passkey"`
	// Whether a login with user verification (PIN, fingerprint, face) counts as two factors. If not, such a session gets its second
	// one by a step-up, also with the same passkey.
	UVPasskeyIsAAL2 bool `koanf:"uv_passkey_is_aal2"`
	// The level that forward-auth (`/v1/authz`) and `/v1/session` require: `none`; `highest_available` (aal2 for users
	// who have a second factor, at Latchkey or at Kratos); or `aal2` for all.
	Required string `koanf:"required" enum:"none,highest_available,aal2"`
	// Whether users who have a passkey need a second way to sign in, in case they lose it: another passkey, recovery codes,
	// or a factor at Kratos that is vouched for. `none`; `encouraged`: the set-up page offers one in each session of a user
	// who is sent there, and can be put off; or `required`: after policy.grace, `/v1/authz` and `/v1/session` require it.
	// See docs/recovery.md.
	SecondFactor string `koanf:"second_factor" enum:"none,encouraged,required"`
	// Where aal2 is required, the grace period for users without any second factor, from the first request that would
	// otherwise be refused; likewise where second_factor is required, for users without a second way to sign in. `0s`: none.
	Grace time.Duration `koanf:"grace" min:"0s"`
	// The profile of webauthn.profiles that new passkeys must meet. Empty: any authenticator may hold one. Passkeys that users
	// already have are not affected.
	Authenticators string `koanf:"authenticators" optional:"true" example:"staff"`
	// Whether users who have a passkey must use it when they sign in at Kratos by other means, such as a password.
	// Kratos must call the hooks for that; see docs/gates.md.
	LoginGate bool `koanf:"login_gate"`
	// Rules with settings of their own for some users. The first rule that matches a user applies; what it leaves out, and
	// users whom none matches, have the plain settings. See docs/rules.md. In the environment, this is JSON.
	Rules []Rule `koanf:"rules" optional:"true" example:"{\"name\": \"employees\", \"when\": {\"schema\": \"employee\"}, \"required\": \"aal2\"}"`
}

// RecoveryCodes holds the codes for users who have lost their passkey.
type RecoveryCodes struct {
	// Whether users can create and use recovery codes, and support can issue one. When disabled, existing codes are kept
	// but cannot be used.
	Enabled bool `koanf:"enabled"`
	// What a used code grants: `aal2`, a second factor for the rest of its session; or `enrolment_only`. With both, the
	// session may set up one new passkey within 15 minutes. With neither does it become fresh.
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
	// Login ceremonies per minute that one client address may begin. Autofill, which a page begins whenever it is loaded,
	// has a separate limit, twice as high. The first finish of a ceremony does not count; further ones do.
	LoginPerMinute int `koanf:"login_per_minute" min:"0"`
	// Login ceremonies that one client address may begin at once before login_per_minute applies. The
	// default lets an office of 60 people sign in at the same moment; raise it for larger ones.
	LoginBurst int `koanf:"login_burst" min:"0"`
	// Login ceremonies by identifier, such as an e-mail address, per minute that one client address may begin, and the
	// burst after a pause. They also count for login_per_minute. Each could probe whether an account exists, so set
	// this as low as the number of users behind one address allows. Logins without an identifier do not count.
	IdentifierPerMinute int `koanf:"identifier_per_minute" min:"0"`
	// Calls per minute that one session may make to finish a ceremony, change the user's data or use a recovery code,
	// and the burst after a pause. All sessions of an identity together may make four times as many, and those from one
	// client address twice as many. Logins and step-ups whose passkey was verified have a separate limit, also four
	// times as high, so that an attacker with the password cannot use it up; calls in a session in which a passkey was
	// used may exceed the first limit and then count towards it as well. Refused calls count too, since the audit log
	// records them. Users typically make a handful.
	WritesPerMinute int `koanf:"writes_per_minute" min:"0"`
	// Wrong admin keys per minute that one client address may send.
	AdminFailuresPerMinute int `koanf:"admin_failures_per_minute" min:"0"`
}

package config

import "time"

// Administration holds the rules for admins, and the console.
type Administration struct {
	// How many admins are needed to reset a user's factors, to issue a code for a user, to revoke all passkeys that match a
	// filter, or to disable a user's last usable passkey: 1 or 2. With 2, an admin other than the one who requested it must approve; a key counts as the
	// admin who created it.
	ResetApprovals int `koanf:"reset_approvals" min:"1" max:"2"`
	// The minimum age of a passkey before a user with a role can make changes with it, because an attacker's passkey
	// would be new. A passkey that another admin has confirmed, or the operator by `latchkey passkeys confirm`, counts
	// at once.
	PasskeyAge time.Duration `koanf:"passkey_age" min:"0s"`
	// The console for admins who sign in at Kratos.
	Console Console `koanf:"console"`
}

// Console is the console for admins who sign in at Kratos.
type Console struct {
	// Whether the public listener also serves the console and its part of the admin API, to users with a role who sign
	// in. Admin keys work on the admin listener only.
	Public bool `koanf:"public"`
	// The name of this installation, such as `staging`. The console shows it, so that staff do not confuse two
	// installations. Empty: none.
	Environment string `koanf:"environment" optional:"true" example:"staging"`
}

package config

import (
	"time"
)

// Administration is what admins may do, and where.
type Administration struct {
	// How many admins it takes to remove all second factors of a person: 1, or 2. With 2 another admin than the one who
	// asked for it must approve; a key counts as the admin who made it.
	ResetApprovals int `koanf:"reset_approvals" min:"1" max:"2"`
	// How old a passkey must be before a person with a role can make changes with it, as an attacker's would be new. One
	// that another admin, or the operator by `latchkey passkeys confirm`, has confirmed counts at once.
	PasskeyAge time.Duration `koanf:"passkey_age" min:"0s"`
	// The console for admins who sign in at Kratos.
	Console Console `koanf:"console"`
}

// Console is the console for admins who sign in at Kratos.
type Console struct {
	// Whether the public listener serves the console and its part of the admin API as well, for those who sign in and
	// have a role. Admin keys work on the admin listener only.
	Public bool `koanf:"public"`
}

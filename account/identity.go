package account

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
)

// Identity is what the ceremonies need to know of a Kratos identity. Traits are never stored here.
type Identity struct {
	ID          uuid.UUID
	Active      bool
	Login       string // the configured login trait; the short ID where the identity has none
	DisplayName string // the configured display trait; Login where the identity has none
	// Role is latchkey_role of metadata_public, which only Kratos' admin API can set; empty without one. Never a trait.
	Role string
	// Addresses are those that Kratos verifies, or waits to verify, without their text.
	Addresses []Address
	// First are its first factors; only Holdings tells them.
	First assurance.Held
}

// HasRole tells whether the identity has a role here.
func (i Identity) HasRole() bool { return HasRole(i.Role) }

// Verified tells whether the identity has an address that Kratos has verified.
func (i Identity) Verified() bool {
	for _, address := range i.Addresses {
		if address.Verified {
			return true
		}
	}
	return false
}

// Address is an e-mail address or a phone number of an identity at Kratos, without its text.
type Address struct {
	Via        string    // "email" or "sms"
	CreatedAt  time.Time // when the identity came to have it; zero where Kratos does not say
	Verified   bool
	VerifiedAt time.Time // zero while it is not verified, or where Kratos does not say when it was
	// Unverifiable: recoveries go there, and do not verify it.
	Unverifiable bool
}

// CodeOffer tells whether Kratos takes a code sent by e-mail or SMS as the second factor of a session. An error, and a
// nil CodeOffer, mean that it is not clear.
type CodeOffer func(ctx context.Context) (bool, error)

// Removal is what became of a factor that was to be removed at Kratos.
type Removal string

const (
	RemovalDone   Removal = "removed"
	RemovalAbsent Removal = "absent" // there was none
	RemovalKept   Removal = "kept"   // Kratos will not remove it
)

package webauthnsvc

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
)

// What to do when a signature counter goes back (WebAuthn L3 §6.1.1).
const (
	CloneReject  = "reject"  // refuse this login
	CloneSuspend = "suspend" // refuse it and pause the passkey
	CloneWarn    = "warn"    // let it pass, marked
)

// Config holds the settings of the ceremonies; rules.Config checks them.
type Config struct {
	Policy assurance.Policy
	RPs    []RP
	// UserVerification is "required", "preferred" or "discouraged"; never empty.
	UserVerification string
	// ResidentKey is "required", "preferred" or "discouraged".
	ResidentKey string
	// MaxPasskeys an identity may hold, 1 to 50: a login by identifier carries all of them, sealed, in its token.
	MaxPasskeys int
	// Clone is one of CloneReject, CloneSuspend, CloneWarn.
	Clone string
	// ConditionalCreate allows registrations without user presence right after a password login.
	ConditionalCreate bool
	// KeepLastPasskey refuses the removal of an identity's last usable passkey.
	KeepLastPasskey bool
	// Minter makes Kratos sessions; nil: logins make none.
	Minter SessionMinter
	// Codes makes the authorization codes of those logins; needed with Minter.
	Codes Codes
	// Proofs signs the proofs that a begin asks for; nil: none may be asked for.
	Proofs Proofs
	// FrameAncestors are the origins of outermost pages in whose frames ceremonies may be held; without any, in none.
	FrameAncestors []string
	// ReturnTo is the page that Kratos sends people back to after a login that was to make them fresh.
	ReturnTo string
	// Authenticators names the make of an authenticator by its AAGUID, nil where it is not known; nil: none is.
	Authenticators func(aaguid uuid.UUID) *Provider
	Log            *slog.Logger
	// Now is the only clock.
	Now func() time.Time
}

package webauthnsvc

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/policy"
)

// The values of Config.Clone: what happens if a signature counter decreases (WebAuthn L3 §6.1.1).
const (
	CloneReject  = "reject"  // refuse the login
	CloneSuspend = "suspend" // refuse it and suspend the passkey
	CloneWarn    = "warn"    // accept it and mark the passkey
)

// Config holds the settings of this package; rules.Config checks them.
type Config struct {
	Policy assurance.Policy
	RPs    []RP
	// UserVerification is "required", "preferred" or "discouraged"; never empty.
	UserVerification string
	// ResidentKey is "required", "preferred" or "discouraged".
	ResidentKey string
	// Rules are the settings that may differ between users: here, how many passkeys one may hold, 1 to 50. The token of a
	// login by identifier contains all of them.
	Rules *policy.Rules
	// Clone is one of CloneReject, CloneSuspend, CloneWarn.
	Clone string
	// ConditionalCreate allows registrations without user presence right after a password login.
	ConditionalCreate bool
	// MLDSA offers ML-DSA for new passkeys, before the other algorithms.
	MLDSA bool
	// KeepLastPasskey refuses the removal of an identity's last usable passkey.
	KeepLastPasskey bool
	// Minter creates Kratos sessions; nil: logins create none.
	Minter SessionMinter
	// Codes creates the authorization codes of those logins; required with Minter.
	Codes Codes
	// Proofs signs the proofs that callers request at begin; nil: a request for a proof is refused.
	Proofs Proofs
	// FrameAncestors are the origins of the top-level pages that may embed ceremonies in frames; empty: none may.
	FrameAncestors []string
	// ReturnTo is the page to which Kratos redirects after a login that refreshes a session.
	ReturnTo string
	// Authenticators returns the name and kind of an authenticator by its AAGUID, or nil if it is unknown. The
	// function may be nil.
	Authenticators func(aaguid uuid.UUID) *Provider
	// ProfileOf returns what the authenticators of an identity's new passkeys must meet; nil: nothing.
	ProfileOf func(ctx context.Context, identity account.Identity) (authenticator.Profile, error)
	// Attestation verifies attestations that a profile asks for; nil: none is verified.
	Attestation *attestation.Verifier
	Log         *slog.Logger
	// Now is the only clock.
	Now func() time.Time
}

// Proofs signs proofs. Package oidc implements it.
type Proofs interface {
	// AllowsProofFor reports whether proofs for this audience may be requested.
	AllowsProofFor(audience string) bool
	// Prepare loads the signing key, before a ceremony with a proof is spent. Errors: fault.ErrStoreUnavailable.
	Prepare(ctx context.Context) error
}

// Provider is the name and kind of an authenticator, by its AAGUID. The AAGUID is an unattested claim: it helps to
// distinguish passkeys, but no decision may depend on it.
type Provider struct {
	Name     string `json:"name"`
	Kind     string `json:"kind"`           // a kind of package authenticators
	Icon     string `json:"icon,omitempty"` // URLs of images, for light and dark backgrounds
	IconDark string `json:"icon_dark,omitempty"`
}

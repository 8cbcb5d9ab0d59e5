package webauthnsvc

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"latchkey/assurance"
	"latchkey/standing"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"
)

// What to do when a signature counter goes back (WebAuthn L3 §6.1.1).
const (
	CloneReject  = "reject"  // refuse this login
	CloneSuspend = "suspend" // refuse it and pause the passkey
	CloneWarn    = "warn"    // let it pass, marked
)

// What a redeemed recovery code is worth, besides leave to register one passkey.
const (
	RecoveryAAL2          = "aal2"           // a second factor of the present session
	RecoveryEnrolmentOnly = "enrolment_only" // nothing else
)

// What a first passkey may take beside a session (policy.first_passkey_needs).
const (
	NeedsNone            = "none"
	NeedsVerifiedAddress = "verified_address"
)

// Config holds the settings of the rules.
type Config struct {
	RPs []RP
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
	// Freshness is how long a step-up, or aal2 at Kratos, lets a session change passkeys.
	Freshness time.Duration
	// FirstPasskeyWithin is how old a session may be that adds an identity's first passkey; 0: any age.
	FirstPasskeyWithin time.Duration
	// KeepLastPasskey refuses the removal of an identity's last usable passkey.
	KeepLastPasskey bool
	// Minter makes Kratos sessions; nil: logins make none. Provider is our provider's ID at Kratos.
	Minter   SessionMinter
	Provider string
	// Codes makes the authorization codes of those logins; needed with Minter.
	Codes Codes
	// Proofs signs the proofs that a begin asks for; nil: none may be asked for.
	Proofs Proofs
	// UVPasskeyIsAAL2 lets a login with a passkey that verified the person count as two factors.
	UVPasskeyIsAAL2 bool
	// Required is one of RequiredNone, RequiredHighestAvailable, RequiredAAL2; see Standing.
	Required string
	// UVNotTrusted are AAGUIDs of authenticators whose user verification verifies no user.
	UVNotTrusted []uuid.UUID
	// FirstPasskeyNeeds is what a first passkey takes beside a session: NeedsNone (as does "") or NeedsVerifiedAddress.
	FirstPasskeyNeeds string
	// Grace is how long somebody who must enrol may go on without.
	Grace time.Duration
	// LoginGate asks people who have a passkey for it when they sign in at Kratos by other means; see PassLogin.
	LoginGate bool
	// FrameAncestors are the origins of outermost pages in whose frames ceremonies may be held; without any, in none.
	FrameAncestors []string
	// RecoveryCodes lets people have recovery codes, and support give them out. RecoveryLevel is what a redeemed one
	// is worth: RecoveryAAL2 or RecoveryEnrolmentOnly.
	RecoveryCodes bool
	RecoveryLevel string
	// ResetApprovals is how many admins a reset takes: 1 (as does 0), or 2.
	ResetApprovals int
	// PasskeyAge is how old a passkey of a person with a role must be to count for changes, unless another admin has
	// confirmed it; 0: it counts at once.
	PasskeyAge time.Duration
	// ReturnTo is the page that Kratos sends people back to after a login that was to make them fresh.
	ReturnTo string
	// Authenticators names the make of an authenticator by its AAGUID, nil where it is not known; nil: none is.
	Authenticators func(aaguid uuid.UUID) *Provider
	// Secrets seal ceremonies and keys: the first seals, all open. At least 32 bytes each.
	Secrets [][]byte
	// Log is told what fails after a change is done and does not undo it; nil: nobody.
	Log *slog.Logger
	// Suppressed is told the type of each refusal that the audit log counts rather than records; nil: nobody. It must not
	// block.
	Suppressed func(eventType string)
	// Now is the only clock.
	Now func() time.Time
}

// RP is one relying party: an RP ID and the origins that may use it, each exactly as browsers serialize it
// (WebAuthn L3 §4, HTML "serialization of an origin").
type RP struct {
	ID      string
	Name    string
	Origins []string
	// RelatedOrigins are outside the RP ID's domain; browsers ask /.well-known/webauthn for them (L3 §5.11).
	RelatedOrigins []string
	// AppOrigins are what native apps say in place of an origin: "android:apk-key-hash:…", or https:// and the RP ID on
	// iOS. No page can begin a ceremony with one: apps send no Origin header.
	AppOrigins []string
}

// allows tells whether a page of that origin may begin ceremonies.
func (rp *RP) allows(origin string) bool {
	return slices.Contains(rp.Origins, origin) || slices.Contains(rp.RelatedOrigins, origin)
}

// RPIDsAt are the IDs of the relying parties whose passkeys can be asked for at an origin; for "", all of them.
func (c Config) RPIDsAt(origin string) []string {
	var ids []string
	for _, rp := range c.RPs {
		if origin == "" || rp.allows(origin) {
			ids = append(ids, rp.ID)
		}
	}
	return ids
}

// origins are those of pages; accepted are all that an authenticator's answer may name.
func (rp *RP) origins() []string  { return slices.Concat(rp.Origins, rp.RelatedOrigins) }
func (rp *RP) accepted() []string { return slices.Concat(rp.origins(), rp.AppOrigins) }

// Validate names every fault at once.
func (c Config) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }

	if len(c.RPs) == 0 {
		fault("webauthn.rp: name at least one relying party")
	}
	for i, rp := range c.RPs {
		if err := protocol.ValidateRPID(rp.ID); err != nil {
			fault("webauthn.rp[%d].id: %q is no domain: %w", i, rp.ID, err)
		}
		if len(rp.Origins) == 0 {
			fault("webauthn.rp[%d].origins: name at least one origin", i)
		}
		if len(rp.RelatedOrigins) > 0 {
			if _, err := protocol.NewRelatedOrigins(rp.origins()...); err != nil {
				fault("webauthn.rp[%d].related_origins: %w", i, err)
			}
		}
	}
	requirements := []string{"required", "preferred", "discouraged"}
	if !slices.Contains(requirements, c.UserVerification) {
		fault("webauthn.user_verification: %q is not one of %v", c.UserVerification, requirements)
	}
	if !slices.Contains(requirements, c.ResidentKey) {
		fault("webauthn.resident_key: %q is not one of %v", c.ResidentKey, requirements)
	}
	if c.MaxPasskeys < 1 || c.MaxPasskeys > 50 {
		fault("webauthn.max_passkeys: %d is not within 1 to 50", c.MaxPasskeys)
	}
	if modes := []string{CloneReject, CloneSuspend, CloneWarn}; !slices.Contains(modes, c.Clone) {
		fault("webauthn.clone: %q is not one of %v", c.Clone, modes)
	}
	if needs := []string{"", NeedsNone, NeedsVerifiedAddress}; !slices.Contains(needs, c.FirstPasskeyNeeds) {
		fault("policy.first_passkey_needs: %q is not one of %v", c.FirstPasskeyNeeds, needs[1:])
	}
	if modes := []string{standing.RequiredNone, standing.RequiredHighestAvailable, standing.RequiredAAL2}; !slices.Contains(modes, c.Required) {
		fault("policy.required: %q is not one of %v", c.Required, modes)
	}
	if levels := []string{RecoveryAAL2, RecoveryEnrolmentOnly}; c.RecoveryCodes && !slices.Contains(levels, c.RecoveryLevel) {
		fault("recovery_codes.level: %q is not one of %v", c.RecoveryLevel, levels)
	}
	if c.ResetApprovals < 0 || c.ResetApprovals > 2 {
		fault("admin.reset_approvals: %d is neither 1 nor 2", c.ResetApprovals)
	}
	if len(c.Secrets) == 0 {
		fault("secrets.cipher: at least one secret is needed")
	}
	for i, secret := range c.Secrets {
		if len(secret) < 32 {
			fault("secrets.cipher[%d]: shorter than 32 bytes", i)
		}
	}
	if c.Minter != nil && c.Codes == nil {
		fault("a minter of sessions needs authorization codes")
	}
	if c.Now == nil {
		fault("a clock is needed")
	}
	return errors.Join(faults...)
}

// PolicyOf is the part of the settings that package assurance decides by.
func PolicyOf(cfg Config) assurance.Policy {
	policy := assurance.Policy{
		Freshness:                cfg.Freshness,
		FirstPasskeyWithin:       cfg.FirstPasskeyWithin,
		FirstPasskeyNeedsAddress: cfg.FirstPasskeyNeeds == NeedsVerifiedAddress,
		UVPasskeyIsAAL2:          cfg.UVPasskeyIsAAL2,
		UVNotTrusted:             cfg.UVNotTrusted,
		RecoveryCodes:            cfg.RecoveryCodes,
		RecoveryCodeIsAAL2:       cfg.RecoveryLevel == RecoveryAAL2,
		Provider:                 cfg.Provider,
		PasskeyAge:               cfg.PasskeyAge,
	}
	for _, rp := range cfg.RPs {
		policy.RPIDs = append(policy.RPIDs, rp.ID)
	}
	return policy
}

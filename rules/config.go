package rules

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/assurance"
	"latchkey/recovery"
	"latchkey/standing"
	"latchkey/webauthnsvc"
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
	RPs []webauthnsvc.RP
	// UserVerification is "required", "preferred" or "discouraged"; never empty.
	UserVerification string
	// ResidentKey is "required", "preferred" or "discouraged".
	ResidentKey string
	// MaxPasskeys an identity may hold, 1 to 50: a login by identifier carries all of them, sealed, in its token.
	MaxPasskeys int
	// Clone is one of webauthnsvc.CloneReject, CloneSuspend, CloneWarn.
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
	Minter   webauthnsvc.SessionMinter
	Provider string
	// Codes makes the authorization codes of those logins; needed with Minter.
	Codes webauthnsvc.Codes
	// Proofs signs the proofs that a begin asks for; nil: none may be asked for.
	Proofs webauthnsvc.Proofs
	// UVPasskeyIsAAL2 lets a login with a passkey that verified the person count as two factors.
	UVPasskeyIsAAL2 bool
	// Required is one of RequiredNone, RequiredHighestAvailable, RequiredAAL2; see package standing.
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
	Authenticators func(aaguid uuid.UUID) *webauthnsvc.Provider
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

// Validate names every fault at once.
func (c Config) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }

	if len(c.RPs) == 0 {
		fault("webauthn.rp: name at least one relying party")
	}
	for i, rp := range c.RPs {
		if err := rp.Validate(); err != nil {
			faults = append(faults, fmt.Errorf("webauthn.rp[%d].%w", i, err))
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
	if modes := []string{webauthnsvc.CloneReject, webauthnsvc.CloneSuspend, webauthnsvc.CloneWarn}; !slices.Contains(modes, c.Clone) {
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

// policy is the part of the settings that package assurance decides by.
func (cfg Config) policy() assurance.Policy {
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

// ofCeremonies is the part for webauthnsvc; the functions below are those for the other packages.
func (cfg Config) ofCeremonies() webauthnsvc.Config {
	return webauthnsvc.Config{
		Policy: cfg.policy(), RPs: cfg.RPs, UserVerification: cfg.UserVerification, ResidentKey: cfg.ResidentKey,
		MaxPasskeys: cfg.MaxPasskeys, Clone: cfg.Clone, ConditionalCreate: cfg.ConditionalCreate, KeepLastPasskey: cfg.KeepLastPasskey,
		Minter: cfg.Minter, Codes: cfg.Codes, Proofs: cfg.Proofs, FrameAncestors: cfg.FrameAncestors, ReturnTo: cfg.ReturnTo,
		Authenticators: cfg.Authenticators, Log: cfg.Log, Now: cfg.Now,
	}
}

func (cfg Config) ofStanding() standing.Config {
	return standing.Config{
		Policy: cfg.policy(), Required: cfg.Required, Grace: cfg.Grace, LoginGate: cfg.LoginGate, ReturnTo: cfg.ReturnTo,
		RPIDsAt: func(origin string) []string { return webauthnsvc.RPIDsAt(cfg.RPs, origin) }, Log: cfg.Log, Now: cfg.Now,
	}
}

func (cfg Config) ofAdmin() admin.Config {
	return admin.Config{
		Policy: cfg.policy(), ResetApprovals: cfg.ResetApprovals, PasskeyAge: cfg.PasskeyAge, ReturnTo: cfg.ReturnTo,
		Log: cfg.Log, Now: cfg.Now,
	}
}

func (cfg Config) ofRecovery() recovery.Config {
	return recovery.Config{
		Policy: cfg.policy(), RecoveryCodes: cfg.RecoveryCodes, KeepLastPasskey: cfg.KeepLastPasskey,
		ResetApprovals: cfg.ResetApprovals, Grace: cfg.Grace, Minter: cfg.Minter, Log: cfg.Log, Now: cfg.Now,
	}
}

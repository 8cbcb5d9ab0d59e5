package rules

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/assurance"
	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/compromised"
	"latchkey/policy"
	"latchkey/recovery"
	"latchkey/standing"
	"latchkey/webauthnsvc"
	described "latchkey/webauthnsvc/authenticator"
)

// The values of Config.RecoveryLevel: what a redeemed recovery code is worth, apart from the enrolment grant.
const (
	RecoveryAAL2          = "aal2"           // a second factor of the current session
	RecoveryEnrolmentOnly = "enrolment_only" // nothing else
)

// The values of Config.FirstPasskeyNeeds: what a first passkey requires, apart from a session
// (policy.first_passkey_needs).
const (
	NeedsNone            = "none"
	NeedsVerifiedAddress = "verified_address"
)

// Config holds the settings of all rules.
type Config struct {
	RPs []webauthnsvc.RP
	// UserVerification is "required", "preferred" or "discouraged"; never empty.
	UserVerification string
	// ResidentKey is "required", "preferred" or "discouraged".
	ResidentKey string
	// MaxPasskeys is how many passkeys an identity may hold, 1 to 50. The token of a login by identifier contains all
	// of them.
	MaxPasskeys int
	// Clone is one of webauthnsvc.CloneReject, webauthnsvc.CloneSuspend, webauthnsvc.CloneWarn.
	Clone string
	// ConditionalCreate allows registrations without user presence right after a password login.
	ConditionalCreate bool
	// MLDSA offers ML-DSA for new passkeys, before the other algorithms.
	MLDSA bool
	// Profiles are what the authenticators of new passkeys must meet, by name. Profile names that of those whose rule names none;
	// "": none.
	Profiles []authenticator.Profile
	Profile  string
	// Attestation verifies attestations that a profile asks for; nil: none is verified.
	Attestation *attestation.Verifier
	// Compromised is what happens to passkeys whose model the metadata reports as compromised; Log and Now are those below.
	Compromised compromised.Config
	// Faults are of files that settings name, which Validate reports with its own.
	Faults []error
	// Freshness is how long a session is fresh after a step-up, or after it reached aal2 at Kratos.
	Freshness time.Duration
	// FirstPasskeyWithin is the maximum age of a session that adds an identity's first passkey; 0 means any age.
	FirstPasskeyWithin time.Duration
	// KeepLastPasskey refuses the removal of an identity's last usable passkey.
	KeepLastPasskey bool
	// Minter creates Kratos sessions; nil: logins create none. Provider is the ID of Latchkey's provider at Kratos.
	Minter   webauthnsvc.SessionMinter
	Provider string
	// ClocksApart reports whether the clocks of Kratos and Latchkey are known to differ. Nil: they are not.
	ClocksApart func() bool
	// CountIdentities returns how many identities Kratos has; known is false if it does not say. Nil: it is not asked.
	CountIdentities func(ctx context.Context) (n int64, known bool, err error)
	// WalkIdentities calls visit with all identities that Kratos has, page by page, and returns those whose record is too long to read.
	WalkIdentities func(ctx context.Context, visit func([]account.Identity) error) (tooLong []uuid.UUID, err error)
	// KratosAhead returns how far Kratos' clock is ahead of ours, negative if it is behind, and false if that is unknown.
	KratosAhead func() (ahead time.Duration, known bool)
	// Codes creates the authorization codes of those logins; required with Minter.
	Codes webauthnsvc.Codes
	// Proofs signs the proofs that callers request at begin; nil: a request for a proof is refused.
	Proofs webauthnsvc.Proofs
	// BackupFlagsMayChange accepts an assertion whose BE flag has changed (webauthn.backup_flags: accept).
	BackupFlagsMayChange bool
	// UVPasskeyIsAAL2 counts a login with a passkey as two factors if the authenticator verified the user.
	UVPasskeyIsAAL2 bool
	// Required is policy.RequiredNone, policy.RequiredHighestAvailable or policy.RequiredAAL2.
	Required string
	// SecondFactor is policy.SecondFactorNone (also ""), policy.SecondFactorEncouraged or policy.SecondFactorRequired.
	SecondFactor string
	// HeldFor is how long forward-auth may use what Kratos held (kratos.session_cache).
	HeldFor time.Duration
	// UVNotTrusted lists the AAGUIDs of authenticators whose user verification does not count.
	UVNotTrusted []uuid.UUID
	// FirstPasskeyNeeds is NeedsNone (also "") or NeedsVerifiedAddress.
	FirstPasskeyNeeds string
	// Grace is how long a user who must enrol a factor may continue without one.
	Grace time.Duration
	// Rules have settings of their own for some users, instead of Required, SecondFactor, Freshness, Grace and MaxPasskeys. The
	// first that matches applies.
	Rules []policy.Rule
	// LoginGate requires the passkey of users who have one when they sign in at Kratos by other means
	// (gate.Service.PassLogin).
	LoginGate bool
	// FrameAncestors are the origins of the top-level pages that may embed ceremonies in frames; empty: none may.
	FrameAncestors []string
	// RecoveryCodes enables recovery codes, for users and for support. RecoveryLevel is RecoveryAAL2 or
	// RecoveryEnrolmentOnly.
	RecoveryCodes bool
	RecoveryLevel string
	// ResetApprovals is how many admins a reset requires: 1 (also 0) or 2.
	ResetApprovals int
	// PasskeyAge is the minimum age of a passkey with which a user with a role may make changes, unless another admin
	// has confirmed it; 0: no minimum.
	PasskeyAge time.Duration
	// ReturnTo is the page to which Kratos redirects after a login that refreshes a session.
	ReturnTo string
	// Authenticators returns the name and icon of an authenticator by its AAGUID, or nil if it is unknown. The
	// function may be nil.
	Authenticators func(aaguid uuid.UUID) *webauthnsvc.Provider
	// Secrets encrypt ceremonies and stored keys, at least 32 bytes each. The first encrypts, all decrypt.
	Secrets [][]byte
	// Log receives failures that come after a committed change and do not undo it; nil discards them.
	Log *slog.Logger
	// Suppressed is called with the type of each refusal that the audit log only counts; may be nil. It must not
	// block.
	Suppressed func(eventType string)
	// Now is the only clock.
	Now func() time.Time
}

// rules returns the settings that may differ between users.
func (cfg Config) rules() *policy.Rules { return policy.New(cfg.plain(), cfg.Rules...) }

// plain returns the settings of those whom no rule matches.
func (cfg Config) plain() policy.Terms {
	return policy.Terms{
		Required: cfg.Required, SecondFactor: cmp.Or(cfg.SecondFactor, policy.SecondFactorNone),
		Freshness: cfg.Freshness, Grace: cfg.Grace, MaxPasskeys: cfg.MaxPasskeys, Authenticators: cfg.Profile,
	}
}

// assurance returns the settings of package assurance.
func (cfg Config) assurance() assurance.Policy {
	policy := assurance.Policy{
		Freshness:                cfg.Freshness,
		FirstPasskeyWithin:       cfg.FirstPasskeyWithin,
		FirstPasskeyNeedsAddress: cfg.FirstPasskeyNeeds == NeedsVerifiedAddress,
		UVPasskeyIsAAL2:          cfg.UVPasskeyIsAAL2,
		UVNotTrusted:             cfg.UVNotTrusted,
		RecoveryCodes:            cfg.RecoveryCodes,
		RecoveryCodeIsAAL2:       cfg.RecoveryLevel == RecoveryAAL2,
		Provider:                 cfg.Provider,
		ClocksApart:              cfg.ClocksApart,
		KratosAhead:              cfg.KratosAhead,
		PasskeyAge:               cfg.PasskeyAge,
		BackupFlagsMayChange:     cfg.BackupFlagsMayChange,
	}
	for _, rp := range cfg.RPs {
		policy.RPIDs = append(policy.RPIDs, rp.ID)
	}
	return policy
}

// profile returns a profile by its name; the zero one if there is none of that name.
func (cfg Config) profile(name string) authenticator.Profile {
	i := slices.IndexFunc(cfg.Profiles, func(p authenticator.Profile) bool { return p.Name == name })
	if i < 0 {
		return authenticator.Profile{}
	}
	return cfg.Profiles[i]
}

// profileOf returns the profile of an identity, by the rules, and keeps out the models whose passkeys are suspended.
func (cfg Config) profileOf(suspended func(context.Context) ([]authenticator.Model, error)) func(context.Context, account.Identity) (authenticator.Profile, error) {
	rules := cfg.rules()
	return func(ctx context.Context, identity account.Identity) (authenticator.Profile, error) {
		profile := cfg.profile(rules.For(identity.Subject(), cfg.Now()).Authenticators)
		var err error
		profile.Suspended, err = suspended(ctx)
		return profile, err
	}
}

// ofCeremonies returns the settings of package webauthnsvc. The functions below do the same for the other packages.
func (cfg Config) ofCeremonies(models *compromised.Service) webauthnsvc.Config {
	return webauthnsvc.Config{
		Policy: cfg.assurance(), RPs: cfg.RPs, UserVerification: cfg.UserVerification, ResidentKey: cfg.ResidentKey,
		Rules: cfg.rules(), Clone: cfg.Clone, ConditionalCreate: cfg.ConditionalCreate, MLDSA: cfg.MLDSA, KeepLastPasskey: cfg.KeepLastPasskey,
		Minter: cfg.Minter, Codes: cfg.Codes, Proofs: cfg.Proofs, FrameAncestors: cfg.FrameAncestors, ReturnTo: cfg.ReturnTo,
		Authenticators: cfg.Authenticators, ProfileOf: cfg.profileOf(models.Suspended), Attestation: cfg.Attestation, Log: cfg.Log, Now: cfg.Now,
	}
}

func (cfg Config) ofStanding() standing.Config {
	return standing.Config{
		Policy: cfg.assurance(), Rules: cfg.rules(), HeldFor: cfg.HeldFor, LoginGate: cfg.LoginGate, ReturnTo: cfg.ReturnTo,
		RPIDsAt:  func(origin string) []string { return webauthnsvc.RPIDsAt(cfg.RPs, origin) },
		Describe: described.Describe, Log: cfg.Log, Now: cfg.Now,
	}
}

func (cfg Config) ofAdmin() admin.Config {
	return admin.Config{
		Policy: cfg.assurance(), ResetApprovals: cfg.ResetApprovals, PasskeyAge: cfg.PasskeyAge, ReturnTo: cfg.ReturnTo,
		Log: cfg.Log, Now: cfg.Now,
	}
}

func (cfg Config) ofRecovery() recovery.Config {
	return recovery.Config{
		Policy: cfg.assurance(), RecoveryCodes: cfg.RecoveryCodes, KeepLastPasskey: cfg.KeepLastPasskey,
		ResetApprovals: cfg.ResetApprovals, Rules: cfg.rules(), Minter: cfg.Minter, Log: cfg.Log, Now: cfg.Now,
	}
}

func (cfg Config) ofCompromised() compromised.Config {
	c := cfg.Compromised
	c.Log, c.Now = cfg.Log, cfg.Now
	return c
}

// authenticator returns the name of an authenticator, or "" if it is unknown.
func (c Config) authenticator(aaguid uuid.UUID) string {
	if c.Authenticators != nil {
		if known := c.Authenticators(aaguid); known != nil {
			return known.Name
		}
	}
	return ""
}

package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// Assurance levels as Kratos and NIST SP 800-63B name them.
const (
	AAL1 = "aal1"
	AAL2 = "aal2"
)

// Session is what a decision needs of a Kratos session.
type Session struct {
	ID              uuid.UUID
	IdentityID      uuid.UUID
	Level           string // AAL1 or AAL2, as Kratos sees it
	AuthenticatedAt time.Time
	Methods         []Method
}

// Method is one entry of the session's authentication methods (Kratos: AMR), oldest first.
type Method struct {
	Name        string // "password", "totp", "oidc", …
	AAL         string
	CompletedAt time.Time
	Provider    string // with oidc
	ACR         string // with oidc, from Kratos versions that report it (upstream_acr); never evidence by itself
}

// Passkey is one passkey of the identity.
type Passkey struct {
	ID           uuid.UUID
	Usable       bool // neither suspended nor of a relying party that is no longer configured
	Standing     bool // not suspended: what it proved still counts
	CreatedAt    time.Time
	VerifiesUser bool // its user verification is initialised (WebAuthn L3 §4) and trusted
	// Disregarded: a recovery that verified the owner's address suspended it, since it may be another person's. It
	// counts for nothing, not even as a passkey that the owner would have to use.
	Disregarded bool
}

// Factor is a factor at Kratos that is held now, with its provenance.
type Factor struct {
	ID          uuid.UUID
	Kind        string
	Ref         string // of a webauthn or passkey credential: its ID in base64url
	Fingerprint [32]byte
	FirstSeenAt time.Time
	Vouched     bool
	VouchedAt   *time.Time
	How         string    // store.VouchedFirstPasskey, …; "" while it is not vouched
	Disowned    bool      // the person said that it is not theirs, and Kratos kept it
	Unsure      bool      // it counts as present only because Kratos gave no clear answer
	Provider    string    // of a link to another provider
	ChangedAt   time.Time // of a first factor: when Kratos last changed it, at the latest; zero where it does not say
}

// Facts are all that a decision rests on.
type Facts struct {
	Now     time.Time
	Session Session
	// Role: the identity has a role in the console, so that stricter rules apply.
	Role bool
	// VerifiedAddress: one of the identity's addresses is verified.
	VerifiedAddress bool
	// OwnersRecovery: the session was begun by a recovery at the address beside which disregarded passkeys were set up.
	OwnersRecovery bool

	Passkeys []Passkey
	StepUp   *store.StepUp
	// Logins are the sessions that passkeys created: this one, and those whose session is not known yet.
	Logins []store.PasskeySession
	Grant  *store.Recovery

	// Factors are those that Kratos holds. Asked is false where Kratos was not asked; then none of them counts.
	Factors []Factor
	Asked   bool
	// First are the first factors that Kratos holds, with the same proviso.
	First []Factor
	// DisownedKinds are the kinds of which a factor is disowned and still at Kratos, as far as was seen.
	DisownedKinds []string
	// LostAt is when a factor that was seen at Kratos was last found gone; nil: none was.
	LostAt *time.Time
}

// Policy holds the settings that decisions depend on.
type Policy struct {
	Freshness          time.Duration
	FirstPasskeyWithin time.Duration // 0: any age
	// FirstPasskeyNeedsAddress: policy.first_passkey_needs is verified_address.
	FirstPasskeyNeedsAddress bool
	UVPasskeyIsAAL2          bool
	UVNotTrusted             []uuid.UUID // AAGUIDs whose user verification verifies no user
	RPIDs                    []string    // the relying parties that are configured
	RecoveryCodes            bool
	RecoveryCodeIsAAL2       bool
	Provider                 string // our provider's ID at Kratos; "" where logins end in no Kratos session
	PasskeyAge               time.Duration
}

// Passkey takes over what a decision needs of a row.
func (p Policy) Passkey(row store.Passkey) Passkey {
	return Passkey{
		ID:           row.ID,
		CreatedAt:    row.CreatedAt,
		Usable:       row.SuspendedAt == nil && slices.Contains(p.RPIDs, row.RPID),
		Standing:     row.SuspendedAt == nil,
		VerifiesUser: p.VerifiesUser(row),
		Disregarded:  row.Disregarded(),
	}
}

// VerifiesUser tells whether the UV flag of a passkey's assertions counts. It does once it is initialised (WebAuthn L3
// §4, uvInitialized), unless the authenticator's make is listed as one whose UV is no verification.
func (p Policy) VerifiesUser(row store.Passkey) bool {
	return row.UVInitialized && !slices.Contains(p.UVNotTrusted, row.AAGUID)
}

// HoldsPasskey tells whether the identity has a passkey here. A suspended one counts: taking a passkey away from the
// person must not make the password sufficient again.
func (f Facts) HoldsPasskey() bool {
	return slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return !p.Disregarded })
}

// Counting is how many passkeys count towards the limit.
func (f Facts) Counting() int {
	counting := 0
	for _, p := range f.Passkeys {
		if !p.Disregarded {
			counting++
		}
	}
	return counting
}

// HoldsUsablePasskey tells whether one of them could be used now.
func (f Facts) HoldsUsablePasskey() bool {
	return slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return p.Usable })
}

func (f Facts) passkey(id uuid.UUID) (Passkey, bool) {
	i := slices.IndexFunc(f.Passkeys, func(p Passkey) bool { return p.ID == id })
	if i < 0 {
		return Passkey{}, false
	}
	return f.Passkeys[i], true
}

// vouches: Kratos names the kind that was used and not the factor, so every factor of that kind must be vouched.
func (f Facts) vouches(kind string) bool {
	found := false
	for _, one := range f.Factors {
		if one.Kind != kind {
			continue
		}
		if !one.Vouched || one.Disowned || !KnownKind(kind) {
			return false
		}
		found = true
	}
	return found
}

package assurance

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// Assurance levels as in Kratos and NIST SP 800-63B.
const (
	AAL1 = "aal1"
	AAL2 = "aal2"
)

// Session is the part of a Kratos session that a decision needs.
type Session struct {
	ID              uuid.UUID
	IdentityID      uuid.UUID
	Level           string // AAL1 or AAL2, as reported by Kratos
	AuthenticatedAt time.Time
	Methods         []Method
}

// Method is one of the session's authentication methods (Kratos: AMR), oldest first.
type Method struct {
	Name        string // "password", "totp", "oidc", …
	AAL         string
	CompletedAt time.Time
	Provider    string // with oidc
	ACR         string // with oidc, from Kratos versions that report it (upstream_acr); never evidence by itself
}

// Passkey is one passkey of the identity.
type Passkey struct {
	ID uuid.UUID
	// Usable: neither suspended, nor of a relying party that is no longer configured, nor refused for its backup flags.
	Usable       bool
	Standing     bool // not suspended: its evidence still counts
	CreatedAt    time.Time
	VerifiesUser bool // its user verification is initialised (WebAuthn L3 §4) and trusted
	// InitializedBy are the passkeys and factors on which the initialisation of its user verification rested.
	InitializedBy []uuid.UUID
	// Disregarded reports that a recovery which verified the owner's address suspended it, since it may belong to
	// another person. It counts for nothing, not even as a passkey that the owner would have to use.
	Disregarded bool
}

// Factor is a factor that Kratos currently holds, with its provenance.
type Factor struct {
	ID          uuid.UUID
	Kind        string
	Ref, Name   string // of a webauthn or passkey credential: its ID in base64url, and its name at Kratos
	Fingerprint [32]byte
	FirstSeenAt time.Time
	Vouched     bool
	VouchedAt   *time.Time
	VouchedBy   []uuid.UUID
	How         string    // store.VouchedFirstPasskey, …; "" while it is not vouched
	Disowned    bool      // the user said that it is not theirs, and Kratos kept it
	Unsure      bool      // present only because Kratos gave no clear answer
	Provider    string    // of a link to another provider
	ChangedAt   time.Time // as of HeldFactor
	Original    bool      // as of HeldFactor
	SetUpAt     time.Time // when it existed at the latest, by Kratos' clock; zero if unknown
	SeenSince   time.Time // since when it has been seen without interruption, by our clock
	Gone        bool      // in UsedWith: Kratos no longer holds it
}

// GoneFactor is a factor that Kratos no longer holds.
type GoneFactor struct {
	Kind    string
	At      time.Time // when it was found missing, by our clock
	Vouched bool
}

// Facts are everything that a decision depends on.
type Facts struct {
	Now     time.Time
	Session Session
	// Role reports that the identity has a role, so that stricter rules apply.
	Role bool
	// VerifiedAddress reports that one of the identity's addresses is verified.
	VerifiedAddress bool
	// Freshness is Policy.Freshness for this identity, if it has one of its own; 0: it does not.
	Freshness time.Duration
	// OwnersRecovery reports that the session was begun by the recovery that took the account back from another person.
	OwnersRecovery bool

	Passkeys []Passkey
	// Removed are passkeys that the user removed, and of which something was kept: what they vouched for and initialised
	// counts until they are disowned.
	Removed []uuid.UUID
	StepUp  *store.StepUp
	// Logins are the sessions that passkeys created: this one, and those whose session is not known yet and may be this one.
	Logins []store.PasskeySession
	// LoginsUnclear reports that there may be further ones of the latter, so that none of them is claimed.
	LoginsUnclear bool
	Grant         *store.Recovery

	// Factors are those that Kratos holds. If Kratos was not asked, Asked is false and none of them counts.
	Factors []Factor
	Asked   bool
	// First are the first factors that Kratos holds, likewise.
	First []Factor
	// UsedWith are the recorded first factors with which a passkey was used together in this session, while all of them
	// are vouched for (store.StepUp, UsedWith). The user may have replaced them at Kratos since.
	UsedWith []Factor
	// DisownedKinds are the kinds with a factor that was disowned and, when last seen, was still at Kratos.
	DisownedKinds []string
	// RecoveredAt is when the account was taken back from another person; nil if it was not.
	RecoveredAt *time.Time
	// SettingsAt is when the settings gate last let a fresh session change something at Kratos; nil if it has not.
	SettingsAt *time.Time
	// SettingsPasskeys and SettingsFactors are the passkeys and the factors at Kratos on which that session rested.
	SettingsPasskeys, SettingsFactors []uuid.UUID
	// LostAt is when a known factor was last found missing at Kratos; nil if none was.
	LostAt *time.Time
	// Gone are the known factors that Kratos no longer holds, first factors as well.
	Gone []GoneFactor
}

// Policy holds the settings that decisions depend on.
type Policy struct {
	Freshness          time.Duration
	FirstPasskeyWithin time.Duration // 0: any age
	// FirstPasskeyNeedsAddress is set if policy.first_passkey_needs is verified_address.
	FirstPasskeyNeedsAddress bool
	UVPasskeyIsAAL2          bool
	UVNotTrusted             []uuid.UUID // AAGUIDs whose user verification does not count
	RPIDs                    []string    // the configured relying parties
	RecoveryCodes            bool
	RecoveryCodeIsAAL2       bool
	Provider                 string // our provider's ID at Kratos; "" if logins create no Kratos session
	// ClocksApart reports whether the clocks of Kratos and Latchkey are known to differ; nil: they are not.
	ClocksApart func() bool
	// KratosAhead returns how far Kratos' clock is ahead of ours, negative if it is behind, and false if that is unknown,
	// which nil means as well.
	KratosAhead func() (ahead time.Duration, known bool)
	PasskeyAge  time.Duration
	// BackupFlagsMayChange is set if webauthn.backup_flags is accept.
	BackupFlagsMayChange bool
}

// FreshFor returns how long the session is fresh after a use of something that counts.
func (p Policy) FreshFor(f Facts) time.Duration { return cmp.Or(f.Freshness, p.Freshness) }

// Passkey converts a row for a decision.
func (p Policy) Passkey(row store.Passkey) Passkey {
	return Passkey{
		ID:           row.ID,
		CreatedAt:    row.CreatedAt,
		Usable:       row.SuspendedAt == nil && slices.Contains(p.RPIDs, row.RPID) && (row.BackupFlagsAt == nil || p.BackupFlagsMayChange),
		Standing:     row.SuspendedAt == nil,
		VerifiesUser: p.VerifiesUser(row), InitializedBy: row.UVInitializedBy,
		Disregarded: row.Disregarded(),
	}
}

// VerifiesUser reports whether the UV flag of a passkey's assertions counts. It does once it is initialised (WebAuthn
// L3 §4, uvInitialized), unless the authenticator's model is listed as untrusted.
func (p Policy) VerifiesUser(row store.Passkey) bool {
	return row.UVInitialized && !slices.Contains(p.UVNotTrusted, row.AAGUID)
}

// AnyUsable reports whether at least one of the passkeys can be used: it is not suspended, and its relying party is
// configured.
func (p Policy) AnyUsable(rows []store.Passkey) bool {
	return slices.ContainsFunc(rows, func(row store.Passkey) bool { return p.Passkey(row).Usable })
}

// Ours reports whether a method is a login at our own provider.
func (p Policy) Ours(m Method) bool {
	return m.Name == "oidc" && p.Provider != "" && m.Provider == p.Provider
}

// HoldsPasskey reports whether the identity has a passkey at Latchkey. A suspended one counts: suspending a user's
// passkey must not make the password sufficient again.
func (f Facts) HoldsPasskey() bool {
	return slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return !p.Disregarded })
}

// HoldsUsablePasskey reports whether at least one of them can be used.
func (f Facts) HoldsUsablePasskey() bool {
	return slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return p.Usable })
}

// Counting returns the number of passkeys that count towards the limit.
func (f Facts) Counting() int {
	counting := 0
	for _, p := range f.Passkeys {
		if !p.Disregarded {
			counting++
		}
	}
	return counting
}

func (f Facts) passkey(id uuid.UUID) (Passkey, bool) {
	i := slices.IndexFunc(f.Passkeys, func(p Passkey) bool { return p.ID == id })
	if i < 0 {
		return Passkey{}, false
	}
	return f.Passkeys[i], true
}

// allStand reports whether what rests on all these passkeys counts: each stands, or was kept when it was removed.
func (f Facts) allStand(ids []uuid.UUID) bool {
	return !slices.ContainsFunc(ids, func(id uuid.UUID) bool {
		passkey, held := f.passkey(id)
		return !(held && passkey.Standing) && !slices.Contains(f.Removed, id)
	})
}

func (factor Factor) isRow(row store.Factor) bool {
	return row.Kind == factor.Kind && row.Fingerprint == factor.Fingerprint
}

func (factor Factor) withRow(row store.Factor) Factor {
	factor.ID, factor.FirstSeenAt = row.ID, row.FirstSeenAt
	factor.Vouched, factor.VouchedAt, factor.How = row.VouchedAt != nil, row.VouchedAt, row.How
	factor.VouchedBy = row.VouchedBy
	factor.Disowned = row.DisownedAt != nil
	if row.GoneAt != nil {
		return factor // it has just returned: nothing is known about the time before
	}
	factor.SeenSince = row.SeenAt
	if row.FirstSeenAt.After(row.SeenAt) {
		factor.SeenSince = row.FirstSeenAt
	}
	if set := row.SetUpAt; set != nil && (factor.SetUpAt.IsZero() || set.Before(factor.SetUpAt)) {
		factor.SetUpAt = *set
	}
	return factor
}

// fromBefore reports whether a factor is older than every passkey.
func (factor Factor) fromBefore() bool {
	return factor.How == store.VouchedFirstPasskey || factor.How == store.VouchedImport
}

// unvouch ends the vouch of a factor.
func (factor *Factor) unvouch() {
	factor.Vouched, factor.VouchedAt, factor.How, factor.VouchedBy = false, nil, "", nil
}

// unrecordable reports that a factor is not recorded, because Kratos has not said clearly that it is one.
func (factor Factor) unrecordable() bool { return factor.Unsure && factor.ID == uuid.Nil }

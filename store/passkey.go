package store

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
)

// Passkey is one WebAuthn credential of one identity (WebAuthn L3 §4, "credential record").
type Passkey struct {
	ID           uuid.UUID // UUIDv7, generated here; used in URLs and by support
	IdentityID   uuid.UUID // the Kratos identity
	CredentialID []byte    // 1 to 1023 bytes, unique across all identities
	UserHandle   []byte    // 1 to 64 bytes
	// HandleUnknown: the passkey was imported, and UserHandle is one of its identity's aliases (PasskeyImport), perhaps that
	// of another passkey. The first assertion that presents an alias sets it.
	HandleUnknown bool
	RPID          string
	Name          string
	Record        []byte // go-webauthn's Credential as JSON, as registered; values that change are in the fields below
	AAGUID        uuid.UUID
	// KeyIdentifier is that of a U2F key whose attestation was verified, else "" (authenticator.Model).
	KeyIdentifier string
	// BackupEligible is the BE flag, fixed at registration. Nil: unknown (imported without flags) until the first assertion.
	BackupEligible *bool
	BackedUp       bool // the BS flag of the last assertion
	SignCount      uint32
	CreatedAt      time.Time
	LastUsedAt     *time.Time
	SuspendedAt    *time.Time
	SuspendedFor   string // SuspendedForVerification, or empty for any other cause
	SuspendedBy    string // one of the other causes; empty: an earlier build has suspended it
	CloneWarningAt *time.Time
	// BackupFlagsAt is when an assertion was refused because its BE flag is not BackupEligible. Nil again once one is
	// accepted.
	BackupFlagsAt *time.Time
	// UVInitialized is uvInitialized of WebAuthn L3 §4. Until it is true, the UV flag of assertions is ignored.
	UVInitialized bool
	// UVInitializedBy are the passkeys and factors on which an initialisation by a step-up rested. When one of these passkeys
	// is deleted or suspended, or one of these factors is disowned, UVInitialized becomes false (but see Removal.Keep).
	// Empty: it rests on none, as if it was set at the registration.
	UVInitializedBy []uuid.UUID
	ConfirmedAt     *time.Time // for a user with a role: when another admin confirmed it
	// StepUpOnly: it was imported as a second factor, and is never a first one.
	StepUpOnly bool
	Source     string     // SourceHere, SourceKratos, SourceHanko, or what an imported file says
	ImportedAt *time.Time // nil: it was registered here
}

// Model returns the model, which an authenticator may claim falsely unless its attestation was verified.
func (p Passkey) Model() authenticator.Model {
	return authenticator.Model{AAGUID: p.AAGUID, KeyIdentifier: p.KeyIdentifier}
}

// Where a passkey was registered.
const (
	SourceHere   = ""
	SourceKratos = "kratos"
	SourceHanko  = "hanko" // teamhanko/passkeys
)

// The causes of a suspension.
const (
	SuspendedByStaff = "staff"
	SuspendedByClone = "clone" // clone detection
	// SuspendedForInactivity: the identity is inactive at Kratos. It ends when that does.
	SuspendedForInactivity = "inactivity"
	// SuspendedAsCompromised: FIDO's metadata reports the model as compromised. It ends when that does.
	SuspendedAsCompromised = "compromised"
	// SuspendedForVerification: the passkey is older than the first verification of the identity's address, which happened
	// in a recovery by the owner of the address.
	SuspendedForVerification = "verification"
)

// AwaitsActivity reports whether a passkey is suspended only because its identity is inactive at Kratos.
func (p Passkey) AwaitsActivity() bool { return p.SuspensionCause() == SuspendedForInactivity }

// EndsByItself reports whether a passkey is suspended only until its identity is active again, or its model is no longer compromised.
func (p Passkey) EndsByItself() bool {
	return p.AwaitsActivity() || p.SuspensionCause() == SuspendedAsCompromised
}

// KnownSuspension reports whether a cause is one of SuspendedFor or SuspendedBy.
func KnownSuspension(suspendedFor, suspendedBy string) bool {
	return (suspendedFor == "" || suspendedFor == SuspendedForVerification) &&
		slices.Contains([]string{"", SuspendedByStaff, SuspendedByClone, SuspendedForInactivity, SuspendedAsCompromised}, suspendedBy)
}

// Disregarded reports whether the passkey may belong to another person, since it was suspended for a verification. Unlike
// other suspended passkeys, it does not count as held.
func (p Passkey) Disregarded() bool { return p.SuspendedFor == SuspendedForVerification }

// SuspensionCause returns why the passkey is suspended, or "" if it is not. If that is unknown, it counts as staff's, which
// nobody else ends.
func (p Passkey) SuspensionCause() string {
	switch {
	case p.SuspendedAt == nil:
		return ""
	case p.SuspendedFor != "":
		return p.SuspendedFor
	case p.SuspendedBy == "":
		return SuspendedByStaff
	}
	return p.SuspendedBy
}

// HeldSince returns since when the passkey has been here.
func (p Passkey) HeldSince() time.Time {
	if p.ImportedAt != nil {
		return *p.ImportedAt
	}
	return p.CreatedAt
}

// NewPasskey is a finished registration.
type NewPasskey struct {
	Passkey   Passkey
	Challenge Challenge
	// Limit is the maximum number of passkeys of the identity, including this one; 1 to 256. With First, the identity must
	// have none. Passkeys that are suspended for a verification are not counted.
	Limit int
	First bool
	// Recovery is the session whose recovery has the enrolment grant, which is used by this. Zero: none is needed.
	Recovery uuid.UUID
	// Replaces is a passkey of the identity with the same credential ID that is suspended for a verification. It is
	// deleted. Zero: none.
	Replaces uuid.UUID
	// Removes are passkeys of the identity that are suspended for a verification. Those that still are become tombstones.
	Removes []uuid.UUID
	// Unverified are the addresses of an identity that has verified none, for the record of its first passkey.
	Unverified []UnverifiedAddress
	By         Evidence
	Event      AuditEvent
}

// Assertion is a finished login or step-up: the changes by a verified assertion.
type Assertion struct {
	PasskeyID     uuid.UUID
	Challenge     Challenge
	SeenSignCount uint32 // the count that the caller has read; the write requires that it is unchanged
	SignCount     uint32 // the count to store; never below SeenSignCount
	// BackupEligible is stored only if the row's is unknown, or with BackupChanged.
	BackupEligible bool
	BackupChanged  bool
	BackedUp       bool
	CloneWarning   bool               // mark the row
	InitializeUV   *Evidence          // set UVInitialized, which then rests on this; nil: do not
	UVCounts       bool               // the caller relies on UVInitialized; the write requires that it is still set
	StepUp         *StepUp            // stored in the same commit; nil for a login
	Code           *AuthorizationCode // stored in the same commit, never with a StepUp; nil if the login has none
	// UserHandle is the one that a passkey with HandleUnknown has presented. The write requires that it is an alias of the
	// identity, and stores it. Nil: none was presented, or the passkey's is known.
	UserHandle []byte
	At         time.Time
	Event      AuditEvent
}

// Suspicion is an assertion whose counter has decreased, or with BackupFlags one whose BE flag has changed. It only
// spends the challenge and marks the row.
type Suspicion struct {
	PasskeyID   uuid.UUID
	Challenge   Challenge
	BackupFlags bool
	Suspend     bool // also suspend the passkey
	At          time.Time
	Ending      Ending // with Suspend
	Event       AuditEvent
}

// Removal is the removal of a passkey of an identity.
type Removal struct {
	IdentityID, PasskeyID uuid.UUID
	By                    Evidence
	KeepLast              bool // do not remove the last usable (not suspended) passkey
	// Keep lets what the passkey vouched for and initialised count on, until the user disowns the passkey: UVInitialized of
	// other passkeys, and the vouches of KeepVouched kinds of factors. That then also rests on the others of By.Passkeys.
	Keep        bool
	KeepVouched []string
	Ending      Ending
	Event       AuditEvent
}

// PasskeyFilter restricts ListPasskeys. Nil fields match all.
type PasskeyFilter struct {
	ID         *uuid.UUID
	IdentityID *uuid.UUID
	AAGUID     *uuid.UUID
	// KeyIdentifier is "" for passkeys without one.
	KeyIdentifier *string
	RPID          *string
	Synced        *bool      // by BackedUp
	UnusedSince   *time.Time // neither used nor created since
	CreatedSince  *time.Time
	CreatedUntil  *time.Time // before it
	CloneWarning  *bool
	Suspended     *bool
}

// Passkeys stores the passkeys.
type Passkeys interface {
	// PasskeyByCredentialID returns a passkey by its credential ID, or ErrNotFound. It is the only read of a login.
	PasskeyByCredentialID(ctx context.Context, credentialID []byte) (Passkey, error)
	// Passkey returns a passkey by its row ID, or ErrNotFound.
	Passkey(ctx context.Context, id uuid.UUID) (Passkey, error)
	// PasskeysOf lists all passkeys of an identity, oldest first, including suspended ones.
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]Passkey, error)
	// ListPasskeys lists the passkeys of all identities, newest first.
	ListPasskeys(ctx context.Context, filter PasskeyFilter, page Page) ([]Passkey, error)

	// CreatePasskey stores a registration, spends its challenge and deletes the tombstone of the credential ID, in one
	// transaction. It returns the first that applies of ChallengeSpent, BeingReset, CredentialTaken, EvidenceGone,
	// NotFirstPasskey, PasskeyLimit and RecoveryUsed.
	CreatePasskey(ctx context.Context, n NewPasskey) error
	// UsePasskey stores the changes by an assertion and spends its challenge, in one round trip and one commit. It
	// returns ChallengeSpent; BeingReset; EvidenceGone for InitializeUV; or PasskeyChanged if the counter is not
	// SeenSignCount, if UVCounts and user verification is not initialised, or if the passkey is suspended or deleted:
	// then the caller must read it again and verify all of that again. It returns NotAnAlias for UserHandle.
	UsePasskey(ctx context.Context, a Assertion) error
	// SuspectPasskey spends the challenge and marks the row. With Suspend, it also does what SuspendPasskey does. It returns
	// ChallengeSpent or ErrNotFound.
	SuspectPasskey(ctx context.Context, s Suspicion) (ended []SessionEnding, err error)

	// ConfirmPasskey records that another admin has confirmed a passkey. It is idempotent: for a confirmed one it writes
	// nothing, not even the event. It returns ErrNotFound.
	ConfirmPasskey(ctx context.Context, id uuid.UUID, at time.Time, event AuditEvent) error
	// RenamePasskey sets the name of a passkey of the identity. It returns ErrNotFound.
	RenamePasskey(ctx context.Context, identityID, id uuid.UUID, name string, event AuditEvent) error
	// DeletePasskey deletes a passkey of the identity and everything it granted, writes its tombstone, and stores and
	// returns the session endings. It returns the first that applies of ErrNotFound, EvidenceGone and LastPasskey.
	DeletePasskey(ctx context.Context, r Removal) (ended []SessionEnding, err error)
	// PasskeyRemoved reports whether DeletePasskey or DisownPasskey removed a passkey of the identity.
	PasskeyRemoved(ctx context.Context, identityID, id uuid.UUID) (bool, error)
	// CredentialRemoved reports whether a passkey of the identity with that credential ID was ever removed, other than with the
	// whole identity. Unlike a tombstone, that does not end when anybody registers the credential ID, nor with time.
	CredentialRemoved(ctx context.Context, identityID uuid.UUID, credentialID []byte) (bool, error)
	// DisownPasskey does what DeletePasskey does, also for a passkey that is removed already, ends what was kept of it,
	// deletes what recovery codes granted, and revokes the admin keys of AdminKeysMadeWith, which it returns. With
	// codes, it also does what ReplaceRecoveryCodes does, in the same transaction, whatever the age
	// of the earlier ones; it then may also return BeingReset, and the precedence of errors is not defined. For a passkey
	// that is disowned already it does not record the event again, and returns CodesJustMade like ReplaceRecoveryCodes.
	DisownPasskey(ctx context.Context, d Disowning) (ended []SessionEnding, revoked []AdminKey, err error)
	// SuspendPasskey suspends a passkey, deletes everything it granted (step-ups, passkey sessions, authorization codes, gate
	// passes), and stores and returns the session endings. With keepLast it returns LastPasskey for the last usable passkey, and
	// for one whose suspension EndsByItself, if no other is usable.
	// It is idempotent: for a suspended passkey it records no event and ends no session, unless that was suspended for inactivity
	// or as compromised, which becomes a suspension by staff. It returns ErrNotFound.
	SuspendPasskey(ctx context.Context, id uuid.UUID, end Ending, keepLast bool, event AuditEvent) (ended []SessionEnding, err error)
	// ResumePasskey ends a suspension, by whomever, and clears the clone warning. It is idempotent. It returns ErrNotFound
	// also for a passkey that is suspended for a verification.
	ResumePasskey(ctx context.Context, id uuid.UUID, event AuditEvent) error
}

// Disowning is the removal of a passkey that the user does not recognise. An attacker who registered it may know the
// recovery codes, so the codes are replaced in the same transaction. What codes granted is deleted in any case.
type Disowning struct {
	Removal
	Codes     []RecoveryCode // the new codes; none: the identity's codes remain
	CodesMade AuditEvent     // recorded if there are codes
	// KeyRevoked returns the audit event of an admin key that is revoked because it was made with the passkey. It must have
	// no side effects, since the transaction may be retried.
	KeyRevoked func(AdminKey) AuditEvent
}

// UnverifiedAddress is an address that Kratos had not verified when the first passkey was set up.
type UnverifiedAddress struct {
	Fingerprint []byte `json:"fingerprint"` // 32 bytes
	// VerifiedAt is Kratos' time of the verification, as first seen here: Kratos renews it with every verification. Nil: not
	// verified yet.
	VerifiedAt *time.Time `json:"verified_at,omitempty"`
}

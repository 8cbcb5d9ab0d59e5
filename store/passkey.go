package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Passkey is one WebAuthn credential of one identity (WebAuthn L3 §4, "credential record").
type Passkey struct {
	ID           uuid.UUID // UUIDv7, ours; what URLs and support staff name
	IdentityID   uuid.UUID // the Kratos identity
	CredentialID []byte    // 1 to 1023 bytes, unique over all identities
	UserHandle   []byte    // 1 to 64 bytes
	RPID         string
	Name         string
	Record       []byte // go-webauthn's Credential as JSON, as registered; the columns below are what moves
	AAGUID       uuid.UUID
	// BackupEligible is the BE flag, fixed at registration. Nil: unknown (imported without flags) until the first
	// assertion tells.
	BackupEligible *bool
	BackedUp       bool // the BS flag of the last assertion
	SignCount      uint32
	CreatedAt      time.Time
	LastUsedAt     *time.Time
	SuspendedAt    *time.Time
	SuspendedFor   string // SuspendedByAdmin (which clone detection counts as), or SuspendedForVerification
	CloneWarningAt *time.Time
	// UVInitialized: the authenticator is known to verify its user (WebAuthn L3 §4). Until then UV does not count.
	UVInitialized bool
	ConfirmedAt   *time.Time // when another admin confirmed it, for a person with a role
}

// Why a passkey is suspended.
const (
	SuspendedByAdmin = ""
	// SuspendedForVerification: the owner of the identity's address recovered the account, which verified the address
	// for the first time, and the passkey is older than that.
	SuspendedForVerification = "verification"
)

// Disregarded tells whether a recovery that verified the owner's address suspended the passkey, since it may be another
// person's. It counts for nothing, not even as held.
func (p Passkey) Disregarded() bool { return p.SuspendedFor == SuspendedForVerification }

// NewPasskey is a finished registration.
type NewPasskey struct {
	Passkey   Passkey
	Challenge Challenge
	// Limit is how many passkeys the identity may hold, this one included; 1 to 256. With First, it must have none. Those
	// that are suspended for a verification do not count.
	Limit int
	First bool
	// Recovery is the session whose recovery gives leave for this, which is used up; zero: no leave is needed.
	Recovery uuid.UUID
	// Replaces is the identity's passkey of the same credential ID, which is suspended for a verification: it is deleted. Zero:
	// there is none.
	Replaces uuid.UUID
	// By are the passkeys whose evidence allows this; all must stand, not suspended, when this is written.
	By    []uuid.UUID
	Event AuditEvent
}

// Assertion is a finished login or step-up: what one verified assertion changes.
type Assertion struct {
	PasskeyID     uuid.UUID
	Challenge     Challenge
	SeenSignCount uint32 // the count that was read and judged; the write happens only if it still stands
	SignCount     uint32 // the count to store; never below SeenSignCount
	// BackupEligible is written only where the row's is unknown.
	BackupEligible bool
	BackedUp       bool
	CloneWarning   bool               // mark the row
	InitializeUV   bool               // from now on its UV counts
	StepUp         *StepUp            // written in the same commit; nil for a login
	Code           *AuthorizationCode // written in the same commit; nil where the login ends in none
	At             time.Time
	Event          AuditEvent
}

// Suspicion is an assertion whose counter went back: the challenge is spent and the row marked, and that is all.
type Suspicion struct {
	PasskeyID uuid.UUID
	Challenge Challenge
	Suspend   bool // pause the passkey as well
	At        time.Time
	Event     AuditEvent
}

// PasskeyFilter narrows ListPasskeys; nil members do not.
type PasskeyFilter struct {
	IdentityID   *uuid.UUID
	AAGUID       *uuid.UUID
	RPID         *string
	Synced       *bool      // by BackedUp
	UnusedSince  *time.Time // neither used nor created since then
	CloneWarning *bool
	Suspended    *bool
}

// Passkeys keeps the passkeys.
type Passkeys interface {
	// PasskeyByCredentialID is the login's one read: a single index look-up. ErrNotFound.
	PasskeyByCredentialID(ctx context.Context, credentialID []byte) (Passkey, error)
	// Passkey by our own ID. ErrNotFound.
	Passkey(ctx context.Context, id uuid.UUID) (Passkey, error)
	// PasskeysOf lists all passkeys of an identity, oldest first, suspended ones included.
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]Passkey, error)
	// ListPasskeys lists over all identities, newest first.
	ListPasskeys(ctx context.Context, filter PasskeyFilter, page Page) ([]Passkey, error)

	// CreatePasskey stores a registration and spends its challenge, in one transaction.
	// ChallengeSpent, BeingReset, CredentialTaken, EvidenceGone, NotFirstPasskey, PasskeyLimit, RecoveryUsed (the
	// earlier ones first). It ends the tombstone of the credential ID.
	CreatePasskey(ctx context.Context, n NewPasskey) error
	// UsePasskey stores what an assertion changes and spends its challenge, in one round trip and one commit.
	// ChallengeSpent; BeingReset; PasskeyChanged when the counter is no longer SeenSignCount, or the row is suspended or gone:
	// then the caller reads again and judges again.
	UsePasskey(ctx context.Context, a Assertion) error
	// SuspectPasskey spends the challenge and marks the row, and with Suspend does what SuspendPasskey does. ChallengeSpent,
	// ErrNotFound.
	SuspectPasskey(ctx context.Context, s Suspicion) (ended []PasskeySession, err error)

	// ConfirmPasskey notes that another admin has confirmed a passkey. Idempotent: on a confirmed one it writes nothing, no
	// event either. ErrNotFound.
	ConfirmPasskey(ctx context.Context, id uuid.UUID, at time.Time, event AuditEvent) error
	// RenamePasskey gives a passkey of that identity another name. ErrNotFound.
	RenamePasskey(ctx context.Context, identityID, id uuid.UUID, name string, event AuditEvent) error
	// DeletePasskey deletes a passkey of that identity and everything it granted, writes its tombstone, and returns
	// the passkey sessions that ended. by are the passkeys whose evidence allows this; all must stand, not suspended:
	// EvidenceGone. With keepLast the last usable (not suspended) passkey stays: LastPasskey. ErrNotFound,
	// before these two.
	DeletePasskey(ctx context.Context, identityID, id uuid.UUID, by []uuid.UUID, keepLast bool, event AuditEvent) (ended []PasskeySession, err error)
	// DisownPasskey does what DeletePasskey does, deletes what recovery codes have earned, and with codes does what
	// ReplaceRecoveryCodes does, in one transaction: with codes
	// BeingReset, too, and no promise which error comes first.
	DisownPasskey(ctx context.Context, d Disowning) (ended []PasskeySession, err error)
	// SuspendPasskey pauses a passkey and deletes everything it granted (step-ups, passkey sessions, authorization
	// codes, gate passes), of which it returns the passkey sessions; with keepLast the last usable one is not paused:
	// LastPasskey. ResumePasskey ends the pause and clears the clone warning. Both are idempotent: on a row that is so
	// already they write no event. ErrNotFound.
	SuspendPasskey(ctx context.Context, id uuid.UUID, at time.Time, keepLast bool, event AuditEvent) (ended []PasskeySession, err error)
	// SuspendForVerification is SuspendPasskey for SuspendedForVerification, also of one that is suspended already.
	SuspendForVerification(ctx context.Context, id uuid.UUID, at time.Time, event AuditEvent) (ended []PasskeySession, err error)
	ResumePasskey(ctx context.Context, id uuid.UUID, event AuditEvent) error
}

package store

import "errors"

// The sentinels. A driver maps its database's errors to them by code, never by text. Any other error means that the
// database did not answer: nothing was written, unless the answer to a commit was lost.
var (
	// ErrNotFound: there is no such row, or it belongs to another identity.
	ErrNotFound = errors.New("store: not found")
	// ErrConflict: the write violates a rule, or lost against a concurrent one, and nothing was written. The error is always
	// a Conflict, which names the rule.
	ErrConflict = errors.New("store: conflict")
	// ErrFault: the database refused the statement, and would refuse it again. Nothing was written. The cause is a fault of
	// the program, of the schema, or of the role's rights, and not something that passes (package bounded).
	ErrFault = errors.New("store: statement refused")
)

// Conflict is the rule that a refused write violates. Every Conflict is an ErrConflict.
type Conflict string

const (
	// ChallengeSpent: the ceremony was finished before, here or on another replica.
	ChallengeSpent Conflict = "challenge already spent"
	// CredentialTaken: the credential ID is registered, for this identity or another.
	CredentialTaken Conflict = "credential already registered"
	// PasskeyLimit: the identity has the maximum number of passkeys.
	PasskeyLimit Conflict = "passkey limit reached"
	// NotFirstPasskey: the passkey must be the identity's first, but the identity has one.
	NotFirstPasskey Conflict = "identity has a passkey already"
	// LastPasskey: the passkey is the identity's last usable one, which must be kept.
	LastPasskey Conflict = "last usable passkey"
	// PasskeyChanged: the passkey has changed since it was read: its counter, or it was suspended or deleted.
	PasskeyChanged Conflict = "passkey changed meanwhile"
	// NotAnAlias: the user handle that was presented is none of the identity's.
	NotAnAlias Conflict = "not a user handle of the identity"
	// RecoveryUsed: the enrolment grant of the recovery is used, or has expired.
	RecoveryUsed Conflict = "enrolment grant is used or expired"
	// EvidenceGone: some of the Evidence on which the change rests no longer stands.
	EvidenceGone Conflict = "evidence is gone"
	// CodesJustMade: unused codes of the same kind are younger than CodesApart.
	CodesJustMade Conflict = "codes were made just now"
	// NameTaken: an admin key with that name exists.
	NameTaken Conflict = "name already taken"
	// ParentRevoked: the creating admin key is revoked.
	ParentRevoked Conflict = "creating key is revoked"
)

func (c Conflict) Error() string { return "store: " + string(c) }

// Is makes every Conflict an ErrConflict.
func (c Conflict) Is(target error) bool { return target == ErrConflict }

package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// The kinds of a recovery code.
const (
	CodeOwn       = "own"       // of the person's own set
	CodeSupport   = "support"   // given by support
	CodeEnrolment = "enrolment" // for the first passkey of a person with a role
)

// The kinds of a recovery: what redeemed it.
const (
	RecoveryByCode      = "code"      // the person's own, or one from support
	RecoveryByEnrolment = "enrolment" // an enrolment code
)

// RecoveryCode is one code of an identity, known by its keyed hash only.
type RecoveryCode struct {
	Hash      [32]byte
	CreatedAt time.Time
	ExpiresAt *time.Time // nil in the person's own set
	UsedAt    *time.Time
	Kind      string // one of the three above
}

// Recovery is what a redeemed code gives one Kratos session: it counts as a second factor there, and one passkey may
// be registered until EnrolUntil. It hangs on no passkey, and dies with the session. One that was earned before there was
// a session waits for it under the identity's own ID, which is that of no session.
type Recovery struct {
	SessionID  uuid.UUID
	IdentityID uuid.UUID
	At         time.Time
	EnrolUntil time.Time
	EnrolledAt *time.Time // when the passkey was registered: the leave is used
	ExpiresAt  time.Time  // of the Kratos session; rows past it are purged
	Kind       string     // one of the two above
	// PassHash is, of one that waits, the gate pass that the same code earned. Until that is spent it has no session to wait
	// for. Zero: the code was redeemed in a session.
	PassHash [32]byte
}

// RecoveryBinding gives a waiting recovery its session.
type RecoveryBinding struct {
	IdentityID, SessionID uuid.UUID
	BegunAt               time.Time     // of the session: when its first method was completed
	Apart                 time.Duration // how far that may be from the beginning of the login that spent the pass
	ExpiresAt             time.Time     // of the session
	Now                   time.Time
}

// RecoveryTry is an attempt to redeem a code, before anybody has looked at the code.
type RecoveryTry struct {
	IdentityID uuid.UUID
	At         time.Time
	// Limit wrong tries, with never more than Quiet between two of them, lock the identity's codes for LockFor.
	Limit          int
	Quiet, LockFor time.Duration
}

// RecoveryVerdict is what a try comes to. The zero one is a wrong code without a record.
type RecoveryVerdict struct {
	// Spend is the code to use up; nil: none was right. A right one clears the count of wrong tries.
	Spend *[32]byte
	// Uncounted takes the try back from the count. So that what costs no try cannot fill the log, an event of it is
	// written only where the identity has none of the same type and reason within LockFor before the try.
	Uncounted bool
	// Recovery or Pass is what the code has earned.
	Recovery *Recovery
	Pass     *GatePass
	Events   []AuditEvent
}

// RecoveryCodes keeps the codes, the tries and what was earned by them. All that changes the codes of one identity
// happens one after the other.
type RecoveryCodes interface {
	// RecoveryCodesOf lists all of an identity, in no order: used and expired ones included, until they are replaced
	// or purged.
	RecoveryCodesOf(ctx context.Context, identityID uuid.UUID) ([]RecoveryCode, error)
	// ReplaceRecoveryCodes makes these the identity's only ones, forgets wrong tries, and deletes what any code before has
	// earned: recoveries, waiting or of a session, and passes without a passkey. by are the passkeys
	// whose evidence allows this; all must stand, not suspended. BeingReset, EvidenceGone.
	ReplaceRecoveryCodes(ctx context.Context, identityID uuid.UUID, by []uuid.UUID, codes []RecoveryCode, event AuditEvent) error
	// PutSupportCode adds one that expires, in place of any of its kind before it, and forgets wrong tries. The person's
	// own set stays. BeingReset.
	PutSupportCode(ctx context.Context, identityID uuid.UUID, code RecoveryCode, event AuditEvent) error
	// RedeemRecoveryCode counts the try, shows judge all the identity's codes with the number of this try, and writes
	// its verdict, all in one transaction, in which no other try of that identity runs. Nobody learns a verdict whose
	// try is not counted: until it has committed there is none, and a caller who goes away does not stop it. judge
	// must have no effects, since a transaction may be run again. While the codes are locked judge is not asked and
	// nothing is written: lockedUntil is when that ends, and zero otherwise. BeingReset, before anything else.
	RedeemRecoveryCode(ctx context.Context, try RecoveryTry, judge func(codes []RecoveryCode, tries int) RecoveryVerdict) (lockedUntil time.Time, err error)
	// BindRecovery gives the identity's waiting recovery to a session, if its pass has been spent by a login that began no
	// further than Apart from when the session did, after the code was redeemed, and unless it is over by now. Of two
	// sessions one gets it. ErrNotFound, with nothing written, when there is none to give, or when the session has one.
	BindRecovery(ctx context.Context, b RecoveryBinding) error
	// ForgetRecovery deletes all codes and tries of an identity, and all that was earned by a code.
	ForgetRecovery(ctx context.Context, identityID uuid.UUID, event AuditEvent) error
	// PurgeRecoveries deletes, in bounded batches, recoveries of sessions that have expired and codes that expired
	// more than an hour ago, by the database's clock.
	PurgeRecoveries(ctx context.Context) (int64, error)
}

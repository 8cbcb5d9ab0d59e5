package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// The kinds of recovery codes.
const (
	CodeOwn       = "own"       // in the user's own set
	CodeSupport   = "support"   // issued by support
	CodeEnrolment = "enrolment" // for the first passkey of a user with a role
)

// CodesApart is how old codes must be before others of their kind replace them. Of several requests at once, only one must
// return codes: those of the others would not work.
const CodesApart = 10 * time.Second

// The kinds of recoveries, by the code that was redeemed.
const (
	RecoveryByCode      = "code"      // one of the user's own, or one from support
	RecoveryByEnrolment = "enrolment" // an enrolment code
)

// RecoveryCode is a code of an identity. Only its keyed hash is stored.
type RecoveryCode struct {
	Hash      [32]byte
	CreatedAt time.Time
	ExpiresAt *time.Time // nil for the user's own codes
	UsedAt    *time.Time
	Kind      string // CodeOwn, CodeSupport or CodeEnrolment
	// MadeWith are the passkeys and factors on which the session that created the user's own set rested. It is empty
	// for other codes and for those of an earlier build.
	MadeWith []uuid.UUID
}

// Recovery is what a redeemed code grants to one Kratos session: it counts as a second factor there, and includes a grant
// to enrol one passkey until EnrolUntil. It does not depend on a passkey, and ends with the session. A code that is
// redeemed before there is a session is stored under the identity's ID until the session is bound to it.
type Recovery struct {
	SessionID  uuid.UUID
	IdentityID uuid.UUID
	At         time.Time
	EnrolUntil time.Time
	EnrolledAt *time.Time // when the passkey was registered, which uses the grant
	ExpiresAt  time.Time  // expiry of the Kratos session; expired rows are purged
	Kind       string     // RecoveryByCode or RecoveryByEnrolment
	// PassHash is the hash of the gate pass that was granted for the same code. The recovery can be bound to a session only
	// after the pass is spent. Zero: the code was redeemed in a session.
	PassHash [32]byte
}

// RecoveryBinding binds a recovery to its session.
type RecoveryBinding struct {
	IdentityID, SessionID uuid.UUID
	BegunAt               time.Time     // when the session's first method was completed
	Apart                 time.Duration // the allowed difference to the beginning of the login that spent the pass
	ExpiresAt             time.Time     // expiry of the session
	Now                   time.Time
}

// RecoveryTry is an attempt to redeem a code, which is not compared yet.
type RecoveryTry struct {
	IdentityID uuid.UUID
	At         time.Time
	// Limit wrong tries, each less than Quiet after the previous one, lock the identity's codes for LockFor.
	Limit          int
	Quiet, LockFor time.Duration
}

// RecoveryVerdict is the result of a try. The zero value is a wrong code that is not recorded.
type RecoveryVerdict struct {
	// Spend is the code to mark as used; nil: none matched. It resets the number of wrong tries.
	Spend *[32]byte
	// Uncounted subtracts the try from the count again. To limit the log, its events are then recorded only if the identity
	// has none of the same type and reason within LockFor before the try.
	Uncounted bool
	// Recovery or Pass is what the code grants.
	Recovery *Recovery
	Pass     *GatePass
	Events   []AuditEvent
}

// RecoveryCodes stores the codes, the tries, and what redeemed codes granted. Changes to the codes of one identity are
// serialised.
type RecoveryCodes interface {
	// RecoveryCodesOf lists all codes of an identity in no particular order, including used and expired ones.
	RecoveryCodesOf(ctx context.Context, identityID uuid.UUID) ([]RecoveryCode, error)
	// ReplaceRecoveryCodes replaces all codes of the identity, resets the wrong tries, and deletes what earlier codes
	// granted: recoveries, bound or not, and passes without a passkey. It returns BeingReset, EvidenceGone or
	// CodesJustMade.
	ReplaceRecoveryCodes(ctx context.Context, identityID uuid.UUID, by Evidence, codes []RecoveryCode, event AuditEvent) error
	// PutSupportCode adds a code that expires, replaces earlier ones of its kind, and resets the wrong tries. The user's
	// own codes remain. Unless approval is zero, it also does what FinishApproval does, in the same transaction. It returns
	// BeingReset, CodesJustMade, and the errors of FinishApproval.
	PutSupportCode(ctx context.Context, identityID uuid.UUID, code RecoveryCode, approval uuid.UUID, event AuditEvent) error
	// RedeemRecoveryCode counts the try, passes all codes of the identity and the number of this try to judge, and writes
	// the verdict, in one transaction. Tries of one identity are serialised. No verdict is known before its try is
	// committed, and cancelling ctx does not stop the transaction. judge must have no side effects, since the transaction
	// may be retried. While the codes are locked, judge is not called and nothing is written; lockedUntil is the end of
	// the lock, and zero otherwise. It returns BeingReset before anything else.
	RedeemRecoveryCode(ctx context.Context, try RecoveryTry, judge func(codes []RecoveryCode, tries int) RecoveryVerdict) (lockedUntil time.Time, err error)
	// BindRecovery binds the identity's unbound recovery to a session, if its pass was spent by a login that began within
	// Apart of the session's beginning, the session began after the code was redeemed, and the grant has not expired by now.
	// Of two sessions one gets it. It returns ErrNotFound if there is no such recovery, or the session has one.
	BindRecovery(ctx context.Context, b RecoveryBinding) error
	// PurgeRecoveries deletes recoveries of sessions that have expired, and codes that expired more than an hour ago, by
	// the database's clock, in batches. It returns their number.
	PurgeRecoveries(ctx context.Context) (int64, error)
}

// redemptionLimit limits RedeemRecoveryCode without a deadline.
const redemptionLimit = 5 * time.Second

// Redemption returns the context of RedeemRecoveryCode. It ends at the deadline of ctx, but not when ctx is cancelled, so
// that no caller can learn a verdict without its try being counted. It is for drivers.
func Redemption(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := redemptionLimit
	if deadline, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(deadline))
	}
	return context.WithTimeout(context.WithoutCancel(ctx), limit)
}

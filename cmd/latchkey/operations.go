package main

import (
	"context"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/people"
	"latchkey/recovery"
	"latchkey/revocation"
)

// operations are the calls of support staff, at a running Latchkey or at the database.
type operations interface {
	// Passkeys returns one page and the token of the next, empty at the end.
	Passkeys(ctx context.Context, filter admin.PasskeyFilter, token string) ([]admin.Passkey, string, error)
	RevokePasskey(ctx context.Context, id uuid.UUID, reason string, endSessions, endCodes bool) (*admin.Revocation, error)
	SuspendPasskey(ctx context.Context, id uuid.UUID, reason string, endCodes bool) (*admin.Suspension, error)
	ResumePasskey(ctx context.Context, id uuid.UUID, reason string) (*admin.Passkey, error)
	ConfirmPasskey(ctx context.Context, id uuid.UUID, reason string) (*admin.Passkey, error)
	EnrolmentCode(ctx context.Context, identityID uuid.UUID, reason string) (*recovery.SupportCode, error)
	RecoveryCode(ctx context.Context, identityID uuid.UUID, reason string) (*recovery.SupportCode, error)
	Approvals(ctx context.Context, identityID *uuid.UUID, token string) ([]*recovery.Approval, string, error)
	Approve(ctx context.Context, id uuid.UUID) (*recovery.Approval, error)
	CancelApproval(ctx context.Context, id uuid.UUID, reason string) (*recovery.Approval, error)
	CollectCode(ctx context.Context, id uuid.UUID) (*recovery.SupportCode, error)
	// Identity accepts an ID, or an identifier that the user signs in with.
	Identity(ctx context.Context, whom string) (*people.IdentityDetails, error)
	// Policy explains which settings apply to a user.
	Policy(ctx context.Context, identityID uuid.UUID) (*people.PolicyOf, error)
	// EndSessions ends one Kratos session of a user, or all if sessionID is zero.
	EndSessions(ctx context.Context, identityID, sessionID uuid.UUID, reason string) (*admin.EndedSessions, error)
	Resets(ctx context.Context, filter recovery.ResetFilter, token string) ([]*recovery.Reset, string, error)
	StartReset(ctx context.Context, identityID uuid.UUID, reason, approvedBy string) (*recovery.Reset, error)
	ApproveReset(ctx context.Context, id uuid.UUID) (*recovery.Reset, error)
	// ContinueReset works on an open reset that is due, and returns it.
	ContinueReset(ctx context.Context, id uuid.UUID) (*recovery.Reset, error)
	CancelReset(ctx context.Context, id uuid.UUID, reason string) (*recovery.Reset, error)
	PreviewRevocation(ctx context.Context, filter revocation.Filter) (*revocation.Preview, error)
	StartRevocation(ctx context.Context, request revocation.Request) (*revocation.Revocation, error)
	Revocations(ctx context.Context, token string) ([]*revocation.Revocation, string, error)
	// RevocationPasskeys returns a revocation and one page of its passkeys, those with an outcome unless it is nil.
	RevocationPasskeys(ctx context.Context, id uuid.UUID, outcome *string, token string) (*revocation.Revocation, []revocation.Passkey, string, error)
	// ContinueRevocation works on an open revocation that is due, and returns it.
	ContinueRevocation(ctx context.Context, id uuid.UUID) (*revocation.Revocation, error)
}

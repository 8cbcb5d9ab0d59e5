package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// StepUp is the proof, bound to one Kratos session, that the person holds a passkey now. A session has at most
// one: a newer step-up replaces it. It dies with the passkey that made it.
type StepUp struct {
	SessionID    uuid.UUID // the Kratos session
	IdentityID   uuid.UUID
	Method       string // "passkey", or "login" when a login by passkey made the session
	PasskeyID    uuid.UUID
	UserVerified bool // UV of that assertion (WebAuthn L3 §6.1)
	At           time.Time
	ExpiresAt    time.Time // of the Kratos session; rows past it are purged
}

// Shown is what has been shown in a session, whatever its age; the caller knows what is fresh. Nil: nothing.
type Shown struct {
	StepUp   *StepUp
	Recovery *Recovery
}

// StepUps keeps them.
type StepUps interface {
	// ShownIn reads a session's step-up and recovery, in one round trip.
	ShownIn(ctx context.Context, sessionID uuid.UUID) (Shown, error)
	// PutStepUp stores that of a session which a login has just made, replacing any. It is the last look at the
	// passkey: when that has gone or been suspended meanwhile it writes nothing and says ErrNotFound.
	PutStepUp(ctx context.Context, u StepUp) error
	// PurgeStepUps deletes, in bounded batches, those of sessions that have expired by the database's clock.
	PurgeStepUps(ctx context.Context) (int64, error)
}

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
	Method       string // "passkey"
	PasskeyID    uuid.UUID
	UserVerified bool   // UV of that assertion (WebAuthn L3 §6.1), as far as it counts
	Origin       string // of the page
	At           time.Time
	ExpiresAt    time.Time // of the Kratos session; rows past it are purged
	// BesideAt is when a first factor that was used in this session was found vouched; nil: none was. A newer step-up of
	// the session keeps it.
	BesideAt *time.Time
}

// StepUps keeps them. They are written by UsePasskey and read by SessionFacts.
type StepUps interface {
	// PurgeStepUps deletes, in bounded batches, those of sessions that have expired by the database's clock.
	PurgeStepUps(ctx context.Context) (int64, error)
}

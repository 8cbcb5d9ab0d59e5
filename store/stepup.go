package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// StepUp is evidence, bound to one Kratos session, that the user holds a passkey now. A newer step-up of the session
// replaces it. It is deleted with its passkey.
type StepUp struct {
	SessionID    uuid.UUID // the Kratos session
	IdentityID   uuid.UUID
	Method       string // "passkey"
	PasskeyID    uuid.UUID
	UserVerified bool   // UV flag of the assertion (WebAuthn L3 §6.1), if the passkey's UV is initialised
	Origin       string // origin of the page
	At           time.Time
	ExpiresAt    time.Time // expiry of the Kratos session; expired rows are purged
	// UsedWith are the first factors at Kratos, used in this session, that were vouched for when the passkey was used
	// together with them; empty: none was found so far. A newer step-up of the session keeps it.
	UsedWith []uuid.UUID
}

// StepUps stores the step-ups. UsePasskey writes them, SessionFacts reads them.
type StepUps interface {
	// PurgeStepUps deletes step-ups of sessions that expired SessionKept ago by the database's clock, in batches, and
	// returns their number.
	PurgeStepUps(ctx context.Context) (int64, error)
}

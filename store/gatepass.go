package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// GatePass admits one login at Kratos through the login gate, once. It is deleted with the passkey that it was granted for;
// a pass for a recovery code has no passkey.
type GatePass struct {
	Hash       [32]byte // over the login flow, the identity and the secret in the browser's cookie
	IdentityID uuid.UUID
	PasskeyID  uuid.UUID // zero: granted for a recovery code
	ExpiresAt  time.Time
}

// GatePasses stores the passes.
type GatePasses interface {
	// PutGatePass stores a pass. It returns ErrNotFound if its passkey has been deleted or suspended.
	PutGatePass(ctx context.Context, p GatePass) error
	// SpendGatePass deletes the pass with this hash for a login that began at begunAt, and records the event. A recovery
	// by the same code is then bound to that login: see BindRecovery. It returns ErrNotFound if there is no such pass, it
	// has expired by now, or its passkey is suspended. Of two concurrent calls one succeeds.
	SpendGatePass(ctx context.Context, hash [32]byte, begunAt, now time.Time, event AuditEvent) error
	// PurgeGatePasses deletes passes that have expired by the database's clock, in batches, and returns their number.
	PurgeGatePasses(ctx context.Context) (int64, error)
}

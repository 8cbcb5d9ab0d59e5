package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// GatePass lets one login at Kratos through the gate, once. It dies with the passkey that earned it; one that a recovery
// code has earned hangs on none.
type GatePass struct {
	Hash       [32]byte // of login flow, identity and the secret in the browser's cookie
	IdentityID uuid.UUID
	PasskeyID  uuid.UUID // zero: earned by a recovery code
	ExpiresAt  time.Time
}

// GatePasses keeps them.
type GatePasses interface {
	// PutGatePass stores one. ErrNotFound, with nothing written, when its passkey has gone or been suspended meanwhile.
	PutGatePass(ctx context.Context, p GatePass) error
	// SpendGatePass uses up the pass of that hash for a login that began at begunAt, with the event that says so. The recovery
	// that the same code earned waits for the session of that login from then on. ErrNotFound, with nothing written,
	// when there is none, when it has expired by now, or when its passkey is suspended. Of two that spend the same
	// one, one wins.
	SpendGatePass(ctx context.Context, hash [32]byte, begunAt, now time.Time, event AuditEvent) error
	// PurgeGatePasses deletes, in bounded batches, those that have expired by the database's clock.
	PurgeGatePasses(ctx context.Context) (int64, error)
}

package storetest

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// ledger is a store that checks invariants after each step: every effect has its event and there are no others, no
// counter has decreased, no step-up or login outlives its passkey, and a refused step has changed nothing.
type ledger struct {
	store.Store
	t    *testing.T
	ctx  context.Context
	exec func(ctx context.Context, sql string) error

	recorded   map[uuid.UUID]bool // the expected events
	counts     map[uuid.UUID]uint32
	sessions   []uuid.UUID // their step-ups, logins and recoveries are checked
	identities []uuid.UUID // their recovery codes are checked
	last       state

	lock   sync.Mutex
	owners map[uuid.UUID][]uuid.UUID // the identities that a session was used with
}

// state is the state that is visible through the interface.
type state struct {
	passkeys   []store.Passkey
	events     []store.AuditEvent
	stepUps    []store.StepUp
	logins     []store.PasskeySession
	recoveries []store.Recovery
	codes      []store.RecoveryCode
	keys       []store.AdminKey
}

// Driver is a store under test.
type Driver struct {
	Store store.Store
	// Exec runs an SQL statement in the same database, without the driver.
	Exec func(ctx context.Context, sql string) error
}

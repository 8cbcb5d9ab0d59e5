package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// AlreadySealed: another has sealed this batch, or one of its events.
const AlreadySealed Conflict = "already sealed"

// LeafSize is what AuditHead.Leaves holds of each row: its ID (16 bytes) and its leaf (32).
const LeafSize = 48

// AuditHead closes one batch of the log and hangs on the head before it. Who makes and judges the hashes and the
// signatures is not the store's business.
type AuditHead struct {
	Number    int64 // 1, 2, … without gaps
	SealedAt  time.Time
	LastAt    time.Time // of the latest event in the batch
	Count     int       // of the rows
	Root      [32]byte
	Leaves    []byte // LeafSize bytes per row, in the order of their IDs; nil when the rows are removed
	Hash      [32]byte
	Signature [64]byte
	Removal   *AuditRemoval // nil while the rows are there
}

// AuditRemoval says that the rows of a batch were deleted, past their retention, and by whom: by whoever holds the key.
type AuditRemoval struct {
	At        time.Time
	Signature [64]byte
}

// SealedEvent is a row with its place in the chain.
type SealedEvent struct {
	AuditEvent
	Batch        int64
	Salt         []byte // 16 bytes; nil once the row is blanked
	PersonalHash [32]byte
	Erasure      []byte // the signature of a blanked row, 64 bytes; nil while it is not
}

// AuditChain keeps what makes changes of the log evident. The schema refuses every other change of a row than
// sealing it once, blanking it with a signature, and removing its whole batch.
type AuditChain interface {
	// UnsealedEvents lists up to size events that are in no batch, oldest first. An event that is committed late is
	// among them, whatever its ID.
	UnsealedEvents(ctx context.Context, size int) ([]AuditEvent, error)
	// AuditBacklog counts the events that are in no batch, and tells when the oldest of them happened.
	AuditBacklog(ctx context.Context) (count int64, oldest time.Time, err error)
	// LastAuditHead is the newest one. ErrNotFound.
	LastAuditHead(ctx context.Context) (AuditHead, error)
	// AuditHeads lists up to size of the heads with a number above after, lowest first.
	AuditHeads(ctx context.Context, after int64, size int) ([]AuditHead, error)
	// OldAuditHeads lists up to size of the heads whose rows are there and all happened before, lowest number first.
	OldAuditHeads(ctx context.Context, before time.Time, size int) ([]AuditHead, error)
	// SealEvents stores a head and gives the events their batch, salt and hash, all or nothing. AlreadySealed when
	// there is a head of that number, or one of the events is in a batch.
	SealEvents(ctx context.Context, head AuditHead, events []SealedEvent) error
	// SealedEvents lists up to size sealed events that come after the one named, by batch and ID.
	SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]SealedEvent, error)
	// RemoveBatch deletes the rows of a batch, whose head stays and says so; on a removed one it does nothing.
	RemoveBatch(ctx context.Context, number int64, removal AuditRemoval) error
}

package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// AlreadySealed: another replica has sealed this batch, or one of its events.
const AlreadySealed Conflict = "already sealed"

// LeafSize is the length of a row's entry in AuditHead.Leaves: its ID (16 bytes) and its leaf hash (32).
const LeafSize = 48

// AuditHead closes a batch of the log and is chained to the previous head. Package audit computes and verifies the hashes
// and signatures; the store does not interpret them.
type AuditHead struct {
	Number    int64 // 1, 2, … without gaps
	SealedAt  time.Time
	LastAt    time.Time // time of the latest event in the batch
	Count     int       // number of rows
	Root      [32]byte
	Leaves    []byte // LeafSize bytes per row, ordered by ID; nil once the rows are removed
	Hash      [32]byte
	Signature [64]byte
	Removal   *AuditRemoval // nil until the rows are removed
}

// AuditRemoval records that the rows of a batch were deleted after their retention, signed with the audit key.
type AuditRemoval struct {
	At        time.Time
	Signature [64]byte
}

// SealedEvent is an event with its position in the chain.
type SealedEvent struct {
	AuditEvent
	Batch        int64
	Salt         []byte // 16 bytes; nil once the row is blanked
	PersonalHash [32]byte
	Erasure      []byte // the signature of a blanked row, 64 bytes; nil otherwise
}

// AuditSnapshot reads the chain, with the key that signs it.
type AuditSnapshot interface {
	// Key is that of Keys.
	Key(ctx context.Context, name string) ([]byte, error)
	// AuditBacklog returns the number of events that are in no batch, and the time of the oldest of them.
	AuditBacklog(ctx context.Context) (count int64, oldest time.Time, err error)
	// LastAuditHead returns the newest head, or ErrNotFound.
	LastAuditHead(ctx context.Context) (AuditHead, error)
	// AuditHeads lists up to size heads with a number greater than after, in ascending order.
	AuditHeads(ctx context.Context, after int64, size int) ([]AuditHead, error)
	// SealedEvents lists up to size sealed events after the given one, ordered by batch and ID.
	SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]SealedEvent, error)
}

// AuditChain stores what makes the log tamper-evident. The only changes of a row that the schema allows are to seal it
// once, to blank it with a signature, and to remove its whole batch.
type AuditChain interface {
	AuditSnapshot
	// UnsealedEvents lists up to size events that are in no batch, oldest first. This includes events that were committed
	// late, whatever their IDs.
	UnsealedEvents(ctx context.Context, size int) ([]AuditEvent, error)
	// OldAuditHeads lists up to size heads whose rows are not removed and whose latest event is older than before, in
	// ascending order.
	OldAuditHeads(ctx context.Context, before time.Time, size int) ([]AuditHead, error)
	// SealEvents stores a head and sets batch, salt and hash of its events, in one transaction. It returns AlreadySealed
	// if a head of that number exists, or one of the events is in a batch.
	SealEvents(ctx context.Context, head AuditHead, events []SealedEvent) error
	// ReadAuditSnapshot calls read with the log as of one moment: all methods of the snapshot see what was committed when it
	// began, however long it takes. It returns read's error.
	ReadAuditSnapshot(ctx context.Context, read func(AuditSnapshot) error) error
	// RemoveBatch deletes the rows of a batch and records that in its head. On a removed batch it does nothing.
	RemoveBatch(ctx context.Context, number int64, removal AuditRemoval) error
}

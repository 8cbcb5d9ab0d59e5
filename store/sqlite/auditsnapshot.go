package sqlite

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// snapshot reads the audit chain from the readers, or from a transaction, which then sees one moment.
type snapshot struct{ querier }

// ReadAuditSnapshot reads in one transaction, which sees what was committed before its first read (WAL).
func (s *Store) ReadAuditSnapshot(ctx context.Context, read func(store.AuditSnapshot) error) error {
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing to commit
	return read(snapshot{tx})
}

// Key returns an encrypted key by its name.
func (s *Store) Key(ctx context.Context, name string) ([]byte, error) {
	return snapshot{s.reader}.Key(ctx, name)
}

func (s snapshot) Key(ctx context.Context, name string) ([]byte, error) {
	return one(ctx, s, row.Key, `SELECT sealed FROM keys WHERE name = ?`, text(name))
}

// AuditBacklog counts the unsealed events.
func (s *Store) AuditBacklog(ctx context.Context) (count int64, oldest time.Time, err error) {
	return snapshot{s.reader}.AuditBacklog(ctx)
}

func (s snapshot) AuditBacklog(ctx context.Context) (count int64, oldest time.Time, err error) {
	err = s.QueryRowContext(ctx, `SELECT count(*), min(at) FROM security_audit WHERE batch IS NULL`).
		Scan(&count, (*row.OptionalTime)(&oldest))
	return count, oldest, err
}

const selectHead = `
	SELECT` + row.AuditHeadColumns + `
	FROM audit_heads`

// LastAuditHead returns the newest head.
func (s *Store) LastAuditHead(ctx context.Context) (store.AuditHead, error) {
	return snapshot{s.reader}.LastAuditHead(ctx)
}

func (s snapshot) LastAuditHead(ctx context.Context) (store.AuditHead, error) {
	return one(ctx, s, row.AuditHead, selectHead+` ORDER BY number DESC LIMIT 1`)
}

// AuditHeads lists the heads after the given number.
func (s *Store) AuditHeads(ctx context.Context, after int64, size int) ([]store.AuditHead, error) {
	return snapshot{s.reader}.AuditHeads(ctx, after, size)
}

func (s snapshot) AuditHeads(ctx context.Context, after int64, size int) ([]store.AuditHead, error) {
	return list(ctx, s, row.AuditHead, selectHead+` WHERE number > ? ORDER BY number LIMIT ?`, after, size)
}

// SealedEvents lists the events after the given one, ordered by batch and ID.
func (s *Store) SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]store.SealedEvent, error) {
	return snapshot{s.reader}.SealedEvents(ctx, batch, id, size)
}

func (s snapshot) SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]store.SealedEvent, error) {
	return list(ctx, s, row.SealedEvent, `
		SELECT`+row.SealedEventColumns+`
		FROM security_audit
		WHERE (batch, id) > (?, ?)
		ORDER BY batch, id
		LIMIT ?`,
		batch, id[:], size)
}

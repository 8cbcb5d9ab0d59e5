package sqlite

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// snapshot reads the audit chain: for Store from the readers, and for ReadAuditSnapshot from a transaction that sees one
// moment.
type snapshot struct{ from querier }

// Key returns an encrypted key by its name.
func (s snapshot) Key(ctx context.Context, name string) ([]byte, error) {
	return one(ctx, s.from, row.Key, `SELECT sealed FROM keys WHERE name = ?`, text(name))
}

// AuditBacklog counts the unsealed events.
func (s snapshot) AuditBacklog(ctx context.Context) (count int64, oldest time.Time, err error) {
	err = s.from.QueryRowContext(ctx, `SELECT count(*), min(at) FROM security_audit WHERE batch IS NULL`).
		Scan(&count, (*row.OptionalTime)(&oldest))
	return count, oldest, err
}

const selectHead = `
	SELECT` + row.AuditHeadColumns + `
	FROM audit_heads`

// LastAuditHead returns the newest head.
func (s snapshot) LastAuditHead(ctx context.Context) (store.AuditHead, error) {
	return one(ctx, s.from, row.AuditHead, selectHead+` ORDER BY number DESC LIMIT 1`)
}

// AuditHeads lists the heads after the given number.
func (s snapshot) AuditHeads(ctx context.Context, after int64, size int) ([]store.AuditHead, error) {
	return list(ctx, s.from, row.AuditHead, selectHead+` WHERE number > ? ORDER BY number LIMIT ?`, after, size)
}

// SealedEvents lists the events after the given one, ordered by batch and ID.
func (s snapshot) SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]store.SealedEvent, error) {
	return list(ctx, s.from, row.SealedEvent, `
		SELECT`+row.SealedEventColumns+`
		FROM security_audit
		WHERE (batch, id) > (?, ?)
		ORDER BY batch, id
		LIMIT ?`,
		batch, id[:], size)
}

package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// snapshot reads the audit chain from the pool, or from a transaction, which then sees one moment.
type snapshot struct{ querier }

// beginSnapshot begins a transaction that sees one moment. It may read a whole table, and pause between two reads: it has no
// locks for which another transaction would wait.
const beginSnapshot = `begin isolation level repeatable read read only; set local idle_in_transaction_session_timeout = 0; ` +
	`set local statement_timeout = '1min'`

// ReadAuditSnapshot reads in one transaction. The server keeps the rows that are deleted meanwhile until its end.
func (s *Store) ReadAuditSnapshot(ctx context.Context, read func(store.AuditSnapshot) error) error {
	return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{BeginQuery: beginSnapshot}, func(tx pgx.Tx) error { return read(snapshot{tx}) })
}

// Key returns an encrypted key by its name.
func (s *Store) Key(ctx context.Context, name string) ([]byte, error) {
	return snapshot{s.pool}.Key(ctx, name)
}

func (s snapshot) Key(ctx context.Context, name string) ([]byte, error) {
	return one(ctx, s, row.Key, `SELECT sealed FROM keys WHERE name = $1`, name)
}

// AuditBacklog counts the unsealed events.
func (s *Store) AuditBacklog(ctx context.Context) (count int64, oldest time.Time, err error) {
	return snapshot{s.pool}.AuditBacklog(ctx)
}

func (s snapshot) AuditBacklog(ctx context.Context) (count int64, oldest time.Time, err error) {
	err = s.QueryRow(ctx, `SELECT count(*), min(at) FROM security_audit WHERE batch IS NULL`).
		Scan(&count, (*row.OptionalTime)(&oldest))
	return count, oldest, err
}

const selectHead = `
	SELECT` + row.AuditHeadColumns + `
	FROM audit_heads`

// LastAuditHead returns the newest head.
func (s *Store) LastAuditHead(ctx context.Context) (store.AuditHead, error) {
	return snapshot{s.pool}.LastAuditHead(ctx)
}

func (s snapshot) LastAuditHead(ctx context.Context) (store.AuditHead, error) {
	return one(ctx, s, row.AuditHead, selectHead+` ORDER BY number DESC LIMIT 1`)
}

// AuditHeads lists the heads after the given number.
func (s *Store) AuditHeads(ctx context.Context, after int64, size int) ([]store.AuditHead, error) {
	return snapshot{s.pool}.AuditHeads(ctx, after, size)
}

func (s snapshot) AuditHeads(ctx context.Context, after int64, size int) ([]store.AuditHead, error) {
	return list(ctx, s, row.AuditHead, selectHead+` WHERE number > $1 ORDER BY number LIMIT $2`, after, size)
}

// SealedEvents lists the events after the given one, ordered by batch and ID.
func (s *Store) SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]store.SealedEvent, error) {
	return snapshot{s.pool}.SealedEvents(ctx, batch, id, size)
}

func (s snapshot) SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]store.SealedEvent, error) {
	return list(ctx, s, row.SealedEvent, sealedEvents, batch, id, size)
}

const sealedEvents = `
	SELECT` + row.SealedEventColumns + `
	FROM security_audit
	WHERE (batch, id) > ($1::bigint, $2::uuid)
	ORDER BY batch, id
	LIMIT $3`

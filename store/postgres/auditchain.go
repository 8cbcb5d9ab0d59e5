package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// UnsealedEvents uses the index on (batch, id), which includes NULL batches.
func (s *Store) UnsealedEvents(ctx context.Context, size int) ([]store.AuditEvent, error) {
	return list(ctx, s.pool, row.AuditEvent, unsealedEvents, size)
}

const unsealedEvents = selectEvent + `
	WHERE batch IS NULL
	ORDER BY id
	LIMIT $1`

// OldAuditHeads lists the heads of batches whose events are all older than before.
func (s *Store) OldAuditHeads(ctx context.Context, before time.Time, size int) ([]store.AuditHead, error) {
	return list(ctx, s.pool, row.AuditHead,
		selectHead+` WHERE removed_at IS NULL AND last_at < $1 ORDER BY number LIMIT $2`, before, size)
}

// SealEvents inserts the head first, so that concurrent calls conflict at its primary key before they update any row.
func (s *Store) SealEvents(ctx context.Context, h store.AuditHead, events []store.SealedEvent) error {
	ids, salts, hashes := make([]uuid.UUID, len(events)), make([][]byte, len(events)), make([][]byte, len(events))
	for i, e := range events {
		ids[i], salts[i], hashes[i] = e.ID, e.Salt, e.PersonalHash[:]
	}
	err := s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO audit_heads (`+row.AuditHeadColumns+`
			) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)`,
			h.Number,
			h.SealedAt,
			h.LastAt,
			h.Count,
			h.Root[:],
			h.Leaves,
			h.Hash[:],
			h.Signature[:],
		)
		if err != nil {
			return err
		}
		sealed, err := tx.Exec(ctx, `
			UPDATE security_audit
			SET batch = $1,
			    salt = given.salt,
			    personal_hash = given.personal_hash
			FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS given (id, salt, personal_hash)
			WHERE security_audit.id = given.id AND security_audit.batch IS NULL`,
			h.Number, ids, salts, hashes)
		if err == nil && sealed.RowsAffected() != int64(len(events)) {
			err = store.AlreadySealed
		}
		return err
	})
	if duplicate(err) {
		return store.AlreadySealed
	}
	return err
}

// RemoveBatch updates the head first: the schema allows the deletion of rows only if their head records it.
func (s *Store) RemoveBatch(ctx context.Context, number int64, removal store.AuditRemoval) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		marked, err := tx.Exec(ctx, `
			UPDATE audit_heads
			SET removed_at = $2,
			    removal = $3,
			    leaves = NULL
			WHERE number = $1 AND removed_at IS NULL`,
			number, removal.At, removal.Signature[:])
		if err != nil || marked.RowsAffected() == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM security_audit WHERE batch = $1`, number)
		return err
	})
}

// beginSnapshot begins a transaction that sees one moment. It may read a whole table, and pause between two reads: it has no
// locks for which another transaction would wait.
const beginSnapshot = `begin isolation level repeatable read read only; set local idle_in_transaction_session_timeout = 0; ` +
	`set local statement_timeout = '1min'`

// ReadAuditSnapshot reads in one transaction. The server keeps the rows that are deleted meanwhile until its end.
func (s *Store) ReadAuditSnapshot(ctx context.Context, read func(store.AuditSnapshot) error) error {
	return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{BeginQuery: beginSnapshot}, func(tx pgx.Tx) error { return read(snapshot{tx}) })
}

package sqlite

import (
	"context"
	"database/sql"
	"time"

	"latchkey/store"
	"latchkey/store/row"
)

// UnsealedEvents uses the index on (batch, id), which includes NULL batches.
func (s *Store) UnsealedEvents(ctx context.Context, size int) ([]store.AuditEvent, error) {
	return list(ctx, s.reader, row.AuditEvent, selectEvent+`
		WHERE batch IS NULL
		ORDER BY id
		LIMIT ?`,
		size)
}

// OldAuditHeads lists the heads of batches whose events are all older than before.
func (s *Store) OldAuditHeads(ctx context.Context, before time.Time, size int) ([]store.AuditHead, error) {
	return list(ctx, s.reader, row.AuditHead,
		selectHead+` WHERE removed_at IS NULL AND last_at < ? ORDER BY number LIMIT ?`, before.UnixMicro(), size)
}

// SealEvents first checks whether another process has sealed the batch.
func (s *Store) SealEvents(ctx context.Context, h store.AuditHead, events []store.SealedEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		taken, err := exists(ctx, tx, `SELECT count(*) FROM audit_heads WHERE number = ?`, h.Number)
		if err != nil {
			return err
		}
		if taken {
			return store.AlreadySealed
		}
		if err := insertHead(ctx, tx, h); err != nil {
			return err
		}
		seal, err := tx.PrepareContext(ctx, `
			UPDATE security_audit
			SET batch = ?,
			    salt = ?,
			    personal_hash = ?
			WHERE id = ? AND batch IS NULL`)
		if err != nil {
			return err
		}
		defer seal.Close()
		for _, e := range events {
			result, err := seal.ExecContext(ctx, h.Number, e.Salt, e.PersonalHash[:], id(e.ID))
			if err != nil {
				return err
			}
			if sealed, err := result.RowsAffected(); err != nil || sealed == 0 {
				return orAlreadySealed(err)
			}
		}
		return nil
	})
}

func orAlreadySealed(err error) error {
	if err != nil {
		return err
	}
	return store.AlreadySealed
}

func insertHead(ctx context.Context, tx *sql.Tx, h store.AuditHead) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO audit_heads (`+row.AuditHeadColumns+`
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)`,
		h.Number,
		h.SealedAt.UnixMicro(),
		h.LastAt.UnixMicro(),
		h.Count,
		h.Root[:],
		h.Leaves,
		h.Hash[:],
		h.Signature[:],
	)
	return err
}

// RemoveBatch updates the head first: the schema allows the deletion of rows only if their head records it.
func (s *Store) RemoveBatch(ctx context.Context, number int64, removal store.AuditRemoval) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		marked, err := changed(ctx, tx, `
			UPDATE audit_heads
			SET removed_at = ?,
			    removal = ?,
			    leaves = NULL
			WHERE number = ? AND removed_at IS NULL`,
			removal.At.UnixMicro(), removal.Signature[:], number)
		if err != nil || marked == 0 {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM security_audit WHERE batch = ?`, number)
		return err
	})
}

// ReadAuditSnapshot reads in one transaction, which sees what was committed before its first read (WAL).
func (s *Store) ReadAuditSnapshot(ctx context.Context, read func(store.AuditSnapshot) error) error {
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing to commit
	return read(snapshot{tx})
}

package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// UnsealedEvents goes by the index on (batch, id), in which NULL has a place.
func (s *Store) UnsealedEvents(ctx context.Context, size int) ([]store.AuditEvent, error) {
	return list(ctx, s.reader, row.AuditEvent, selectEvent+`
		WHERE batch IS NULL
		ORDER BY id
		LIMIT ?`,
		size)
}

// AuditBacklog counts what is not sealed.
func (s *Store) AuditBacklog(ctx context.Context) (count int64, oldest time.Time, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT count(*), min(at) FROM security_audit WHERE batch IS NULL`).
		Scan(&count, (*row.OptionalTime)(&oldest))
	return count, oldest, err
}

const selectHead = `
	SELECT` + row.AuditHeadColumns + `
	FROM audit_heads`

// LastAuditHead is the newest one.
func (s *Store) LastAuditHead(ctx context.Context) (store.AuditHead, error) {
	return one(ctx, s.reader, row.AuditHead, selectHead+` ORDER BY number DESC LIMIT 1`)
}

// AuditHeads lists the heads behind one.
func (s *Store) AuditHeads(ctx context.Context, after int64, size int) ([]store.AuditHead, error) {
	return list(ctx, s.reader, row.AuditHead, selectHead+` WHERE number > ? ORDER BY number LIMIT ?`, after, size)
}

// OldAuditHeads lists the heads of batches that are past their time.
func (s *Store) OldAuditHeads(ctx context.Context, before time.Time, size int) ([]store.AuditHead, error) {
	return list(ctx, s.reader, row.AuditHead,
		selectHead+` WHERE removed_at IS NULL AND last_at < ? ORDER BY number LIMIT ?`, before.UnixMicro(), size)
}

// SealEvents looks first whether another was faster.
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
		INSERT INTO audit_heads (
			number,
			sealed_at,
			last_at,
			count,
			root,
			leaves,
			hash,
			signature
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
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

// SealedEvents lists what comes after an event, by batch and ID.
func (s *Store) SealedEvents(ctx context.Context, batch int64, after uuid.UUID, size int) ([]store.SealedEvent, error) {
	return list(ctx, s.reader, row.SealedEvent, `
		SELECT`+row.SealedEventColumns+`
		FROM security_audit
		WHERE (batch, id) > (?, ?)
		ORDER BY batch, id
		LIMIT ?`,
		batch, after[:], size)
}

// RemoveBatch marks the head first: the schema lets go only of rows whose head says so.
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

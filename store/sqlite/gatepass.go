package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// PutGatePass checks the passkey and writes in one immediate transaction.
func (s *Store) PutGatePass(ctx context.Context, p store.GatePass) error {
	return s.write(ctx, func(tx *sql.Tx) error { return putGatePass(ctx, tx, p) })
}

func putGatePass(ctx context.Context, tx *sql.Tx, p store.GatePass) error {
	if p.PasskeyID != uuid.Nil {
		if err := mustStand(ctx, tx, p.IdentityID, p.PasskeyID); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO gate_passes (
			hash,
			identity_id,
			passkey_id,
			expires_at
		) VALUES (?, ?, ?, ?)`,
		p.Hash[:],
		id(p.IdentityID),
		id(p.PasskeyID),
		p.ExpiresAt.UnixMicro(),
	)
	return err
}

// SpendGatePass deletes the pass. Of two concurrent deletions one finds the row. A grant that has no session yet is stored
// with the ID of its identity.
func (s *Store) SpendGatePass(ctx context.Context, hash [32]byte, begunAt, now time.Time, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		var identityID uuid.UUID
		err := tx.QueryRowContext(ctx, `
			DELETE FROM gate_passes
			WHERE hash = ?
				AND expires_at > ?
				AND (
					passkey_id IS NULL
					OR EXISTS (
						SELECT 1
						FROM passkeys
						WHERE passkeys.identity_id = gate_passes.identity_id
							AND passkeys.id = gate_passes.passkey_id
							AND passkeys.suspended_at IS NULL
					)
				)
			RETURNING identity_id`,
			hash[:],
			now.UnixMicro(),
		).Scan((*id)(&identityID))
		if errors.Is(err, sql.ErrNoRows) {
			return store.ErrNotFound
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE recoveries
			SET begun_at = ?
			WHERE session_id = ? AND pass_hash = ?`,
			begunAt.UnixMicro(), id(identityID), hash[:])
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// PurgeGatePasses deletes expired passes.
func (s *Store) PurgeGatePasses(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.GatePasses)
}

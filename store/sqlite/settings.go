package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// NoteSettings is one UPDATE.
func (s *Store) NoteSettings(ctx context.Context, identityID uuid.UUID, by store.Evidence, at time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if err := evidenceStands(ctx, tx, by); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE first_passkeys
			SET settings_at = ?,
			    settings_factors = ?,
			    settings_passkeys = ?
			WHERE identity_id = ?`,
			at.UnixMicro(), ids(by.Vouchers()), ids(by.Passkeys), id(identityID))
		return err
	})
}

// spendSettings deletes what NoteSettings recorded up to a moment, if it has vouched for a factor.
func spendSettings(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, at time.Time, changes []store.FactorChange) error {
	if !slices.ContainsFunc(changes, store.FactorChange.VouchedFresh) {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE first_passkeys SET settings_at = NULL WHERE identity_id = ? AND settings_at <= ?`, id(identityID), at.UnixMicro())
	return err
}

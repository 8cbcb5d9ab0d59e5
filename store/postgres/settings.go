package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// NoteSettings is one UPDATE, while the evidence is locked.
func (s *Store) NoteSettings(ctx context.Context, identityID uuid.UUID, by store.Evidence, at time.Time) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		if err := evidenceStands(ctx, tx, by); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			UPDATE first_passkeys
			SET settings_at = $2,
			    settings_factors = $3,
			    settings_passkeys = $4
			WHERE identity_id = $1`,
			identityID, at, by.Vouchers(), by.Passkeys)
		return err
	})
}

// spendSettings deletes what NoteSettings recorded up to a moment, if it has vouched for a factor.
func spendSettings(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, at time.Time, changes []store.FactorChange) error {
	if !slices.ContainsFunc(changes, store.FactorChange.VouchedFresh) {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE first_passkeys SET settings_at = NULL WHERE identity_id = $1 AND settings_at <= $2`, identityID, at)
	return err
}

package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// endVouches ends the vouches of factors: of one that is disowned and of those of store.VouchedThrough. The user verification
// that they initialised ends with them. The caller has locked all passkeys and factors of the identity.
func endVouches(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, through []uuid.UUID) error {
	for _, one := range through {
		_, err := tx.Exec(ctx, `
			UPDATE factors
			SET vouched_at = NULL,
			    vouched_by = NULL,
			    vouched_by_factors = NULL,
			    how = ''
			WHERE id = $1`,
			one)
		if err != nil {
			return err
		}
		if err := endUV(ctx, tx, identityID, one); err != nil {
			return err
		}
	}
	return nil
}

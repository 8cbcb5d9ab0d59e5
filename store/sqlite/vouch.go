package sqlite

import (
	"context"
	"database/sql"

	"github.com/google/uuid"
)

// endVouches ends the vouches of factors: of one that is disowned and of those of store.VouchedThrough. The user verification
// that they initialised ends with them.
func endVouches(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, through []uuid.UUID) error {
	for _, one := range through {
		_, err := tx.ExecContext(ctx, `
			UPDATE factors
			SET vouched_at = NULL,
			    vouched_by = NULL,
			    vouched_by_factors = NULL,
			    how = ''
			WHERE id = ?`,
			id(one))
		if err != nil {
			return err
		}
		if err := endUV(ctx, tx, identityID, one); err != nil {
			return err
		}
	}
	return nil
}

package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// endVouches ends the vouches of factors: of one that is disowned and of those of store.VouchedThrough. The user verification
// that they initialised ends with them. The caller has locked all passkeys and factors of the identity.
func endVouches(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, through []uuid.UUID) error {
	for _, one := range through {
		_, err := tx.Exec(ctx, `
			UPDATE factors
			SET`+row.Unvouched+`
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

// endMadeByFactor ends what rests on a factor that is disowned: vouches, and what it and the factors of these vouches
// made. rows are the factors of the identity. Admin keys come last, as in DisownPasskey.
func endMadeByFactor(ctx context.Context, tx pgx.Tx, d store.FactorDisowning, rows []store.Factor) (done store.FactorDisowned, err error) {
	through := append(store.VouchedThrough(rows, d.FactorID), d.FactorID)
	if err := endVouches(ctx, tx, d.IdentityID, through); err != nil {
		return done, err
	}
	if done.Codes, err = endCodesMadeWith(ctx, tx, d.IdentityID, through, d.Ending.CodesEnded); err != nil {
		return done, err
	}
	if done.Sessions, err = endOthers(ctx, tx, d.IdentityID, d.Ending); err != nil || d.KeyRevoked == nil {
		return done, err
	}
	done.Keys, err = revokeAdminKeys(ctx, tx, madeWith, through, d.Event.At, d.KeyRevoked)
	return done, err
}

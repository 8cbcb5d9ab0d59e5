package postgres

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// errNothingUsed rolls back the initialisation of the user verification.
var errNothingUsed = errors.New("postgres: the passkey was not used")

// use runs the statement of an assertion, which counts the passkey. If it initialises user verification, which happens once
// for a passkey, it takes a transaction that locks the evidence first.
func (s *Store) use(ctx context.Context, a store.Assertion, sql string, args []any) (used int64, err error) {
	if a.InitializeUV == nil {
		return s.count(ctx, sql, args...)
	}
	by := *a.InitializeUV
	err = s.write(ctx, func(tx pgx.Tx) error {
		if _, err := holdPasskeys(ctx, tx, `id = ANY ($1)`, append([]uuid.UUID{a.PasskeyID}, by.Passkeys...)); err != nil {
			return err
		}
		if err := evidenceStands(ctx, tx, by); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE passkeys SET uv_initialized_by = $2 WHERE id = $1 AND NOT uv_initialized`, a.PasskeyID, by.Rows())
		if err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, sql, args...).Scan(&used); err != nil {
			return err
		}
		if used == 0 {
			return errNothingUsed
		}
		return nil
	})
	if errors.Is(err, errNothingUsed) {
		err = nil
	}
	return used, err
}

// endUV ends the user verification that was initialised by a passkey or factor of the identity, unless it is kept. The
// caller has locked all passkeys of the identity, in the order of their IDs.
func endUV(ctx context.Context, tx pgx.Tx, identityID, by uuid.UUID) error {
	_, err := tx.Exec(ctx, `
		UPDATE passkeys
		SET uv_initialized = false,
		    uv_initialized_by = NULL
		WHERE identity_id = $1 AND $2 = ANY (uv_initialized_by)
		  AND NOT EXISTS (SELECT 1 FROM removed_passkeys WHERE id = $2 AND kept)`,
		identityID, by)
	return err
}

// keepUV adds the other evidence of the removal to the passkeys whose user verification the passkey initialised.
func keepUV(ctx context.Context, tx pgx.Tx, r store.Removal) error {
	if !r.Keep {
		return nil
	}
	_, err := tx.Exec(ctx, `
		UPDATE passkeys
		SET uv_initialized_by = ARRAY (
			SELECT DISTINCT initializer
			FROM unnest(uv_initialized_by || $3::uuid[]) AS initializer
		)
		WHERE identity_id = $1 AND $2 = ANY (uv_initialized_by)`,
		r.IdentityID, r.PasskeyID, append([]uuid.UUID{}, r.By.Passkeys...))
	return err
}

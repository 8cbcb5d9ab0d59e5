package sqlite

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"latchkey/store"
)

// initializeUV sets UVInitialized if an assertion initialises it.
func initializeUV(ctx context.Context, tx *sql.Tx, a store.Assertion) error {
	if a.InitializeUV == nil {
		return nil
	}
	if err := evidenceStands(ctx, tx, *a.InitializeUV); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE passkeys
		SET uv_initialized = 1,
		    uv_initialized_by = ?
		WHERE id = ? AND NOT uv_initialized`,
		ids(a.InitializeUV.Rows()), id(a.PasskeyID))
	return err
}

// endUV ends the user verification that was initialised by a passkey or factor of the identity, unless it is kept.
func endUV(ctx context.Context, tx *sql.Tx, identityID, by uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE passkeys
		SET uv_initialized = 0,
		    uv_initialized_by = NULL
		WHERE identity_id = ? AND EXISTS (SELECT 1 FROM json_each(uv_initialized_by) WHERE value = ?)
		  AND NOT EXISTS (SELECT 1 FROM removed_passkeys WHERE id = ? AND kept)`,
		id(identityID), by.String(), id(by))
	return err
}

// keepUV adds the other evidence of the removal to the passkeys whose user verification the passkey initialised.
func keepUV(ctx context.Context, tx *sql.Tx, r store.Removal) error {
	if !r.Keep {
		return nil
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE passkeys
		SET uv_initialized_by = (
			SELECT json_group_array(value)
			FROM (SELECT value FROM json_each(uv_initialized_by) UNION SELECT value FROM json_each(?3))
		)
		WHERE identity_id = ?1 AND EXISTS (SELECT 1 FROM json_each(uv_initialized_by) WHERE value = ?2)`,
		id(r.IdentityID), r.PasskeyID.String(), ids(r.By.Passkeys))
	return err
}

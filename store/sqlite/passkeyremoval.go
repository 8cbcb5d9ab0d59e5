package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// DeletePasskey checks and deletes in one immediate transaction.
func (s *Store) DeletePasskey(ctx context.Context, r store.Removal) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		ended, err = removePasskey(ctx, tx, r, false)
		return err
	})
	return ended, err
}

// removePasskey is DeletePasskey, and with disown the part of DisownPasskey that concerns the passkey.
func removePasskey(ctx context.Context, tx *sql.Tx, r store.Removal, disown bool) (ended []store.SessionEnding, err error) {
	err = mayGo(ctx, tx, r)
	if disown && errors.Is(err, store.ErrNotFound) {
		return disownRemoved(ctx, tx, r)
	}
	if err != nil {
		return nil, err
	}
	if err := recordRemoved(ctx, tx, r, disown); err != nil {
		return nil, err
	}
	if err := keepUV(ctx, tx, r); err != nil {
		return nil, err
	}
	if err := keepVouched(ctx, tx, r); err != nil {
		return nil, err
	}
	if ended, err = endGrants(ctx, tx, r.IdentityID, r.PasskeyID, r.Ending); err != nil {
		return nil, err
	}
	if err := deletePasskeys(ctx, tx, `id`, r.PasskeyID, r.Event.At); err != nil {
		return nil, err
	}
	return ended, recordEvent(ctx, tx, r.Event.Naming(ended))
}

// keepVouched adds the other evidence of the removal to the factors that stay vouched, and ends the vouches of the others.
func keepVouched(ctx context.Context, tx *sql.Tx, r store.Removal) error {
	if !r.Keep {
		return nil
	}
	const stays = `kind IN (SELECT value FROM json_each(?3))`
	_, err := tx.ExecContext(ctx, `
		UPDATE factors
		SET vouched_at = CASE WHEN `+stays+` THEN vouched_at END,
		    how = CASE WHEN `+stays+` THEN how ELSE '' END,
		    vouched_by_factors = CASE WHEN `+stays+` THEN vouched_by_factors END,
		    vouched_by = CASE WHEN `+stays+` THEN (
		        SELECT json_group_array(value)
		        FROM (SELECT value FROM json_each(vouched_by) UNION SELECT value FROM json_each(?4))
		    ) END
		WHERE identity_id = ?1 AND EXISTS (SELECT 1 FROM json_each(vouched_by) WHERE value = ?2)`,
		id(r.IdentityID), r.PasskeyID.String(), texts(r.KeepVouched), ids(r.By.Passkeys))
	return err
}

// mayGo checks the rules of store.Passkeys in their order of precedence.
func mayGo(ctx context.Context, tx *sql.Tx, r store.Removal) error {
	var found, usable, others bool
	err := tx.QueryRowContext(ctx, `
		SELECT
			EXISTS (SELECT 1 FROM passkeys WHERE identity_id = ?1 AND id = ?2),
			EXISTS (SELECT 1 FROM passkeys WHERE identity_id = ?1 AND id = ?2 AND suspended_at IS NULL),
			EXISTS (SELECT 1 FROM passkeys WHERE identity_id = ?1 AND id <> ?2 AND suspended_at IS NULL)`,
		id(r.IdentityID), id(r.PasskeyID)).Scan(&found, &usable, &others)
	if err := orNotFound(found, err); err != nil {
		return err
	}
	if err := evidenceStands(ctx, tx, r.By); err != nil {
		return err
	}
	if r.KeepLast && usable && !others {
		return store.LastPasskey
	}
	return nil
}

// deletePasskeys deletes passkeys and writes their tombstones. which is the column that of is compared with.
func deletePasskeys(ctx context.Context, tx *sql.Tx, which string, of uuid.UUID, at time.Time) error {
	if err := bury(ctx, tx, which, of, at); err != nil {
		return err
	}
	if err := strike(ctx, tx, which+` = ?`, of); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM passkeys WHERE `+which+` = ?`, id(of))
	return err
}

// strike keeps passkeys that are about to be deleted from being imported again.
func strike(ctx context.Context, tx *sql.Tx, where string, of uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO removed_credentials (identity_id, credential_id)
		SELECT identity_id, credential_id
		FROM passkeys
		WHERE `+where+`
		ON CONFLICT DO NOTHING`, id(of))
	return err
}

// bury writes the tombstones of passkeys that are about to be deleted.
func bury(ctx context.Context, tx *sql.Tx, which string, of uuid.UUID, at time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO tombstones (
			credential_id,
			identity_id,
			rp_id,
			user_handle,
			registered_at,
			removed_at
		) SELECT
			credential_id,
			identity_id,
			rp_id,
			user_handle,
			created_at,
			?1
		FROM passkeys
		WHERE `+which+` = ?2
		ON CONFLICT (credential_id) DO UPDATE
		SET identity_id = excluded.identity_id,
		    rp_id = excluded.rp_id,
		    user_handle = excluded.user_handle,
		    registered_at = excluded.registered_at,
		    removed_at = excluded.removed_at`,
		at.UnixMicro(), id(of))
	return err
}

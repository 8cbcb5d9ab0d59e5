package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// DeletePasskey checks and deletes in one immediate transaction.
func (s *Store) DeletePasskey(ctx context.Context, r store.Removal) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		ended, err = removePasskey(ctx, tx, r)
		return err
	})
	return ended, err
}

func removePasskey(ctx context.Context, tx *sql.Tx, r store.Removal) (ended []store.SessionEnding, err error) {
	if err := mayGo(ctx, tx, r); err != nil {
		return nil, err
	}
	if err := keepUV(ctx, tx, r); err != nil {
		return nil, err
	}
	if ended, err = endGrants(ctx, tx, r.PasskeyID, r.Ending); err != nil {
		return nil, err
	}
	if err := keepVouched(ctx, tx, r); err != nil {
		return nil, err
	}
	if err := deletePasskeys(ctx, tx, `id`, r.PasskeyID, r.Event.At); err != nil {
		return nil, err
	}
	return ended, recordEvent(ctx, tx, r.Event)
}

// keepVouched replaces the passkey by the other evidence of its removal, in the factors that stay vouched.
func keepVouched(ctx context.Context, tx *sql.Tx, r store.Removal) error {
	for _, kind := range r.KeepVouched {
		_, err := tx.ExecContext(ctx, `
			UPDATE factors
			SET vouched_by = (
				SELECT json_group_array(value)
				FROM (SELECT value FROM json_each(vouched_by) UNION SELECT value FROM json_each(?4))
				WHERE value <> ?2
			)
			WHERE identity_id = ?1 AND kind = ?3 AND EXISTS (SELECT 1 FROM json_each(vouched_by) WHERE value = ?2)`,
			id(r.IdentityID), r.PasskeyID.String(), kind, ids(r.By.Passkeys))
		if err != nil {
			return err
		}
	}
	return nil
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
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM passkeys WHERE `+which+` = ?`, id(of))
	return err
}

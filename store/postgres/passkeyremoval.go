package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// DeletePasskey first locks all passkeys of the identity, ordered by ID so that concurrent calls cannot deadlock. From
// then on the passkey cannot grant anything, and the second statement sees everything that it granted.
func (s *Store) DeletePasskey(ctx context.Context, r store.Removal) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		ended, err = removePasskey(ctx, tx, r, false)
		return err
	})
	return ended, err
}

// removePasskey is DeletePasskey, and with disown the part of DisownPasskey that concerns the passkey.
func removePasskey(ctx context.Context, tx pgx.Tx, r store.Removal, disown bool) (ended []store.SessionEnding, err error) {
	held, err := holdPasskeys(ctx, tx, `identity_id = $1`, r.IdentityID)
	if err != nil {
		return nil, err
	}
	if _, found := held[r.PasskeyID]; !found && disown {
		return disownRemoved(ctx, tx, r)
	} else if !found {
		return nil, store.ErrNotFound
	}
	if err := evidenceStands(ctx, tx, r.By); err != nil {
		return nil, err
	}
	if err := held.mayGo(r.PasskeyID, r.KeepLast); err != nil {
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
	_, err = tx.Exec(ctx, deletePasskey, eventArgs(r.Event.Naming(ended), r.PasskeyID, r.Event.At)...)
	return ended, err
}

// keepVouched adds the other evidence of the removal to the factors that stay vouched, and ends the vouches of the others.
func keepVouched(ctx context.Context, tx pgx.Tx, r store.Removal) error {
	if !r.Keep {
		return nil
	}
	_, err := tx.Exec(ctx, `
		UPDATE factors
		SET vouched_at = CASE WHEN kind = ANY ($3) THEN vouched_at END,
		    how = CASE WHEN kind = ANY ($3) THEN how ELSE '' END,
		    vouched_by_factors = CASE WHEN kind = ANY ($3) THEN vouched_by_factors END,
		    vouched_by = CASE WHEN kind = ANY ($3) THEN ARRAY (
			SELECT DISTINCT voucher FROM unnest(vouched_by || $4::uuid[]) AS voucher
		    ) END
		WHERE identity_id = $1 AND $2 = ANY (vouched_by)`,
		r.IdentityID, r.PasskeyID, append([]string{}, r.KeepVouched...), append([]uuid.UUID{}, r.By.Passkeys...))
	return err
}

const deletePasskey = `
	WITH deleted AS (
		DELETE FROM passkeys
		WHERE id = $13
		RETURNING credential_id, identity_id, rp_id, user_handle, created_at
	), buried AS (
		` + buryDeleted + `$14::timestamptz` + buryDeletedEnd + `
	), struck AS (` + strikeDeleted + `
		ON CONFLICT DO NOTHING
	)` + recordEvent + ` FROM deleted`

// strikeDeleted keeps the rows of "deleted" from being imported again. Append a condition, and what to do about conflicts.
const strikeDeleted = `
		INSERT INTO removed_credentials (identity_id, credential_id)
		SELECT identity_id, credential_id
		FROM deleted`

// buryDeleted and buryDeletedEnd enclose an expression for the time. They write tombstones of the rows of "deleted".
const (
	buryDeleted = `INSERT INTO tombstones (
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
			`
	buryDeletedEnd = `
		FROM deleted
		ON CONFLICT (credential_id) DO UPDATE
		SET identity_id = excluded.identity_id,
		    rp_id = excluded.rp_id,
		    user_handle = excluded.user_handle,
		    registered_at = excluded.registered_at,
		    removed_at = excluded.removed_at`
)

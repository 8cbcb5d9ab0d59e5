package sqlite

import (
	"context"
	"database/sql"

	"latchkey/store"
)

// CreatePasskey checks the rules of store.Passkeys in their order of precedence, and then writes.
func (s *Store) CreatePasskey(ctx context.Context, n store.NewPasskey) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if err := spend(ctx, tx, n.Challenge); err != nil {
			return err
		}
		if err := refuseReset(ctx, tx, `?`, n.Passkey.IdentityID); err != nil {
			return err
		}
		if err := removeReplaced(ctx, tx, n); err != nil {
			return err
		}
		taken, err := exists(ctx, tx, `
			SELECT count(*) FROM passkeys WHERE credential_id = ?`, n.Passkey.CredentialID)
		if err != nil {
			return err
		}
		if taken {
			return store.CredentialTaken
		}
		if err := evidenceStands(ctx, tx, n.By); err != nil {
			return err
		}
		slot, err := freeSlot(ctx, tx, n)
		if err != nil {
			return err
		}
		if err := useEnrolmentGrant(ctx, tx, n); err != nil {
			return err
		}
		if err := noteFirst(ctx, tx, n, nil); err != nil {
			return err
		}
		if err := removeDisregarded(ctx, tx, n); err != nil {
			return err
		}
		if err := insertPasskey(ctx, tx, n.Passkey, slot); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM tombstones WHERE credential_id = ?`, n.Passkey.CredentialID)
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, n.Event)
	})
}

// removeReplaced deletes the passkey that the new one replaces. Any other with the same credential ID causes
// store.CredentialTaken.
func removeReplaced(ctx context.Context, tx *sql.Tx, n store.NewPasskey) error {
	_, err := tx.ExecContext(ctx, `
		DELETE FROM passkeys
		WHERE id = ? AND identity_id = ? AND credential_id = ? AND suspended_for = 'verification'`,
		id(n.Replaces), id(n.Passkey.IdentityID), n.Passkey.CredentialID)
	return err
}

// removeDisregarded deletes those of n.Removes that are still suspended for a verification.
func removeDisregarded(ctx context.Context, tx *sql.Tx, n store.NewPasskey) error {
	for _, one := range n.Removes {
		disregarded, err := exists(ctx, tx, `
			SELECT count(*)
			FROM passkeys
			WHERE id = ? AND identity_id = ? AND suspended_for = 'verification'`,
			id(one), id(n.Passkey.IdentityID))
		if err == nil && disregarded {
			err = deletePasskeys(ctx, tx, `id`, one, n.Passkey.CreatedAt)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// freeSlot returns the lowest free slot. It returns store.NotFirstPasskey or store.PasskeyLimit.
func freeSlot(ctx context.Context, tx *sql.Tx, n store.NewPasskey) (int, error) {
	var held, slot int
	err := tx.QueryRowContext(ctx, `
		WITH RECURSIVE
			held (slot) AS (SELECT slot FROM passkeys WHERE identity_id = ?1),
			candidate (slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM candidate WHERE slot IN held)
		SELECT
			(SELECT count(*) FROM passkeys WHERE identity_id = ?1 AND suspended_for = ''),
			(SELECT max(slot) FROM candidate)`,
		id(n.Passkey.IdentityID)).Scan(&held, &slot)
	switch {
	case err != nil:
		return 0, err
	case n.First && held > 0:
		return 0, store.NotFirstPasskey
	case held >= n.Limit:
		return 0, store.PasskeyLimit
	}
	return slot, nil
}

func insertPasskey(ctx context.Context, tx *sql.Tx, p store.Passkey, slot int) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO passkeys (
			id,
			identity_id,
			slot,
			credential_id,
			user_handle,
			rp_id,
			name,
			record,
			aaguid,
			backup_eligible,
			backed_up,
			sign_count,
			created_at,
			last_used_at,
			suspended_at,
			clone_warning_at,
			uv_initialized,
			confirmed_at,
			step_up_only,
			handle_unknown,
			source,
			imported_at,
			suspended_for,
			uv_initialized_by,
			backup_flags_at,
			suspended_by,
			key_identifier
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id(p.ID),
		id(p.IdentityID),
		slot,
		p.CredentialID,
		p.UserHandle,
		text(p.RPID),
		text(p.Name),
		text(p.Record),
		p.AAGUID[:], // the zero AAGUID is a value
		p.BackupEligible,
		p.BackedUp,
		p.SignCount,
		p.CreatedAt.UnixMicro(),
		when{p.LastUsedAt},
		when{p.SuspendedAt},
		when{p.CloneWarningAt},
		p.UVInitialized,
		when{p.ConfirmedAt},
		p.StepUpOnly,
		p.HandleUnknown,
		text(p.Source),
		when{p.ImportedAt},
		text(p.SuspendedFor),
		ids(p.UVInitializedBy),
		when{p.BackupFlagsAt},
		text(p.SuspendedBy),
		text(p.KeyIdentifier),
	)
	return err
}

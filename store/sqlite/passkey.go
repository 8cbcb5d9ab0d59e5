package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

const selectPasskey = `
	SELECT
		id,
		identity_id,
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
		suspended_for
	FROM passkeys`

func scanPasskey(r row) (store.Passkey, error) {
	var (
		p                              store.Passkey
		aaguid                         []byte
		createdAt                      int64
		lastUsed, suspended, cloneWarn *int64
		confirmed                      *int64
	)
	err := r.Scan(
		(*id)(&p.ID),
		(*id)(&p.IdentityID),
		&p.CredentialID,
		&p.UserHandle,
		&p.RPID,
		&p.Name,
		&p.Record,
		&aaguid,
		&p.BackupEligible,
		&p.BackedUp,
		&p.SignCount,
		&createdAt,
		&lastUsed,
		&suspended,
		&cloneWarn,
		&p.UVInitialized,
		&confirmed,
		&p.SuspendedFor,
	)
	copy(p.AAGUID[:], aaguid)
	p.CreatedAt = fromMicros(createdAt)
	p.LastUsedAt = optionalTime(lastUsed)
	p.SuspendedAt = optionalTime(suspended)
	p.CloneWarningAt = optionalTime(cloneWarn)
	p.ConfirmedAt = optionalTime(confirmed)
	return p, err
}

// PasskeyByCredentialID is one look-up in the unique index on it.
func (s *Store) PasskeyByCredentialID(ctx context.Context, credentialID []byte) (store.Passkey, error) {
	return one(ctx, s, scanPasskey, selectPasskey+` WHERE credential_id = ?`, credentialID)
}

// Passkey by our own ID.
func (s *Store) Passkey(ctx context.Context, passkeyID uuid.UUID) (store.Passkey, error) {
	return one(ctx, s, scanPasskey, selectPasskey+` WHERE id = ?`, passkeyID[:])
}

// PasskeysOf lists an identity's, oldest first.
func (s *Store) PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error) {
	return list(ctx, s, scanPasskey, passkeysOf, identityID[:])
}

const passkeysOf = selectPasskey + ` WHERE identity_id = ? ORDER BY id`

// ListPasskeys lists over all identities, newest first.
func (s *Store) ListPasskeys(
	ctx context.Context, filter store.PasskeyFilter, page store.Page,
) ([]store.Passkey, error) {
	var c conditions
	if page.Before != uuid.Nil {
		c.add(`id < ?`, id(page.Before))
	}
	if filter.IdentityID != nil {
		c.add(`identity_id = ?`, filter.IdentityID[:])
	}
	if filter.AAGUID != nil {
		c.add(`aaguid = ?`, filter.AAGUID[:])
	}
	if filter.RPID != nil {
		c.add(`rp_id = ?`, text(*filter.RPID))
	}
	if filter.Synced != nil {
		c.add(`backed_up = ?`, *filter.Synced)
	}
	if filter.UnusedSince != nil {
		since := filter.UnusedSince.UnixMicro()
		c.add(`created_at < ? AND (last_used_at IS NULL OR last_used_at < ?)`, since, since)
	}
	if filter.CloneWarning != nil && *filter.CloneWarning {
		c.add(`clone_warning_at IS NOT NULL`)
	}
	if filter.CloneWarning != nil && !*filter.CloneWarning {
		c.add(`clone_warning_at IS NULL`)
	}
	if filter.Suspended != nil && *filter.Suspended {
		c.add(`suspended_at IS NOT NULL`)
	}
	if filter.Suspended != nil && !*filter.Suspended {
		c.add(`suspended_at IS NULL`)
	}
	return list(ctx, s, scanPasskey, selectPasskey+c.clause()+` ORDER BY id DESC LIMIT ?`,
		append(c.args, page.Size)...)
}

// RenamePasskey gives a passkey of that identity another name.
func (s *Store) RenamePasskey(
	ctx context.Context, identityID, passkeyID uuid.UUID, name string, event store.AuditEvent,
) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		renamed, err := changed(ctx, tx, `
			UPDATE passkeys
			SET name = ?
			WHERE id = ? AND identity_id = ?`,
			text(name), id(passkeyID), id(identityID))
		if err := orNotFound(renamed > 0, err); err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// ConfirmPasskey notes it.
func (s *Store) ConfirmPasskey(ctx context.Context, passkeyID uuid.UUID, at time.Time, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		confirmed, err := changed(ctx, tx, `
			UPDATE passkeys
			SET confirmed_at = ?
			WHERE id = ? AND confirmed_at IS NULL`,
			at.UnixMicro(), id(passkeyID))
		if err != nil {
			return err
		}
		if confirmed == 0 {
			return orNotFound(exists(ctx, tx, `SELECT count(*) FROM passkeys WHERE id = ?`, id(passkeyID)))
		}
		return recordEvent(ctx, tx, event)
	})
}

// DeletePasskey looks before it deletes: no other write runs meanwhile.
func (s *Store) DeletePasskey(
	ctx context.Context, identityID, passkeyID uuid.UUID, by []uuid.UUID, keepLast bool, event store.AuditEvent,
) (ended []store.PasskeySession, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		ended, err = removePasskey(ctx, tx, identityID, passkeyID, by, keepLast, event)
		return err
	})
	return ended, err
}

func removePasskey(
	ctx context.Context, tx *sql.Tx, identityID, passkeyID uuid.UUID, by []uuid.UUID, keepLast bool, event store.AuditEvent,
) (ended []store.PasskeySession, err error) {
	if err := mayGo(ctx, tx, identityID, passkeyID, by, keepLast); err != nil {
		return nil, err
	}
	if ended, err = endGrants(ctx, tx, passkeyID); err != nil {
		return nil, err
	}
	if err := deletePasskeys(ctx, tx, `id`, passkeyID, event.At); err != nil {
		return nil, err
	}
	return ended, recordEvent(ctx, tx, event)
}

// mayGo applies the contract's rules in their order.
func mayGo(ctx context.Context, tx *sql.Tx, identityID, passkeyID uuid.UUID, by []uuid.UUID, keepLast bool) error {
	var found, usable, others bool
	err := tx.QueryRowContext(ctx, `
		SELECT
			EXISTS (SELECT 1 FROM passkeys WHERE identity_id = ?1 AND id = ?2),
			EXISTS (SELECT 1 FROM passkeys WHERE identity_id = ?1 AND id = ?2 AND suspended_at IS NULL),
			EXISTS (SELECT 1 FROM passkeys WHERE identity_id = ?1 AND id <> ?2 AND suspended_at IS NULL)`,
		id(identityID), id(passkeyID)).Scan(&found, &usable, &others)
	if err := orNotFound(found, err); err != nil {
		return err
	}
	if err := evidenceStands(ctx, tx, identityID, by); err != nil {
		return err
	}
	if keepLast && usable && !others {
		return store.LastPasskey
	}
	return nil
}

// deletePasskeys deletes those and writes their tombstones. which is the column of the ID.
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

// SuspendPasskey pauses a passkey.
func (s *Store) SuspendPasskey(
	ctx context.Context, passkeyID uuid.UUID, at time.Time, keepLast bool, event store.AuditEvent,
) (ended []store.PasskeySession, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		if keepLast {
			last, err := exists(ctx, tx, `
				SELECT count(*)
				FROM passkeys AS p
				WHERE id = ? AND suspended_at IS NULL AND NOT EXISTS (
					SELECT 1
					FROM passkeys AS other
					WHERE other.identity_id = p.identity_id AND other.id <> p.id AND other.suspended_at IS NULL
				)`,
				id(passkeyID))
			if err != nil {
				return err
			}
			if last {
				return store.LastPasskey
			}
		}
		ended, err = suspend(ctx, tx, passkeyID, store.SuspendedByAdmin, at, event)
		return err
	})
	return ended, err
}

// SuspendForVerification marks the passkey as one that may be another person's.
func (s *Store) SuspendForVerification(
	ctx context.Context, passkeyID uuid.UUID, at time.Time, event store.AuditEvent,
) (ended []store.PasskeySession, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		ended, err = suspend(ctx, tx, passkeyID, store.SuspendedForVerification, at, event)
		return err
	})
	return ended, err
}

func suspend(
	ctx context.Context, tx *sql.Tx, passkeyID uuid.UUID, why string, at time.Time, event store.AuditEvent,
) (ended []store.PasskeySession, err error) {
	suspended, err := changed(ctx, tx, `
		UPDATE passkeys
		SET suspended_at = coalesce(suspended_at, ?1),
		    suspended_for = ?2
		WHERE id = ?3 AND (suspended_at IS NULL OR (suspended_for = '' AND ?2 <> ''))`,
		at.UnixMicro(), why, id(passkeyID))
	if err != nil {
		return nil, err
	}
	if suspended == 0 {
		return nil, orNotFound(exists(ctx, tx, `SELECT count(*) FROM passkeys WHERE id = ?`, id(passkeyID)))
	}
	if ended, err = endGrants(ctx, tx, passkeyID); err != nil {
		return nil, err
	}
	return ended, recordEvent(ctx, tx, event)
}

// endGrants deletes everything that a passkey granted, and returns the passkey sessions among it.
func endGrants(ctx context.Context, tx *sql.Tx, passkeyID uuid.UUID) ([]store.PasskeySession, error) {
	// Through both columns of the index.
	const granted = ` WHERE (identity_id, passkey_id) = (SELECT identity_id, id FROM passkeys WHERE id = ?)`
	for _, table := range []string{"step_ups", "authorization_codes", "gate_passes"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+granted, id(passkeyID)); err != nil {
			return nil, err
		}
	}
	return within(ctx, tx, scanPasskeySession,
		`DELETE FROM passkey_sessions`+granted+` RETURNING`+passkeySessionColumns, id(passkeyID))
}

// evidenceStands: no other write runs before the transaction ends.
func evidenceStands(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, by []uuid.UUID) error {
	for _, one := range by {
		stands, err := exists(ctx, tx, `
			SELECT count(*)
			FROM passkeys
			WHERE identity_id = ? AND id = ? AND suspended_at IS NULL`,
			id(identityID), id(one))
		if err != nil {
			return err
		}
		if !stands {
			return store.EvidenceGone
		}
	}
	return nil
}

// ResumePasskey ends the pause.
func (s *Store) ResumePasskey(ctx context.Context, passkeyID uuid.UUID, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		resumed, err := changed(ctx, tx, `
			UPDATE passkeys
			SET suspended_at = NULL,
			    suspended_for = '',
			    clone_warning_at = NULL
			WHERE id = ? AND (suspended_at IS NOT NULL OR clone_warning_at IS NOT NULL)`,
			id(passkeyID))
		if err != nil {
			return err
		}
		if resumed == 0 {
			return orNotFound(exists(ctx, tx, `SELECT count(*) FROM passkeys WHERE id = ?`, id(passkeyID)))
		}
		return recordEvent(ctx, tx, event)
	})
}

func orNotFound(found bool, err error) error {
	if err == nil && !found {
		return store.ErrNotFound
	}
	return err
}

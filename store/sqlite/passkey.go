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

func orNotFound(found bool, err error) error {
	if err == nil && !found {
		return store.ErrNotFound
	}
	return err
}

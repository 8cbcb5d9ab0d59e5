package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

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

func scanPasskey(row pgx.CollectableRow) (store.Passkey, error) {
	var p store.Passkey
	err := row.Scan(
		&p.ID,
		&p.IdentityID,
		&p.CredentialID,
		&p.UserHandle,
		&p.RPID,
		&p.Name,
		&p.Record,
		&p.AAGUID,
		&p.BackupEligible,
		&p.BackedUp,
		&p.SignCount,
		&p.CreatedAt,
		&p.LastUsedAt,
		&p.SuspendedAt,
		&p.CloneWarningAt,
		&p.UVInitialized,
		&p.ConfirmedAt,
		&p.SuspendedFor,
	)
	return p, err
}

// PasskeyByCredentialID is one look-up in passkeys_credential_id_key.
func (s *Store) PasskeyByCredentialID(ctx context.Context, credentialID []byte) (store.Passkey, error) {
	return one(ctx, s, scanPasskey, selectPasskey+` WHERE credential_id = $1`, credentialID)
}

// Passkey by our own ID.
func (s *Store) Passkey(ctx context.Context, id uuid.UUID) (store.Passkey, error) {
	return one(ctx, s, scanPasskey, selectPasskey+` WHERE id = $1`, id)
}

// PasskeysOf lists an identity's, oldest first.
func (s *Store) PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error) {
	return list(ctx, s, scanPasskey, selectPasskey+` WHERE identity_id = $1 ORDER BY id`, identityID)
}

// ListPasskeys lists over all identities, newest first. It is planned anew each time, as AuditEvents is.
func (s *Store) ListPasskeys(
	ctx context.Context, filter store.PasskeyFilter, page store.Page,
) ([]store.Passkey, error) {
	return list(ctx, s, scanPasskey, listPasskeys,
		pgx.QueryExecModeCacheDescribe,
		orNull(page.Before),
		filter.IdentityID,
		filter.AAGUID,
		filter.RPID,
		filter.Synced,
		filter.UnusedSince,
		filter.CloneWarning,
		page.Size,
		filter.Suspended,
	)
}

// The clone warning and the suspension have two members each, so that a constant true leaves the condition of its
// partial index.
const listPasskeys = selectPasskey + `
	WHERE ($1::uuid IS NULL OR id < $1)
	  AND ($2::uuid IS NULL OR identity_id = $2)
	  AND ($3::uuid IS NULL OR aaguid = $3)
	  AND ($4::text IS NULL OR rp_id = $4)
	  AND ($5::boolean IS NULL OR backed_up = $5)
	  AND ($6::timestamptz IS NULL OR (created_at < $6 AND (last_used_at IS NULL OR last_used_at < $6)))
	  AND ($7::boolean IS NOT TRUE OR clone_warning_at IS NOT NULL)
	  AND ($7::boolean IS NOT FALSE OR clone_warning_at IS NULL)
	  AND ($9::boolean IS NOT TRUE OR suspended_at IS NOT NULL)
	  AND ($9::boolean IS NOT FALSE OR suspended_at IS NULL)
	ORDER BY id DESC
	LIMIT $8`

// RenamePasskey gives a passkey of that identity another name.
func (s *Store) RenamePasskey(
	ctx context.Context, identityID, id uuid.UUID, name string, event store.AuditEvent,
) error {
	renamed, err := s.count(ctx, `
		WITH renamed AS (
			UPDATE passkeys
			SET name = $15
			WHERE id = $13 AND identity_id = $14
			RETURNING id
		), audit AS (`+recordEvent+` FROM renamed)
		SELECT count(*) FROM renamed`,
		eventArgs(event, id, identityID, name)...)
	return orNotFound(renamed, err)
}

// ConfirmPasskey notes it.
func (s *Store) ConfirmPasskey(ctx context.Context, id uuid.UUID, at time.Time, event store.AuditEvent) error {
	found, err := s.count(ctx, `
		WITH confirmed AS (
			UPDATE passkeys
			SET confirmed_at = $14
			WHERE id = $13 AND confirmed_at IS NULL
			RETURNING id
		), audit AS (`+recordEvent+` FROM confirmed)
		SELECT count(*) FROM passkeys WHERE id = $13`,
		eventArgs(event, id, at)...)
	return orNotFound(found, err)
}

// orNotFound is for statements that count the rows they found.
func orNotFound(found int64, err error) error {
	if err == nil && found == 0 {
		return store.ErrNotFound
	}
	return err
}

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
		clone_warning_at
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

// DeletePasskey with keepLast first locks the identity's rows, in the order of their IDs so that two such calls
// cannot deadlock. The second of them then counts what the first has left: PostgreSQL skips rows that were
// deleted while it waited for their lock, and reads anew those that were changed.
func (s *Store) DeletePasskey(
	ctx context.Context, identityID, id uuid.UUID, keepLast bool, event store.AuditEvent,
) error {
	var found, deleted int64
	err := retry(func() error {
		return s.pool.QueryRow(ctx, `
			WITH held AS MATERIALIZED (
				SELECT id, suspended_at
				FROM passkeys
				WHERE identity_id = $14 AND (id = $13 OR $15)
				ORDER BY id
				FOR UPDATE
			), deleted AS (
				DELETE FROM passkeys
				USING held
				WHERE passkeys.id = $13
				  AND held.id = passkeys.id
				  AND (
					NOT $15::boolean
					OR held.suspended_at IS NOT NULL
					OR (SELECT count(*) FROM held WHERE id <> $13 AND suspended_at IS NULL) > 0
				  )
				RETURNING passkeys.id
			), audit AS (`+recordEvent+` FROM deleted)
			SELECT
				(SELECT count(*) FROM held WHERE id = $13),
				(SELECT count(*) FROM deleted)`,
			eventArgs(event, id, identityID, keepLast)...).Scan(&found, &deleted)
	})
	switch {
	case err != nil:
		return err
	case found == 0:
		return store.ErrNotFound
	case deleted == 0:
		return store.LastPasskey
	}
	return nil
}

// SuspendPasskey takes two statements in one transaction: the second must see a step-up that was committed while
// the first waited for the row, and no statement sees what is newer than itself.
func (s *Store) SuspendPasskey(ctx context.Context, id uuid.UUID, at time.Time, event store.AuditEvent) error {
	return retry(func() error {
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			var found int64
			err := tx.QueryRow(ctx, `
				WITH suspended AS (
					UPDATE passkeys
					SET suspended_at = $14
					WHERE id = $13 AND suspended_at IS NULL
					RETURNING id
				), audit AS (`+recordEvent+` FROM suspended)
				SELECT count(*) FROM passkeys WHERE id = $13`,
				eventArgs(event, id, at)...).Scan(&found)
			if err := orNotFound(found, err); err != nil {
				return err
			}
			return endStepUps(ctx, tx, id)
		})
	})
}

// endStepUps deletes what a passkey vouched for.
func endStepUps(ctx context.Context, tx pgx.Tx, passkeyID uuid.UUID) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM step_ups
		USING passkeys
		WHERE passkeys.id = $1
		  AND step_ups.identity_id = passkeys.identity_id
		  AND step_ups.passkey_id = passkeys.id`,
		passkeyID)
	return err
}

// ResumePasskey ends the pause.
func (s *Store) ResumePasskey(ctx context.Context, id uuid.UUID, event store.AuditEvent) error {
	found, err := s.count(ctx, `
		WITH resumed AS (
			UPDATE passkeys
			SET suspended_at = NULL,
			    clone_warning_at = NULL
			WHERE id = $13 AND (suspended_at IS NOT NULL OR clone_warning_at IS NOT NULL)
			RETURNING id
		), audit AS (`+recordEvent+` FROM resumed)
		SELECT count(*) FROM passkeys WHERE id = $13`,
		eventArgs(event, id)...)
	return orNotFound(found, err)
}

// orNotFound is for statements that count the rows they found.
func orNotFound(found int64, err error) error {
	if err == nil && found == 0 {
		return store.ErrNotFound
	}
	return err
}

package postgres

import (
	"context"
	"errors"
	"slices"
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

// DeletePasskey first locks the passkey, those behind the evidence and, with keepLast, all of the identity, in the order
// of their IDs so that two such calls cannot deadlock. From then on nothing can be granted by the passkey, and the
// second statement sees all that was.
func (s *Store) DeletePasskey(
	ctx context.Context, identityID, id uuid.UUID, by []uuid.UUID, keepLast bool, event store.AuditEvent,
) (ended []store.PasskeySession, err error) {
	err = retry(func() error {
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			ended, err = removePasskey(ctx, tx, identityID, id, by, keepLast, event)
			return err
		})
	})
	return ended, err
}

func removePasskey(
	ctx context.Context, tx pgx.Tx, identityID, id uuid.UUID, by []uuid.UUID, keepLast bool, event store.AuditEvent,
) (ended []store.PasskeySession, err error) {
	held, err := holdPasskeys(ctx, tx, `identity_id = $1 AND ($3 OR id = ANY ($2))`, identityID, append([]uuid.UUID{id}, by...), keepLast)
	if err != nil {
		return nil, err
	}
	if err := held.mayGo(id, by, keepLast); err != nil {
		return nil, err
	}
	if ended, err = endGrants(ctx, tx, identityID, id); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, deletePasskey, eventArgs(event, id, event.At)...)
	return ended, err
}

const deletePasskey = `
	WITH deleted AS (
		DELETE FROM passkeys
		WHERE id = $13
		RETURNING credential_id, identity_id, rp_id, user_handle, created_at
	), buried AS (
		` + buryDeleted + `$14::timestamptz` + buryDeletedEnd + `
	)` + recordEvent + ` FROM deleted`

// buryDeleted writes tombstones of what "deleted" gives; the time goes between the two.
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

// heldPasskeys are rows that are locked against every change: true where the passkey is not suspended.
type heldPasskeys map[uuid.UUID]bool

func holdPasskeys(ctx context.Context, tx pgx.Tx, which string, args ...any) (heldPasskeys, error) {
	rows, err := tx.Query(ctx, `SELECT id, suspended_at IS NULL FROM passkeys WHERE `+which+` ORDER BY id FOR UPDATE`, args...)
	if err != nil {
		return nil, err
	}
	var (
		held   = heldPasskeys{}
		id     uuid.UUID
		usable bool
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &usable}, func() error {
		held[id] = usable
		return nil
	})
	return held, err
}

// mayGo applies the contract's rules in their order.
func (h heldPasskeys) mayGo(id uuid.UUID, by []uuid.UUID, keepLast bool) error {
	usable, found := h[id]
	others := 0
	for other, ok := range h {
		if ok && other != id {
			others++
		}
	}
	switch {
	case !found:
		return store.ErrNotFound
	case slices.ContainsFunc(by, func(id uuid.UUID) bool { return !h[id] }):
		return store.EvidenceGone
	case keepLast && usable && others == 0:
		return store.LastPasskey
	}
	return nil
}

// SuspendPasskey takes two statements in one transaction: the second must see what was granted and committed while
// the first waited for the row, and no statement sees what is newer than itself.
func (s *Store) SuspendPasskey(
	ctx context.Context, id uuid.UUID, at time.Time, keepLast bool, event store.AuditEvent,
) (ended []store.PasskeySession, err error) {
	err = retry(func() error {
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			if keepLast {
				held, err := holdPasskeys(ctx, tx, `identity_id = (SELECT identity_id FROM passkeys WHERE id = $1)`, id)
				if err != nil {
					return err
				}
				if err := held.mayGo(id, nil, true); err != nil {
					return err
				}
			}
			var err error
			ended, err = suspend(ctx, tx, id, store.SuspendedByAdmin, at, event)
			return err
		})
	})
	return ended, err
}

// SuspendForVerification marks the passkey as one that may be another person's.
func (s *Store) SuspendForVerification(
	ctx context.Context, id uuid.UUID, at time.Time, event store.AuditEvent,
) (ended []store.PasskeySession, err error) {
	err = retry(func() error {
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			var err error
			ended, err = suspend(ctx, tx, id, store.SuspendedForVerification, at, event)
			return err
		})
	})
	return ended, err
}

func suspend(
	ctx context.Context, tx pgx.Tx, id uuid.UUID, why string, at time.Time, event store.AuditEvent,
) ([]store.PasskeySession, error) {
	var identityID uuid.UUID
	err := tx.QueryRow(ctx, `
		WITH suspended AS (
			UPDATE passkeys
			SET suspended_at = coalesce(suspended_at, $14),
			    suspended_for = $15
			WHERE id = $13 AND (suspended_at IS NULL OR (suspended_for = '' AND $15 <> ''))
			RETURNING id
		), audit AS (`+recordEvent+` FROM suspended)
		SELECT identity_id FROM passkeys WHERE id = $13`,
		eventArgs(event, id, at, why)...).Scan(&identityID)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return endGrants(ctx, tx, identityID, id)
}

// endGrants deletes everything that a passkey granted, whose row the caller has changed or locked, and returns the
// passkey sessions among it. Who grants holds that row first: so neither waits for the other in a circle, and
// nothing is granted that is not seen here.
func endGrants(ctx context.Context, tx pgx.Tx, identityID, passkeyID uuid.UUID) ([]store.PasskeySession, error) {
	rows, err := tx.Query(ctx, `
		WITH step AS (
			DELETE FROM step_ups WHERE identity_id = $1 AND passkey_id = $2
		), code AS (
			DELETE FROM authorization_codes WHERE identity_id = $1 AND passkey_id = $2
		), pass AS (
			DELETE FROM gate_passes WHERE identity_id = $1 AND passkey_id = $2
		)
		DELETE FROM passkey_sessions
		WHERE identity_id = $1 AND passkey_id = $2
		RETURNING`+passkeySessionColumns,
		identityID, passkeyID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanPasskeySession)
}

// evidenceStands locks the passkeys behind some evidence against suspension and removal.
func evidenceStands(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, by []uuid.UUID) error {
	if len(by) == 0 {
		return nil
	}
	standing, err := tx.Exec(ctx, `
		SELECT id
		FROM passkeys
		WHERE identity_id = $1 AND id = ANY ($2) AND suspended_at IS NULL
		ORDER BY id
		FOR SHARE`,
		identityID, by)
	if err == nil && standing.RowsAffected() != int64(len(by)) {
		return store.EvidenceGone
	}
	return err
}

// ResumePasskey ends the pause.
func (s *Store) ResumePasskey(ctx context.Context, id uuid.UUID, event store.AuditEvent) error {
	found, err := s.count(ctx, `
		WITH resumed AS (
			UPDATE passkeys
			SET suspended_at = NULL,
			    suspended_for = '',
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

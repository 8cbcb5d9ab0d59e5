package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// Holdings uses one query per table. It is rarely called.
func (s *Store) Holdings(ctx context.Context, identityID uuid.UUID) (store.Holdings, error) {
	var h store.Holdings
	var err error
	h.Sessions, err = list(ctx, s.pool, row.HeldSession, numbered(row.HeldSessions), identityID, identityID, identityID)
	if err != nil {
		return h, err
	}
	if h.Factors, err = s.FactorsOf(ctx, identityID); err != nil {
		return h, err
	}
	if h.Tombstones, err = list(ctx, s.pool, row.Tombstone, tombstonesOf, identityID); err != nil {
		return h, err
	}
	if h.Removed, err = list(ctx, s.pool, row.RemovedPasskey, numbered(row.SelectRemovedPasskeys), identityID); err != nil {
		return h, err
	}
	if h.Revocations, err = list(ctx, s.pool, row.HeldRevocation, numbered(row.SelectHeldRevocations), identityID); err != nil {
		return h, err
	}
	if h.Marks, err = list(ctx, s.pool, row.HeldMark, numbered(row.HeldMarks), identityID); err != nil {
		return h, err
	}
	if h.Endings, err = list(ctx, s.pool, row.Ending, numbered(row.EndingsOf), identityID); err != nil {
		return h, err
	}
	if h.Handles, err = list(ctx, s.pool, row.Bytes, handlesOf, identityID); err != nil {
		return h, err
	}
	if h.Struck, err = list(ctx, s.pool, row.Bytes, removedCredentials, identityID); err != nil {
		return h, err
	}
	err = s.pool.QueryRow(ctx, `
		SELECT
			(SELECT count(*) FROM gate_passes WHERE identity_id = $1),
			(SELECT count(*) FROM authorization_codes WHERE identity_id = $1),
			(SELECT began_at FROM enrolment_grace WHERE identity_id = $1),
			(SELECT began_at FROM second_grace WHERE identity_id = $1),
			(SELECT since FROM missing_identities WHERE identity_id = $1),
			(SELECT locked_until FROM recovery_attempts WHERE identity_id = $1)`,
		identityID).Scan(&h.GatePasses, &h.Codes, &h.GraceBegan, &h.SecondGraceBegan, &h.MissingSince, &h.CodesLockedUntil)
	return h, err
}

// ErasableEvents lists events that are sealed and not blanked.
func (s *Store) ErasableEvents(ctx context.Context, identityID uuid.UUID, size int) ([]store.SealedEvent, error) {
	return list(ctx, s.pool, row.SealedEvent, `
		SELECT`+row.SealedEventColumns+`
		FROM security_audit
		WHERE identity_id = $1 AND salt IS NOT NULL
		ORDER BY id
		LIMIT $2`,
		identityID, size)
}

// deleteIdentity deletes all rows of an identity but its session endings. Rows that reference passkeys are counted
// before they are deleted with them. If $2 is true, tombstones, aliases and deliveries stay, and the passkeys get tombstones, with the
// time $3. What was removed, suspended or disowned stays so.
const deleteIdentity = `
	WITH step AS (
		DELETE FROM step_ups WHERE identity_id = $1 RETURNING 1
	), login AS (
		DELETE FROM passkey_sessions WHERE identity_id = $1 RETURNING 1
	), authorization_code AS (
		DELETE FROM authorization_codes WHERE identity_id = $1 RETURNING 1
	), factor AS (
		DELETE FROM factors WHERE identity_id = $1 AND NOT ($2::boolean AND disowned_at IS NOT NULL) RETURNING 1
	), removed AS (
		DELETE FROM removed_passkeys WHERE identity_id = $1 RETURNING 1
	), struck AS (
		DELETE FROM removed_credentials WHERE identity_id = $1 AND NOT $2::boolean RETURNING 1
	), handle AS (
		DELETE FROM user_handle_aliases WHERE identity_id = $1 AND NOT $2::boolean RETURNING 1
	), kept AS (
		UPDATE user_handle_aliases SET removed_at = $3::timestamptz WHERE identity_id = $1 AND $2::boolean
	), tombstone AS (
		DELETE FROM tombstones WHERE identity_id = $1 AND NOT $2::boolean RETURNING 1
	), recovery AS (
		DELETE FROM recoveries WHERE identity_id = $1 RETURNING 1
	), pass AS (
		DELETE FROM gate_passes WHERE identity_id = $1 RETURNING 1
	), code AS (
		DELETE FROM recovery_codes WHERE identity_id = $1 RETURNING 1
	), attempt AS (
		DELETE FROM recovery_attempts WHERE identity_id = $1
	), reset AS (
		DELETE FROM resets WHERE identity_id = $1
	), approval AS (
		DELETE FROM approvals WHERE identity_id = $1
	), matched AS (
		DELETE FROM revocation_passkeys WHERE identity_id = $1
	), revocation AS (
		DELETE FROM revocations WHERE identity_id = $1
	), delivery AS (
		DELETE FROM deliveries WHERE identity_id = $1 AND NOT $2::boolean
	), missing AS (
		DELETE FROM missing_identities WHERE identity_id = $1
	), grace AS (
		DELETE FROM enrolment_grace WHERE identity_id = $1 RETURNING 1
	), second AS (
		DELETE FROM second_grace WHERE identity_id = $1 RETURNING 1
	), first_passkey AS (
		DELETE FROM first_passkeys WHERE identity_id = $1 RETURNING 1
	), passkey AS (
		DELETE FROM passkeys WHERE identity_id = $1
		RETURNING credential_id, identity_id, rp_id, user_handle, created_at, suspended_at IS NOT NULL AND NOT (` + row.Inactive + `) AS stopped
	), deleted AS (
		SELECT * FROM passkey WHERE $2::boolean
	), stopped AS (` + strikeDeleted + `
		WHERE stopped
		ON CONFLICT DO NOTHING
	), buried AS (
		` + buryDeleted + `$3::timestamptz` + buryDeletedEnd + `
	)
	SELECT
		(SELECT count(*) FROM passkey),
		(SELECT count(*) FROM code),
		(SELECT count(*) FROM step) + (SELECT count(*) FROM login) + (SELECT count(*) FROM recovery),
		(SELECT count(*) FROM pass),
		(SELECT count(*) FROM authorization_code),
		(SELECT count(*) FROM factor),
		(SELECT count(*) FROM tombstone),
		(SELECT count(*) FROM removed),
		(SELECT count(*) FROM struck),
		(SELECT count(*) FROM handle),
		(SELECT count(*) FROM first_passkey),
		(SELECT count(*) FROM grace) + (SELECT count(*) FROM second)`

// allowMinute lets the statements of a transaction take longer than others: an identity may have many events.
const allowMinute = `SET LOCAL statement_timeout = '1min'`

// EraseIdentity deletes the rows of an identity, revokes its admin keys and blanks events.
func (s *Store) EraseIdentity(
	ctx context.Context, identityID uuid.UUID, at time.Time, events []store.EventErasure,
	revoked func(store.AdminKey) store.AuditEvent, record func(store.Erased) store.AuditEvent,
) (store.Erased, error) {
	var erased store.Erased
	err := s.write(ctx, func(tx pgx.Tx) error {
		var err error
		if erased, err = deleteRows(ctx, tx, identityID, false, at, revoked); err != nil {
			return err
		}
		if erased.Events, err = blankEvents(ctx, tx, identityID, events); err != nil {
			return err
		}
		if erased.None() {
			return store.ErrNotFound
		}
		_, err = tx.Exec(ctx, recordEvent, eventArgs(record(erased))...)
		return err
	})
	return erased, err
}

// deleteRows runs deleteIdentity and revokes the identity's admin keys.
func deleteRows(
	ctx context.Context, tx pgx.Tx, identityID uuid.UUID, bury bool, at time.Time, revoked func(store.AdminKey) store.AuditEvent,
) (erased store.Erased, err error) {
	if _, err := tx.Exec(ctx, allowMinute); err != nil {
		return erased, err
	}
	err = tx.QueryRow(ctx, deleteIdentity, identityID, bury, at).Scan(
		&erased.Passkeys,
		&erased.RecoveryCodes,
		&erased.Sessions,
		&erased.GatePasses,
		&erased.Codes,
		&erased.Factors,
		&erased.Tombstones,
		&erased.Removed,
		&erased.Struck,
		&erased.Handles,
		&erased.FirstPasskeys,
		&erased.Graces,
	)
	if err != nil {
		return erased, err
	}
	keys, err := revokeAdminKeys(ctx, tx, `owner = $1`, store.OwnedByIdentity+identityID.String(), at, revoked)
	erased.AdminKeys = int64(len(keys))
	return erased, err
}

// blankEvents removes the personal data of events, and returns their number.
func blankEvents(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, events []store.EventErasure) (int64, error) {
	ids, signatures := make([]uuid.UUID, len(events)), make([][]byte, len(events))
	for i, e := range events {
		ids[i], signatures[i] = e.ID, e.Signature[:]
	}
	blanked, err := tx.Exec(ctx, `
		UPDATE security_audit
		SET salt = NULL,
		    erasure = given.signature,
		    identity_id = NULL,
		    actor_id = CASE
		        WHEN actor_kind = 'identity' AND actor_id = identity_id::text THEN ''
		        ELSE actor_id
		    END,
		    ip = '',
		    user_agent = '',
		    reason = '',
		    metadata = NULL
		FROM unnest($2::uuid[], $3::bytea[]) AS given (id, signature)
		WHERE security_audit.id = given.id
		  AND security_audit.identity_id = $1
		  AND security_audit.salt IS NOT NULL`,
		identityID, ids, signatures)
	return blanked.RowsAffected(), err
}

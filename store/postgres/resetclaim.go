package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// ClaimReset claims an open reset that no worker has claimed.
func (s *Store) ClaimReset(ctx context.Context, id, claim uuid.UUID, now, until time.Time) (store.Reset, error) {
	r, err := one(ctx, s.pool, row.Reset, `
		UPDATE resets
		SET claim = $2,
		    next_try_at = $4,
		    tries = tries + 1
		WHERE id = $1 AND state = 'open' AND (claim IS NULL OR next_try_at <= $3)
		RETURNING`+row.ResetColumns,
		id, claim, now, until)
	if errors.Is(err, store.ErrNotFound) {
		return r, s.resetOr(ctx, id, store.ResetTaken)
	}
	return r, err
}

// ClaimDueReset skips resets that another replica is claiming.
func (s *Store) ClaimDueReset(ctx context.Context, claim uuid.UUID, now, until time.Time) (store.Reset, error) {
	return one(ctx, s.pool, row.Reset, `
		UPDATE resets
		SET claim = $1,
		    next_try_at = $3,
		    tries = tries + 1
		WHERE id = (
			SELECT id
			FROM resets
			WHERE next_try_at <= $2
			ORDER BY next_try_at
			LIMIT 1
			FOR UPDATE SKIP LOCKED
		)
		RETURNING`+row.ResetColumns,
		claim, now, until)
}

// clearFactors deletes everything that is, or was granted by, a second factor. Rows that reference passkeys are counted
// before they are deleted with them. The caller has locked the passkeys and deleted the passkey sessions.
const clearFactors = `
	WITH step AS (
		DELETE FROM step_ups WHERE identity_id = $1 RETURNING 1
	), recovery AS (
		DELETE FROM recoveries WHERE identity_id = $1 RETURNING 1
	), pass AS (
		DELETE FROM gate_passes WHERE identity_id = $1
	), login AS (
		DELETE FROM authorization_codes WHERE identity_id = $1
	), code AS (
		DELETE FROM recovery_codes WHERE identity_id = $1 RETURNING used_at
	), attempt AS (
		DELETE FROM recovery_attempts WHERE identity_id = $1
	), deleted AS (
		DELETE FROM passkeys WHERE identity_id = $1 RETURNING id, name, credential_id, identity_id, rp_id, user_handle, created_at
	), buried AS (
		` + buryDeleted + `$2::timestamptz` + buryDeletedEnd + `
	), struck AS (` + strikeDeleted + `
		ON CONFLICT DO NOTHING
	)
	SELECT
		(SELECT json_agg(json_build_object('id', id, 'name', name) ORDER BY created_at) FROM deleted),
		(SELECT count(*) FROM code WHERE used_at IS NULL),
		(SELECT count(*) FROM step) + (SELECT count(*) FROM recovery)`

// noteReset is the update by the holder of the claim.
const noteReset = `
	UPDATE resets
	SET steps = $3,
	    next_try_at = $4
	WHERE id = $1 AND claim = $2 AND state = 'open'`

// ClearFactors locks the row of the reset first, so that nothing is deleted under a lost claim.
func (s *Store) ClearFactors(
	ctx context.Context, id, identityID, claim uuid.UUID, at, until time.Time, note func(store.Cleared) json.RawMessage,
) (ended []store.PasskeySession, err error) {
	err = s.withClaim(ctx, id, claim, func(tx pgx.Tx) error {
		var c store.Cleared
		if ended, c, err = clearAll(ctx, tx, identityID, at); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, noteReset, id, claim, note(c), until)
		return err
	})
	return ended, err
}

func clearAll(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, at time.Time) (ended []store.PasskeySession, c store.Cleared, err error) {
	if _, err := holdPasskeys(ctx, tx, `identity_id = $1`, identityID); err != nil {
		return nil, c, err
	}
	ended, err = list(ctx, tx, row.PasskeySession,
		`DELETE FROM passkey_sessions WHERE identity_id = $1 RETURNING`+row.PasskeySessionColumns, identityID)
	if err != nil {
		return nil, c, err
	}
	err = tx.QueryRow(ctx, clearFactors, identityID, at).Scan(&c.Passkeys, &c.RecoveryCodes, &c.Sessions)
	c.Sessions += int64(len(ended))
	return ended, c, err
}

// withClaim runs change in a transaction that locks the row of the reset, so that the claim cannot pass to another
// worker. It returns store.ResetTaken if the claim is lost.
func (s *Store) withClaim(ctx context.Context, id, claim uuid.UUID, change func(tx pgx.Tx) error) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		var held uuid.UUID
		err := tx.QueryRow(ctx, `
			SELECT id
			FROM resets
			WHERE id = $1 AND claim = $2 AND state = 'open'
			FOR UPDATE`,
			id, claim).Scan(&held)
		if errors.Is(err, pgx.ErrNoRows) {
			return store.ResetTaken
		}
		if err != nil {
			return err
		}
		return change(tx)
	})
}

// NoteReset stores the steps and extends the claim.
func (s *Store) NoteReset(ctx context.Context, id, claim uuid.UUID, steps json.RawMessage, until time.Time) error {
	return s.claimed(ctx, noteReset, id, claim, steps, until)
}

// claimed runs an update that affects no row if the claim is lost, and returns store.ResetTaken then.
func (s *Store) claimed(ctx context.Context, sql string, args ...any) error {
	tag, err := s.pool.Exec(ctx, sql, args...)
	if err == nil && tag.RowsAffected() == 0 {
		return store.ResetTaken
	}
	return err
}

// ReleaseReset ends a claim.
func (s *Store) ReleaseReset(ctx context.Context, id, claim uuid.UUID, failure string, nextTryAt time.Time) error {
	return s.claimed(ctx, `
		UPDATE resets
		SET claim = NULL,
		    failure = $3,
		    next_try_at = $4
		WHERE id = $1 AND claim = $2 AND state = 'open'`,
		id, claim, failure, nextTryAt)
}

// EndReset repeats the deletions of ClearFactors and marks the reset as done.
func (s *Store) EndReset(ctx context.Context, end store.ResetEnd) error {
	return s.withClaim(ctx, end.ID, end.Claim, func(tx pgx.Tx) error {
		if _, _, err := clearAll(ctx, tx, end.IdentityID, end.At); err != nil {
			return err
		}
		var rest pgx.Batch
		rest.Queue(`DELETE FROM factors WHERE identity_id = $1 AND disowned_at IS NULL`, end.IdentityID)
		rest.Queue(`
			INSERT INTO enrolment_grace (identity_id, began_at)
			VALUES ($1, $2)
			ON CONFLICT (identity_id) DO UPDATE
			SET began_at = excluded.began_at`,
			end.IdentityID, end.At)
		rest.Queue(`DELETE FROM second_grace WHERE identity_id = $1`, end.IdentityID)
		rest.Queue(`
			UPDATE resets
			SET state = 'done',
			    steps = $3,
			    failure = '',
			    claim = NULL,
			    next_try_at = NULL,
			    ended_at = $2
			WHERE id = $1`,
			end.ID, end.At, end.Steps)
		rest.Queue(recordEvent, eventArgs(end.Event)...)
		return tx.SendBatch(ctx, &rest).Close()
	})
}

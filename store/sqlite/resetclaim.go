package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// ClaimReset claims an open reset that no worker has claimed.
func (s *Store) ClaimReset(ctx context.Context, resetID, claim uuid.UUID, now, until time.Time) (store.Reset, error) {
	var r store.Reset
	err := s.write(ctx, func(tx *sql.Tx) error {
		taken, err := changed(ctx, tx, claimReset+`
			WHERE id = ? AND state = 'open' AND (claim IS NULL OR next_try_at <= ?)`,
			id(claim), until.UnixMicro(), id(resetID), now.UnixMicro())
		if err != nil {
			return err
		}
		if r, err = resetWithin(ctx, tx, resetID); err == nil && taken == 0 {
			return store.ResetTaken
		}
		return err
	})
	return r, err
}

const claimReset = `
	UPDATE resets
	SET claim = ?,
	    next_try_at = ?,
	    tries = tries + 1`

// ClaimDueReset claims the reset that has been due for the longest time. It writes only if there is one, which is rare.
func (s *Store) ClaimDueReset(ctx context.Context, claim uuid.UUID, now, until time.Time) (store.Reset, error) {
	var due []byte
	err := s.reader.QueryRowContext(ctx, dueReset, now.UnixMicro()).Scan(&due)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Reset{}, store.ErrNotFound
	}
	if err != nil {
		return store.Reset{}, err
	}
	var r store.Reset
	err = s.write(ctx, func(tx *sql.Tx) error {
		taken, err := changed(ctx, tx, claimReset+` WHERE id = ? AND next_try_at <= ?`,
			id(claim), until.UnixMicro(), due, now.UnixMicro())
		if err := orNotFound(taken > 0, err); err != nil {
			return err
		}
		r, err = resetWithin(ctx, tx, uuid.UUID(due))
		return err
	})
	return r, err
}

const dueReset = `
	SELECT id
	FROM resets
	WHERE next_try_at IS NOT NULL AND next_try_at <= ?
	ORDER BY next_try_at
	LIMIT 1`

// ClearFactors deletes the second factors under the claim, which it checks last: a lost claim rolls everything back.
func (s *Store) ClearFactors(
	ctx context.Context, resetID, identityID, claim uuid.UUID, at, until time.Time, note func(store.Cleared) json.RawMessage,
) (ended []store.PasskeySession, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		var cleared store.Cleared
		if ended, cleared, err = clearFactors(ctx, tx, identityID, at); err != nil {
			return err
		}
		return claimed(ctx, tx, noteReset, text(note(cleared)), until.UnixMicro(), id(resetID), id(claim))
	})
	return ended, err
}

// clearFactors deletes everything that is, or was granted by, a second factor. Rows that reference passkeys are counted
// before they are deleted with them.
func clearFactors(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, at time.Time) (ended []store.PasskeySession, c store.Cleared, err error) {
	ended, err = list(ctx, tx, row.PasskeySession,
		`DELETE FROM passkey_sessions WHERE identity_id = ? RETURNING`+row.PasskeySessionColumns, id(identityID))
	if err != nil {
		return nil, c, err
	}
	c.Sessions = int64(len(ended))
	c.Passkeys, err = list(ctx, tx, row.ClearedPasskey, row.SelectClearedPasskeys, id(identityID))
	if err != nil {
		return nil, c, err
	}
	var used, rest int64
	for _, d := range []struct {
		statement string
		count     *int64
	}{
		{`DELETE FROM step_ups WHERE identity_id = ?`, &c.Sessions},
		{`DELETE FROM recoveries WHERE identity_id = ?`, &c.Sessions},
		{`DELETE FROM gate_passes WHERE identity_id = ?`, &rest},
		{`DELETE FROM authorization_codes WHERE identity_id = ?`, &rest},
		{`DELETE FROM recovery_codes WHERE identity_id = ? AND used_at IS NOT NULL`, &used},
		{`DELETE FROM recovery_codes WHERE identity_id = ?`, &c.RecoveryCodes},
		{`DELETE FROM recovery_attempts WHERE identity_id = ?`, &rest},
	} {
		deleted, err := changed(ctx, tx, d.statement, id(identityID))
		if err != nil {
			return nil, c, err
		}
		*d.count += deleted
	}
	return ended, c, deletePasskeys(ctx, tx, `identity_id`, identityID, at)
}

// noteReset is the update by the holder of the claim.
const noteReset = `
	UPDATE resets
	SET steps = ?,
	    next_try_at = ?
	WHERE id = ? AND claim = ? AND state = 'open'`

// claimed runs an update that affects no row if the claim is lost, and returns store.ResetTaken then.
func claimed(ctx context.Context, tx *sql.Tx, statement string, args ...any) error {
	noted, err := changed(ctx, tx, statement, args...)
	if err == nil && noted == 0 {
		return store.ResetTaken
	}
	return err
}

// NoteReset stores the steps and extends the claim.
func (s *Store) NoteReset(ctx context.Context, resetID, claim uuid.UUID, steps json.RawMessage, until time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		return claimed(ctx, tx, noteReset, text(steps), until.UnixMicro(), id(resetID), id(claim))
	})
}

// ReleaseReset ends a claim.
func (s *Store) ReleaseReset(ctx context.Context, resetID, claim uuid.UUID, failure string, nextTryAt time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		return claimed(ctx, tx, `
			UPDATE resets
			SET claim = NULL,
			    failure = ?,
			    next_try_at = ?
			WHERE id = ? AND claim = ? AND state = 'open'`,
			text(failure), nextTryAt.UnixMicro(), id(resetID), id(claim))
	})
}

// EndReset repeats the deletions of ClearFactors and marks the reset as done.
func (s *Store) EndReset(ctx context.Context, end store.ResetEnd) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		err := claimed(ctx, tx, `
			UPDATE resets
			SET state = 'done',
			    steps = ?,
			    failure = '',
			    claim = NULL,
			    next_try_at = NULL,
			    ended_at = ?
			WHERE id = ? AND claim = ? AND state = 'open'`,
			text(end.Steps), end.At.UnixMicro(), id(end.ID), id(end.Claim))
		if err != nil {
			return err
		}
		if _, _, err := clearFactors(ctx, tx, end.IdentityID, end.At); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM factors WHERE identity_id = ? AND disowned_at IS NULL`, id(end.IdentityID))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO enrolment_grace (identity_id, began_at)
			VALUES (?, ?)
			ON CONFLICT (identity_id) DO UPDATE
			SET began_at = excluded.began_at`,
			id(end.IdentityID), end.At.UnixMicro())
		if err != nil {
			return err
		}
		if _, err = tx.ExecContext(ctx, `DELETE FROM second_grace WHERE identity_id = ?`, id(end.IdentityID)); err != nil {
			return err
		}
		return recordEvent(ctx, tx, end.Event)
	})
}

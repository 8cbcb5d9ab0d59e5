package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// ClaimDueRevocation claims the revocation that has been due for the longest time. It writes only if there is one, which is
// rare.
func (s *Store) ClaimDueRevocation(ctx context.Context, claim uuid.UUID, now, until time.Time) (store.Revocation, error) {
	var r store.Revocation
	var due []byte
	err := s.reader.QueryRowContext(ctx, `
		SELECT id
		FROM revocations
		WHERE next_try_at IS NOT NULL AND next_try_at <= ?
		ORDER BY next_try_at
		LIMIT 1`, now.UnixMicro()).Scan(&due)
	if errors.Is(err, sql.ErrNoRows) {
		return r, store.ErrNotFound
	}
	if err != nil {
		return r, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		r, err = one(ctx, tx, row.Revocation, `
			UPDATE revocations
			SET claim = ?,
			    next_try_at = ?
			WHERE id = ? AND next_try_at <= ?
			RETURNING`+row.RevocationColumns,
			id(claim), until.UnixMicro(), due, now.UnixMicro())
		return err
	})
	return r, err
}

// WaitingPasskeys lists passkeys that wait.
func (s *Store) WaitingPasskeys(ctx context.Context, revocationID uuid.UUID, limit int) ([]store.RevocationPasskey, error) {
	return list(ctx, s.reader, row.RevocationPasskey, row.WaitingPasskeys, id(revocationID), limit)
}

// SettlePasskey checks the claim, and that the passkey waits, so that nothing is deleted twice.
func (s *Store) SettlePasskey(ctx context.Context, step store.RevocationStep) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		err := heldRevocation(ctx, tx, `
			UPDATE revocations
			SET next_try_at = ?1,
			    failure = '',
			    revoked = revoked + (?4 = 'revoked'),
			    gone = gone + (?4 = 'gone'),
			    skipped = skipped + (?4 = 'skipped'),
			    failed = failed + (?4 = 'failed')
			WHERE id = ?2 AND claim = ?3 AND state = 'open'`,
			step.Until.UnixMicro(), id(step.ID), id(step.Claim), step.Outcome)
		if err != nil {
			return err
		}
		settled, err := changed(ctx, tx, `
			UPDATE revocation_passkeys
			SET outcome = ?,
			    cause = ?,
			    at = ?
			WHERE revocation_id = ? AND passkey_id = ? AND outcome = 'waiting'`,
			step.Outcome, text(step.Cause), step.At.UnixMicro(), id(step.ID), id(step.PasskeyID))
		if err := orNotFound(settled > 0, err); err != nil || step.Removal == nil {
			return err
		}
		ended, err = removePasskey(ctx, tx, *step.Removal, false)
		return err
	})
	return ended, err
}

// heldRevocation runs an update that affects no row if the claim is lost, and returns store.RevocationTaken then.
func heldRevocation(ctx context.Context, tx *sql.Tx, statement string, args ...any) error {
	held, err := changed(ctx, tx, statement, args...)
	if err == nil && held == 0 {
		return store.RevocationTaken
	}
	return err
}

// RetryPasskey checks the claim in the transaction that counts the try.
func (s *Store) RetryPasskey(ctx context.Context, r store.RevocationRetry) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		err := heldRevocation(ctx, tx, `
			UPDATE revocations
			SET next_try_at = ?,
			    failure = ?
			WHERE id = ? AND claim = ? AND state = 'open'`,
			r.Until.UnixMicro(), text(r.Failure), id(r.ID), id(r.Claim))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE revocation_passkeys
			SET tries = tries + 1,
			    next_try_at = ?
			WHERE revocation_id = ? AND passkey_id = ? AND outcome = 'waiting'`,
			r.NextTryAt.UnixMicro(), id(r.ID), id(r.PasskeyID))
		return err
	})
}

// ReleaseRevocation ends a claim.
func (s *Store) ReleaseRevocation(ctx context.Context, revocationID, claim uuid.UUID, failure string, nextTryAt time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		return heldRevocation(ctx, tx, `
			UPDATE revocations
			SET claim = NULL,
			    failure = ?,
			    next_try_at = ?
			WHERE id = ? AND claim = ? AND state = 'open'`,
			text(failure), nextTryAt.UnixMicro(), id(revocationID), id(claim))
	})
}

// EndRevocation marks a revocation as done.
func (s *Store) EndRevocation(ctx context.Context, revocationID, claim uuid.UUID, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		err := heldRevocation(ctx, tx, `
			UPDATE revocations
			SET state = 'done',
			    gone = matched - revoked - skipped - failed,
			    failure = '',
			    claim = NULL,
			    next_try_at = NULL,
			    ended_at = ?
			WHERE id = ? AND claim = ? AND state = 'open'`,
			event.At.UnixMicro(), id(revocationID), id(claim))
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// PurgeRevocations deletes old revocations.
func (s *Store) PurgeRevocations(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.OldRevocations)
}

package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// ClaimDueRevocation skips revocations that another replica is claiming.
func (s *Store) ClaimDueRevocation(ctx context.Context, claim uuid.UUID, now, until time.Time) (store.Revocation, error) {
	return one(ctx, s.pool, row.Revocation, `
		UPDATE revocations
		SET claim = $1,
		    next_try_at = $3
		WHERE id = (
			SELECT id
			FROM revocations
			WHERE next_try_at <= $2
			ORDER BY next_try_at
			LIMIT 1
			FOR UPDATE SKIP LOCKED
		)
		RETURNING`+row.RevocationColumns,
		claim, now, until)
}

// WaitingPasskeys lists passkeys that wait.
func (s *Store) WaitingPasskeys(ctx context.Context, id uuid.UUID, limit int) ([]store.RevocationPasskey, error) {
	return list(ctx, s.pool, row.RevocationPasskey, numbered(row.WaitingPasskeys), id, limit)
}

// SettlePasskey locks the row of the revocation first, so that nothing is deleted under a lost claim, nor twice.
func (s *Store) SettlePasskey(ctx context.Context, step store.RevocationStep) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		held, err := tx.Exec(ctx, `
			UPDATE revocations
			SET next_try_at = $3,
			    failure = '',
			    revoked = revoked + CASE WHEN $4::text = 'revoked' THEN 1 ELSE 0 END,
			    gone = gone + CASE WHEN $4::text = 'gone' THEN 1 ELSE 0 END,
			    skipped = skipped + CASE WHEN $4::text = 'skipped' THEN 1 ELSE 0 END,
			    failed = failed + CASE WHEN $4::text = 'failed' THEN 1 ELSE 0 END
			WHERE id = $1 AND claim = $2 AND state = 'open'`,
			step.ID, step.Claim, step.Until, step.Outcome)
		if err != nil {
			return err
		}
		if held.RowsAffected() == 0 {
			return store.RevocationTaken
		}
		settled, err := tx.Exec(ctx, `
			UPDATE revocation_passkeys
			SET outcome = $3,
			    cause = $4,
			    at = $5
			WHERE revocation_id = $1 AND passkey_id = $2 AND outcome = 'waiting'`,
			step.ID, step.PasskeyID, step.Outcome, step.Cause, step.At)
		if err := orNotFound(settled.RowsAffected(), err); err != nil || step.Removal == nil {
			return err
		}
		ended, err = removePasskey(ctx, tx, *step.Removal, false)
		return err
	})
	return ended, err
}

// RetryPasskey checks the claim in the statement that counts the try.
func (s *Store) RetryPasskey(ctx context.Context, r store.RevocationRetry) error {
	return s.heldRevocation(ctx, `
		WITH held AS (
			UPDATE revocations
			SET next_try_at = $5,
			    failure = $4
			WHERE id = $1 AND claim = $2 AND state = 'open'
			RETURNING id
		), tried AS (
			UPDATE revocation_passkeys
			SET tries = tries + 1,
			    next_try_at = $6
			WHERE revocation_id = (SELECT id FROM held) AND passkey_id = $3 AND outcome = 'waiting'
		)
		SELECT count(*) FROM held`,
		r.ID, r.Claim, r.PasskeyID, r.Failure, r.Until, r.NextTryAt)
}

// ReleaseRevocation ends a claim.
func (s *Store) ReleaseRevocation(ctx context.Context, id, claim uuid.UUID, failure string, nextTryAt time.Time) error {
	return s.heldRevocation(ctx, `
		WITH released AS (
			UPDATE revocations
			SET claim = NULL,
			    failure = $3,
			    next_try_at = $4
			WHERE id = $1 AND claim = $2 AND state = 'open'
			RETURNING id
		)
		SELECT count(*) FROM released`,
		id, claim, failure, nextTryAt)
}

// heldRevocation runs a statement that counts no row if the claim is lost, and returns store.RevocationTaken then.
func (s *Store) heldRevocation(ctx context.Context, statement string, args ...any) error {
	held, err := s.count(ctx, statement, args...)
	if err == nil && held == 0 {
		return store.RevocationTaken
	}
	return err
}

// EndRevocation marks a revocation as done.
func (s *Store) EndRevocation(ctx context.Context, id, claim uuid.UUID, event store.AuditEvent) error {
	return s.heldRevocation(ctx, `
		WITH ended AS (
			UPDATE revocations
			SET state = 'done',
			    gone = matched - revoked - skipped - failed,
			    failure = '',
			    claim = NULL,
			    next_try_at = NULL,
			    ended_at = $15
			WHERE id = $13 AND claim = $14 AND state = 'open'
			RETURNING id
		), audit AS (`+recordEvent+` FROM ended)
		SELECT count(*) FROM ended`,
		eventArgs(event, id, claim, event.At)...)
}

// PurgeRevocations deletes old revocations.
func (s *Store) PurgeRevocations(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.OldRevocations)
}

package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

const selectRevocation = `
	SELECT` + row.RevocationColumns + `
	FROM revocations`

const (
	selectEqualRevocation = selectRevocation + `
		WHERE requester_kind = $1
		  AND requester_id = $2
		  AND filter = $3
		  AND end_sessions = $4
		  AND end_codes = $5
		  AND ended_at IS NULL
		  AND (state <> 'pending' OR expires_at > $6)
		ORDER BY id DESC
		LIMIT 1`

	// addMatching is followed by the condition of the passkeys, and a limit.
	addMatching = `
		INSERT INTO revocation_passkeys (
			revocation_id,
			passkey_id,
			identity_id,
			name,
			outcome,
			cause,
			tries
		) SELECT
			?::uuid,
			id,
			identity_id,
			name,
			'waiting',
			'',
			0
		FROM passkeys`
)

// CountPasskeys stops at the limit.
func (s *Store) CountPasskeys(ctx context.Context, filter store.PasskeyFilter, limit int) (n int, err error) {
	where := row.Passkeys(filter, store.Page{})
	sql := numbered(`SELECT count(*) FROM (SELECT 1 FROM passkeys` + where.Clause() + ` LIMIT ?) AS matching`)
	args := append([]any{pgx.QueryExecModeCacheDescribe}, append(where.Args, limit)...)
	err = s.pool.QueryRow(ctx, sql, args...).Scan(&n)
	return n, err
}

// CreateRevocation stores a revocation, or returns an equal one. The lock is per requester; the statement after it sees
// what its previous holder has committed. A passkey that is added meanwhile is not part of the revocation.
func (s *Store) CreateRevocation(ctx context.Context, n store.NewRevocation) (found store.Revocation, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, "revocations by "+n.RequestedBy.Kind+" "+n.RequestedBy.ID)
		if err != nil {
			return err
		}
		found, err = one(ctx, tx, row.Revocation, selectEqualRevocation,
			n.RequestedBy.Kind, n.RequestedBy.ID, n.Filter, n.EndSessions, n.EndCodes, n.RequestedAt)
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		found, err = createdRevocation(ctx, tx, n)
		return err
	})
	return found, err
}

// createdRevocation inserts the revocation first, since its passkeys reference it, and then the number that matched.
func createdRevocation(ctx context.Context, tx pgx.Tx, n store.NewRevocation) (store.Revocation, error) {
	r := n.Revocation
	_, err := tx.Exec(ctx, numbered(row.CreateRevocation),
		r.ID,
		orNull(r.IdentityID),
		r.Filter,
		r.EndSessions,
		r.EndCodes,
		r.State,
		r.Reason,
		r.RequestID,
		r.RequestedBy.Kind,
		r.RequestedBy.ID,
		r.RequestedBy.Owner,
		r.RequestedAt,
		r.NextTryAt,
		r.ExpiresAt,
	)
	if err != nil {
		return r, err
	}
	where := row.Passkeys(n.Passkeys, store.Page{})
	args := slices.Concat([]any{pgx.QueryExecModeCacheDescribe, r.ID}, where.Args, []any{n.Limit + 1})
	added, err := tx.Exec(ctx, numbered(addMatching+where.Clause()+` LIMIT ?`), args...)
	if err != nil {
		return r, err
	}
	r.Matched = int(added.RowsAffected())
	if err := n.Accepts(r.Matched); err != nil {
		return r, err
	}
	if _, err := tx.Exec(ctx, `UPDATE revocations SET matched = $2 WHERE id = $1`, r.ID, r.Matched); err != nil {
		return r, err
	}
	_, err = tx.Exec(ctx, recordEvent, eventArgs(n.Event(r.Matched))...)
	return r, err
}

// Revocation returns a revocation by its ID.
func (s *Store) Revocation(ctx context.Context, id uuid.UUID) (store.Revocation, error) {
	return one(ctx, s.pool, row.Revocation, selectRevocation+` WHERE id = $1`, id)
}

// Revocations lists revocations, newest first.
func (s *Store) Revocations(ctx context.Context, filter store.RevocationFilter, p store.Page) ([]store.Revocation, error) {
	return page(ctx, s, row.Revocation, selectRevocation, row.Revocations(filter, p), p.Size)
}

// RevocationPasskeys lists the passkeys of a revocation, newest first.
func (s *Store) RevocationPasskeys(ctx context.Context, id uuid.UUID, filter store.RevocationPasskeyFilter, p store.Page) ([]store.RevocationPasskey, error) {
	where := row.RevocationPasskeys(id, filter, p)
	return list(ctx, s.pool, row.RevocationPasskey, numbered(row.SelectRevocationPasskeys+where.Clause()+row.RevocationPasskeysOrder),
		append(where.Args, p.Size)...)
}

// CountRevocations counts the revocations that have not ended.
func (s *Store) CountRevocations(ctx context.Context) (store.Unfinished, error) {
	return one(ctx, s.pool, row.Unfinished, row.CountRevocations)
}

// CountRevocation counts the passkeys of a revocation.
func (s *Store) CountRevocation(ctx context.Context, id uuid.UUID) ([]store.RevocationCount, error) {
	return list(ctx, s.pool, row.RevocationCount, numbered(row.CountRevocation), id)
}

// DecideRevocation approves or cancels a revocation.
func (s *Store) DecideRevocation(ctx context.Context, id uuid.UUID, d store.ResetDecision, event store.AuditEvent) error {
	statement := `
		UPDATE revocations
		SET state = 'cancelled',
		    canceller_kind = $14,
		    canceller_id = $15,
		    canceller_owner = $16,
		    claim = NULL,
		    next_try_at = NULL,
		    ended_at = $17::timestamptz
		WHERE id = $13 AND (state = 'open' OR state = 'pending' AND expires_at > $17::timestamptz)`
	args := []any{id, d.By.Kind, d.By.ID, d.By.Owner, d.At}
	if d.State == store.RevocationOpen {
		statement = `
		UPDATE revocations
		SET state = 'open',
		    decider_kind = $14,
		    decider_id = $15,
		    decider_owner = $16,
		    decided_at = $17::timestamptz,
		    next_try_at = $18::timestamptz
		WHERE id = $13 AND state = 'pending' AND expires_at > $17::timestamptz`
		args = append(args, d.NextTryAt)
	}
	decided, err := s.count(ctx, `
		WITH decided AS (`+statement+`
			RETURNING id
		), audit AS (`+recordEvent+` FROM decided)
		SELECT count(*) FROM decided`,
		eventArgs(event, args...)...)
	if err != nil || decided > 0 {
		return err
	}
	if _, err := s.Revocation(ctx, id); err != nil {
		return err
	}
	return store.RevocationDecided
}

// ExpireRevocations skips revocations that another replica is expiring. It first counts, since most of the time there is
// none.
func (s *Store) ExpireRevocations(ctx context.Context, at time.Time, limit int, event func(store.Revocation) store.AuditEvent) (expired int, err error) {
	found, err := s.count(ctx, `SELECT count(*) FROM revocations WHERE ended_at IS NULL AND state = 'pending' AND expires_at <= $1`, at)
	if err != nil || found == 0 {
		return 0, err
	}
	err = s.write(ctx, func(tx pgx.Tx) error {
		late, err := list(ctx, tx, row.Revocation, `
			UPDATE revocations
			SET state = 'expired',
			    ended_at = $1
			WHERE id IN (
				SELECT id
				FROM revocations
				WHERE ended_at IS NULL AND state = 'pending' AND expires_at <= $1
				ORDER BY id
				LIMIT $2
				FOR UPDATE SKIP LOCKED
			)
			RETURNING`+row.RevocationColumns,
			at, limit)
		for i := 0; err == nil && i < len(late); i++ {
			_, err = tx.Exec(ctx, recordEvent, eventArgs(event(late[i]))...)
		}
		expired = len(late)
		return err
	})
	return expired, err
}

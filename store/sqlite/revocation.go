package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

const selectRevocation = `
	SELECT` + row.RevocationColumns + `
	FROM revocations`

// CountPasskeys stops at the limit.
func (s *Store) CountPasskeys(ctx context.Context, filter store.PasskeyFilter, limit int) (n int, err error) {
	where := row.Passkeys(filter, store.Page{})
	err = s.reader.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM passkeys`+where.Clause()+` LIMIT ?)`,
		append(arguments(where), limit)...).Scan(&n)
	return n, err
}

// CreateRevocation stores a revocation, or returns an equal one.
func (s *Store) CreateRevocation(ctx context.Context, n store.NewRevocation) (found store.Revocation, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		found, err = one(ctx, tx, row.Revocation, selectRevocation+`
			WHERE requester_kind = ?
			  AND requester_id = ?
			  AND filter = ?
			  AND end_sessions = ?
			  AND end_codes = ?
			  AND ended_at IS NULL
			  AND (state <> 'pending' OR expires_at > ?)
			ORDER BY id DESC
			LIMIT 1`,
			n.RequestedBy.Kind, text(n.RequestedBy.ID), text(n.Filter), n.EndSessions, n.EndCodes, n.RequestedAt.UnixMicro())
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		found, err = createdRevocation(ctx, tx, n)
		return err
	})
	return found, err
}

// createdRevocation inserts the revocation first, since its passkeys reference it, and then the number that matched.
func createdRevocation(ctx context.Context, tx *sql.Tx, n store.NewRevocation) (store.Revocation, error) {
	r := n.Revocation
	_, err := tx.ExecContext(ctx, row.CreateRevocation,
		id(r.ID),
		id(r.IdentityID),
		text(r.Filter),
		r.EndSessions,
		r.EndCodes,
		r.State,
		text(r.Reason),
		text(r.RequestID),
		r.RequestedBy.Kind,
		text(r.RequestedBy.ID),
		text(r.RequestedBy.Owner),
		r.RequestedAt.UnixMicro(),
		when{r.NextTryAt},
		when{r.ExpiresAt},
	)
	if err != nil {
		return r, err
	}
	where := row.Passkeys(n.Passkeys, store.Page{})
	added, err := changed(ctx, tx, `
		INSERT INTO revocation_passkeys (
			revocation_id,
			passkey_id,
			identity_id,
			name,
			outcome,
			cause,
			tries
		) SELECT
			?,
			id,
			identity_id,
			name,
			'waiting',
			'',
			0
		FROM passkeys`+where.Clause()+` LIMIT ?`,
		slices.Concat([]any{id(r.ID)}, arguments(where), []any{n.Limit + 1})...)
	if err != nil {
		return r, err
	}
	r.Matched = int(added)
	if err := n.Accepts(r.Matched); err != nil {
		return r, err
	}
	if _, err := changed(ctx, tx, `UPDATE revocations SET matched = ? WHERE id = ?`, r.Matched, id(r.ID)); err != nil {
		return r, err
	}
	return r, recordEvent(ctx, tx, n.Event(r.Matched))
}

// Revocation returns a revocation by its ID.
func (s *Store) Revocation(ctx context.Context, revocationID uuid.UUID) (store.Revocation, error) {
	return one(ctx, s.reader, row.Revocation, selectRevocation+` WHERE id = ?`, id(revocationID))
}

// Revocations lists revocations, newest first.
func (s *Store) Revocations(ctx context.Context, filter store.RevocationFilter, p store.Page) ([]store.Revocation, error) {
	return page(ctx, s, row.Revocation, selectRevocation, row.Revocations(filter, p), p.Size)
}

// RevocationPasskeys lists the passkeys of a revocation, newest first.
func (s *Store) RevocationPasskeys(ctx context.Context, revocationID uuid.UUID, filter store.RevocationPasskeyFilter, p store.Page) ([]store.RevocationPasskey, error) {
	where := row.RevocationPasskeys(revocationID, filter, p)
	return list(ctx, s.reader, row.RevocationPasskey, row.SelectRevocationPasskeys+where.Clause()+row.RevocationPasskeysOrder,
		append(arguments(where), p.Size)...)
}

// CountRevocations counts the revocations that have not ended.
func (s *Store) CountRevocations(ctx context.Context) (store.Unfinished, error) {
	return one(ctx, s.reader, row.Unfinished, row.CountRevocations)
}

// CountRevocation counts the passkeys of a revocation.
func (s *Store) CountRevocation(ctx context.Context, revocationID uuid.UUID) ([]store.RevocationCount, error) {
	return list(ctx, s.reader, row.RevocationCount, row.CountRevocation, id(revocationID))
}

// DecideRevocation approves or cancels a revocation.
func (s *Store) DecideRevocation(ctx context.Context, revocationID uuid.UUID, d store.ResetDecision, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		r, err := one(ctx, tx, row.Revocation, selectRevocation+` WHERE id = ?`, id(revocationID))
		if err != nil {
			return err
		}
		pending := r.State == store.RevocationPending && r.ExpiresAt.After(d.At)
		cancels := d.State == store.RevocationCancelled
		if !pending && !(cancels && r.State == store.RevocationOpen) {
			return store.RevocationDecided
		}
		statement := `
			UPDATE revocations
			SET state = 'cancelled',
			    canceller_kind = ?1,
			    canceller_id = ?2,
			    canceller_owner = ?3,
			    claim = NULL,
			    next_try_at = NULL,
			    ended_at = ?4
			WHERE id = ?5`
		args := []any{d.By.Kind, text(d.By.ID), text(d.By.Owner), d.At.UnixMicro(), id(revocationID)}
		if !cancels {
			statement = `
			UPDATE revocations
			SET state = 'open',
			    decider_kind = ?1,
			    decider_id = ?2,
			    decider_owner = ?3,
			    decided_at = ?4,
			    next_try_at = ?6
			WHERE id = ?5`
			args = append(args, d.NextTryAt.UnixMicro())
		}
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

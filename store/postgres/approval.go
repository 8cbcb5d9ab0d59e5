package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

const selectApproval = `
	SELECT` + row.ApprovalColumns + `
	FROM approvals`

const (
	selectEqualApproval = selectApproval + `
		WHERE identity_id = $1
		  AND kind = $2
		  AND passkey_id IS NOT DISTINCT FROM $3
		  AND requester_owner = $4
		  AND ended_at IS NULL
		  AND expires_at > $5
		ORDER BY id DESC
		LIMIT 1`

	createApproval = `
		WITH created AS (
			INSERT INTO approvals (
				id,
				identity_id,
				kind,
				passkey_id,
				end_sessions,
				end_codes,
				state,
				reason,
				requester_kind,
				requester_id,
				requester_owner,
				requested_at,
				expires_at
			) VALUES ($13, $14, $15, $16, $17, $18, 'pending', $19, $20, $21, $22, $23, $24)
			RETURNING id
		)` + recordEvent + ` FROM created`
)

// CreateApproval stores a pending approval, or returns an equal one. The lock is per identity; the statement after it sees
// what its previous holder has committed.
func (s *Store) CreateApproval(ctx context.Context, a store.Approval, event store.AuditEvent) (found store.Approval, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, "approvals of "+a.IdentityID.String())
		if err != nil {
			return err
		}
		found, err = one(ctx, tx, row.Approval, selectEqualApproval, a.IdentityID, a.Kind, orNull(a.PasskeyID), a.RequestedBy.Owner, a.RequestedAt)
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		found = a
		_, err = tx.Exec(ctx, createApproval, eventArgs(event,
			a.ID,
			a.IdentityID,
			a.Kind,
			orNull(a.PasskeyID),
			a.EndSessions,
			a.EndCodes,
			a.Reason,
			a.RequestedBy.Kind,
			a.RequestedBy.ID,
			a.RequestedBy.Owner,
			a.RequestedAt,
			a.ExpiresAt,
		)...)
		return err
	})
	return found, err
}

// Approval returns an approval by its ID.
func (s *Store) Approval(ctx context.Context, id uuid.UUID) (store.Approval, error) {
	return one(ctx, s.pool, row.Approval, selectApproval+` WHERE id = $1`, id)
}

// Approvals lists approvals, newest first.
func (s *Store) Approvals(ctx context.Context, filter store.ApprovalFilter, p store.Page) ([]store.Approval, error) {
	return page(ctx, s, row.Approval, selectApproval, row.Approvals(filter, p), p.Size)
}

// DecideApproval approves or cancels an approval.
func (s *Store) DecideApproval(ctx context.Context, id uuid.UUID, d store.ApprovalDecision, event store.AuditEvent) error {
	decided, err := s.count(ctx, `
		WITH decided AS (
			UPDATE approvals
			SET state = $14::text,
			    decider_kind = $15,
			    decider_id = $16,
			    decider_owner = $17,
			    decided_at = $18::timestamptz,
			    expires_at = CASE WHEN $14::text = 'approved' THEN $19::timestamptz ELSE expires_at END,
			    ended_at = CASE WHEN $14::text <> 'approved' THEN $18::timestamptz END
			WHERE id = $13
			  AND (state = 'pending' OR (state = 'approved' AND $14::text = 'cancelled'))
			  AND expires_at > $18::timestamptz
			RETURNING id
		), audit AS (`+recordEvent+` FROM decided)
		SELECT count(*) FROM decided`,
		eventArgs(event, id, d.State, d.By.Kind, d.By.ID, d.By.Owner, d.At, d.ExpiresAt)...)
	return approvalDecided(ctx, s.pool, id, decided, err)
}

// FinishApproval marks an approved approval as done.
func (s *Store) FinishApproval(ctx context.Context, id uuid.UUID, at time.Time) error {
	return s.write(ctx, func(tx pgx.Tx) error { return finishApproval(ctx, tx, id, at) })
}

func finishApproval(ctx context.Context, tx pgx.Tx, id uuid.UUID, at time.Time) error {
	finished, err := tx.Exec(ctx, `
		UPDATE approvals
		SET state = 'done',
		    ended_at = $2
		WHERE id = $1 AND state = 'approved' AND expires_at > $2`,
		id, at)
	return approvalDecided(ctx, tx, id, finished.RowsAffected(), err)
}

// approvalDecided returns store.ErrNotFound or store.ApprovalDecided if an update changed no row.
func approvalDecided(ctx context.Context, from querier, id uuid.UUID, changed int64, err error) error {
	if err != nil || changed > 0 {
		return err
	}
	var found int64
	err = from.QueryRow(ctx, `SELECT count(*) FROM approvals WHERE id = $1`, id).Scan(&found)
	if err := orNotFound(found, err); err != nil {
		return err
	}
	return store.ApprovalDecided
}

package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

const selectApproval = `
	SELECT
		id,
		identity_id,
		kind,
		passkey_id,
		end_sessions,
		state,
		reason,
		requester_kind,
		requester_id,
		requester_owner,
		requested_at,
		coalesce(decider_kind, ''),
		coalesce(decider_id, ''),
		coalesce(decider_owner, ''),
		decided_at,
		expires_at,
		ended_at
	FROM approvals`

func scanApproval(r row) (store.Approval, error) {
	var (
		a                      store.Approval
		requestedAt, expiresAt int64
		decidedAt, endedAt     *int64
	)
	err := r.Scan(
		(*id)(&a.ID),
		(*id)(&a.IdentityID),
		&a.Kind,
		(*id)(&a.PasskeyID),
		&a.EndSessions,
		&a.State,
		&a.Reason,
		&a.RequestedBy.Kind,
		&a.RequestedBy.ID,
		&a.RequestedBy.Owner,
		&requestedAt,
		&a.DecidedBy.Kind,
		&a.DecidedBy.ID,
		&a.DecidedBy.Owner,
		&decidedAt,
		&expiresAt,
		&endedAt,
	)
	a.RequestedAt, a.ExpiresAt = fromMicros(requestedAt), fromMicros(expiresAt)
	a.DecidedAt, a.EndedAt = optionalTime(decidedAt), optionalTime(endedAt)
	return a, err
}

// CreateApproval stores a pending one.
func (s *Store) CreateApproval(ctx context.Context, a store.Approval, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO approvals (
				id,
				identity_id,
				kind,
				passkey_id,
				end_sessions,
				state,
				reason,
				requester_kind,
				requester_id,
				requester_owner,
				requested_at,
				expires_at
			) VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?)`,
			id(a.ID),
			id(a.IdentityID),
			a.Kind,
			id(a.PasskeyID),
			a.EndSessions,
			text(a.Reason),
			a.RequestedBy.Kind,
			text(a.RequestedBy.ID),
			text(a.RequestedBy.Owner),
			a.RequestedAt.UnixMicro(),
			a.ExpiresAt.UnixMicro(),
		)
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// Approval by ID.
func (s *Store) Approval(ctx context.Context, approvalID uuid.UUID) (store.Approval, error) {
	return one(ctx, s, scanApproval, selectApproval+` WHERE id = ?`, id(approvalID))
}

// Approvals lists, newest first.
func (s *Store) Approvals(ctx context.Context, filter store.ApprovalFilter, page store.Page) ([]store.Approval, error) {
	var c conditions
	if page.Before != uuid.Nil {
		c.add(`id < ?`, id(page.Before))
	}
	if filter.IdentityID != nil {
		c.add(`identity_id = ?`, filter.IdentityID[:])
	}
	if filter.WaitingAt != nil {
		c.add(`ended_at IS NULL AND expires_at > ?`, filter.WaitingAt.UnixMicro())
	}
	return list(ctx, s, scanApproval, selectApproval+c.clause()+` ORDER BY id DESC LIMIT ?`, append(c.args, page.Size)...)
}

// DecideApproval approves or cancels.
func (s *Store) DecideApproval(ctx context.Context, approvalID uuid.UUID, d store.ApprovalDecision, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		a, err := only(scanApproval, tx.QueryRowContext(ctx, selectApproval+` WHERE id = ?`, id(approvalID)))
		if err != nil {
			return err
		}
		cancellable := a.State == store.ApprovalApproved && d.State == store.ApprovalCancelled
		if (a.State != store.ApprovalPending && !cancellable) || !a.ExpiresAt.After(d.At) {
			return store.ApprovalDecided
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE approvals
			SET state = ?1,
			    decider_kind = ?2,
			    decider_id = ?3,
			    decider_owner = ?4,
			    decided_at = ?5,
			    expires_at = CASE WHEN ?1 = 'approved' THEN ?6 ELSE expires_at END,
			    ended_at = CASE WHEN ?1 <> 'approved' THEN ?5 END
			WHERE id = ?7`,
			d.State,
			d.By.Kind,
			text(d.By.ID),
			text(d.By.Owner),
			d.At.UnixMicro(),
			d.ExpiresAt.UnixMicro(),
			id(approvalID),
		)
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// FinishApproval ends one.
func (s *Store) FinishApproval(ctx context.Context, approvalID uuid.UUID, at time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		finished, err := changed(ctx, tx, `
			UPDATE approvals
			SET state = 'done',
			    ended_at = ?1
			WHERE id = ?2 AND state = 'approved' AND expires_at > ?1`,
			at.UnixMicro(), id(approvalID))
		if err != nil || finished == 1 {
			return err
		}
		err = orNotFound(exists(ctx, tx, `SELECT count(*) FROM approvals WHERE id = ?`, id(approvalID)))
		if err == nil {
			err = store.ApprovalDecided
		}
		return err
	})
}

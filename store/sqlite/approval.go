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

const selectApproval = `
	SELECT` + row.ApprovalColumns + `
	FROM approvals`

// CreateApproval stores a pending approval, or returns an equal one.
func (s *Store) CreateApproval(ctx context.Context, a store.Approval, event store.AuditEvent) (found store.Approval, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		var err error
		found, err = one(ctx, tx, row.Approval, selectApproval+`
			WHERE identity_id = ?
			  AND kind = ?
			  AND passkey_id IS ?
			  AND requester_owner = ?
			  AND ended_at IS NULL
			  AND expires_at > ?
			ORDER BY id DESC
			LIMIT 1`,
			id(a.IdentityID), a.Kind, id(a.PasskeyID), text(a.RequestedBy.Owner), a.RequestedAt.UnixMicro())
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		found = a
		_, err = tx.ExecContext(ctx, `
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
			) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?)`,
			id(a.ID),
			id(a.IdentityID),
			a.Kind,
			id(a.PasskeyID),
			a.EndSessions,
			a.EndCodes,
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
	return found, err
}

// Approval returns an approval by its ID.
func (s *Store) Approval(ctx context.Context, approvalID uuid.UUID) (store.Approval, error) {
	return one(ctx, s.reader, row.Approval, selectApproval+` WHERE id = ?`, id(approvalID))
}

// Approvals lists approvals, newest first.
func (s *Store) Approvals(ctx context.Context, filter store.ApprovalFilter, p store.Page) ([]store.Approval, error) {
	return page(ctx, s, row.Approval, selectApproval, row.Approvals(filter, p), p.Size)
}

// DecideApproval approves or cancels an approval.
func (s *Store) DecideApproval(ctx context.Context, approvalID uuid.UUID, d store.ApprovalDecision, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		a, err := one(ctx, tx, row.Approval, selectApproval+` WHERE id = ?`, id(approvalID))
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

// FinishApproval marks an approved approval as done.
func (s *Store) FinishApproval(ctx context.Context, approvalID uuid.UUID, at time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error { return finishApproval(ctx, tx, approvalID, at) })
}

func finishApproval(ctx context.Context, tx *sql.Tx, approvalID uuid.UUID, at time.Time) error {
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
}

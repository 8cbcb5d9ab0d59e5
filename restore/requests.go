package restore

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/doctor"
	"latchkey/store"
)

// requests finds those that were decided after the backup and wait for an admin again, who could approve what was cancelled.
func (c *checks) requests(ctx context.Context) (found []doctor.Finding, err error) {
	now := c.Now()
	again := func(id uuid.UUID, what string, expiresAt *time.Time) {
		decided := c.Events.decided[id]
		if !decided.happened() || expiresAt != nil && !now.Before(*expiresAt) {
			return
		}
		found = append(found, doctor.Faultf("the request for %s waits for an admin again: it was decided after the backup", what).As("approvals.back").
			Because("%s at %s in %s", decided.Type, when(decided.At), c.Events.name).
			Do(`latchkey approvals cancel %s --reason "decided after the backup"`, id))
	}
	err = each(store.Page{Size: 100}, func(page store.Page) ([]store.Approval, error) {
		return c.Store.Approvals(ctx, store.ApprovalFilter{WaitingAt: &now}, page)
	}, func(row store.Approval) (uuid.UUID, bool) {
		// One that was approved before the backup waits to be carried out, unless it was.
		approvedBefore := row.State == store.ApprovalApproved && c.Events.decided[row.ID].Type == audit.ApprovalApproved
		if !approvedBefore && !c.erased[row.IdentityID] {
			again(row.ID, fmt.Sprintf("a %s of %s", row.Kind, row.IdentityID), &row.ExpiresAt)
		}
		return row.ID, true
	})
	if err != nil {
		return found, err
	}
	err = c.eachReset(ctx, store.ResetPending, func(row store.Reset) {
		if !c.erased[row.IdentityID] {
			again(row.ID, fmt.Sprintf("a reset of %s", row.IdentityID), row.ExpiresAt)
		}
	})
	if err != nil {
		return found, err
	}
	err = c.eachRevocation(ctx, store.RevocationPending, func(row store.Revocation) {
		again(row.ID, fmt.Sprintf("a bulk revocation of %d passkeys", row.Matched), row.ExpiresAt)
	})
	return found, err
}

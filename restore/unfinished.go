package restore

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/doctor"
	"latchkey/store"
)

// resets finds resets in progress, which `serve` continues.
func (c *checks) resets(ctx context.Context) (found []doctor.Finding, err error) {
	err = c.eachReset(ctx, store.ResetOpen, func(row store.Reset) {
		if !c.erased[row.IdentityID] {
			found = append(found, c.reset(row))
		}
	})
	return found, err
}

func (c *checks) eachReset(ctx context.Context, state string, do func(store.Reset)) error {
	return each(store.Page{Size: 100}, func(page store.Page) ([]store.Reset, error) {
		return c.Store.Resets(ctx, store.ResetFilter{State: &state}, page)
	}, func(row store.Reset) (uuid.UUID, bool) { do(row); return row.ID, true })
}

func (c *checks) reset(row store.Reset) doctor.Finding {
	finding := doctor.Warnf("the reset %s of %s is in progress: `latchkey serve` continues it", row.ID, row.IdentityID).As("resets.open").
		Because("it was approved before the backup, and requested at %s", when(row.RequestedAt))
	if c.Events != nil && c.Events.ended[row.ID].happened() {
		finding.Result = doctor.Fault
		finding.Seen = fmt.Sprintf("%s at %s in %s", audit.AdminReset, when(c.Events.ended[row.ID].At), c.Events.name)
	}
	return finding.Do("If it was carried out since, it would remove at Kratos what the user has set up after it. End it before `latchkey serve` starts: "+
		"UPDATE resets SET state = 'done', ended_at = requested_at, next_try_at = NULL WHERE id = '%s';", row.ID)
}

// revocations finds bulk revocations in progress, which `serve` continues.
func (c *checks) revocations(ctx context.Context) (found []doctor.Finding, err error) {
	err = c.eachRevocation(ctx, store.RevocationOpen, func(row store.Revocation) { found = append(found, c.revocation(row)) })
	return found, err
}

func (c *checks) eachRevocation(ctx context.Context, state string, do func(store.Revocation)) error {
	return each(store.Page{Size: 100}, func(page store.Page) ([]store.Revocation, error) {
		return c.Store.Revocations(ctx, store.RevocationFilter{State: &state}, page)
	}, func(row store.Revocation) (uuid.UUID, bool) { do(row); return row.ID, true })
}

func (c *checks) revocation(row store.Revocation) doctor.Finding {
	finding := doctor.Warnf("the bulk revocation %s is in progress: `latchkey serve` continues it", row.ID).As("revocations.open").
		Because("it was requested at %s, and matched %d passkeys", when(row.RequestedAt), row.Matched)
	if c.Events != nil && c.Events.ended[row.ID].Type == audit.RevocationCancelled {
		finding.Result = doctor.Fault
		finding.Seen = fmt.Sprintf("%s at %s in %s", audit.RevocationCancelled, when(c.Events.ended[row.ID].At), c.Events.name)
	}
	return finding.Do("If it was cancelled since, end it before `latchkey serve` starts, which would revoke the rest: "+
		"UPDATE revocations SET state = 'cancelled', canceller_kind = 'system', canceller_id = '', canceller_owner = '', "+
		"ended_at = requested_at, next_try_at = NULL WHERE id = '%s';", row.ID)
}

// notifications counts those that were due at the time of the backup.
func (c *checks) notifications(ctx context.Context) ([]doctor.Finding, error) {
	counts, err := c.Store.CountDeliveries(ctx)
	if err != nil {
		return nil, err
	}
	var due []string
	for _, count := range counts {
		if count.Pending > 0 {
			due = append(due, fmt.Sprintf("%s: %d", count.Sink, count.Pending))
		}
	}
	if len(due) == 0 {
		return nil, nil
	}
	return []doctor.Finding{doctor.Warnf("notifications that were due at the time of the backup are sent, perhaps again").As("notifications.again").
		Because("%s", list(due)).
		Do("Nothing for webhooks: receivers ignore a webhook-id that they know. If users must not get mails twice: DELETE FROM deliveries WHERE state = 'pending' AND sink = 'mail';")}, nil
}

package row

import "latchkey/store"

// ResetColumns are the columns of a reset, without its claim.
const ResetColumns = `
		id,
		identity_id,
		state,
		reason,
		note,
		request_id,
		requester_kind,
		requester_id,
		requester_owner,
		requested_at,
		coalesce(decider_kind, ''),
		coalesce(decider_id, ''),
		coalesce(decider_owner, ''),
		decided_at,
		steps,
		tries,
		failure,
		next_try_at,
		ended_at,
		expires_at`

// Reset returns the fields of ResetColumns.
func Reset(r *store.Reset) []any {
	return []any{
		&r.ID,
		&r.IdentityID,
		&r.State,
		&r.Reason,
		&r.Note,
		&r.RequestID,
		&r.RequestedBy.Kind,
		&r.RequestedBy.ID,
		&r.RequestedBy.Owner,
		&r.RequestedAt,
		&r.DecidedBy.Kind,
		&r.DecidedBy.ID,
		&r.DecidedBy.Owner,
		&r.DecidedAt,
		&r.Steps,
		&r.Tries,
		&r.Failure,
		&r.NextTryAt,
		&r.EndedAt,
		&r.ExpiresAt,
	}
}

// Resets returns the condition of a page of resets.
func Resets(filter store.ResetFilter, p store.Page) *Where {
	w := page(p)
	equal(w, `state`, filter.State)
	equal(w, `identity_id`, filter.IdentityID)
	return w
}

// CountResets and CountRevocations count those that have not ended, using the index on them.
const (
	CountResets      = countUnfinished + ` FROM resets WHERE ended_at IS NULL`
	CountRevocations = countUnfinished + ` FROM revocations WHERE ended_at IS NULL`

	countUnfinished = `
	SELECT
		count(*) FILTER (WHERE state = 'pending'),
		count(*) FILTER (WHERE state = 'open'),
		min(coalesce(decided_at, requested_at)) FILTER (WHERE state = 'open')`
)

// Unfinished returns the fields of these counts.
func Unfinished(c *store.Unfinished) []any { return []any{&c.Pending, &c.Open, &c.Oldest} }

// SelectClearedPasskeys reads what a reset is about to delete. Its parameter is the identity's ID.
const SelectClearedPasskeys = `
	SELECT
		id,
		name
	FROM passkeys
	WHERE identity_id = ?
	ORDER BY created_at`

// ClearedPasskey returns the fields of SelectClearedPasskeys.
func ClearedPasskey(p *store.ClearedPasskey) []any { return []any{&p.ID, &p.Name} }

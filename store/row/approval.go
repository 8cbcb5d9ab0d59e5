package row

import "latchkey/store"

// ApprovalColumns are the columns of an approval.
const ApprovalColumns = `
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
		coalesce(decider_kind, ''),
		coalesce(decider_id, ''),
		coalesce(decider_owner, ''),
		decided_at,
		expires_at,
		ended_at`

// Approval returns the fields of ApprovalColumns.
func Approval(a *store.Approval) []any {
	return []any{
		&a.ID,
		&a.IdentityID,
		&a.Kind,
		&a.PasskeyID,
		&a.EndSessions,
		&a.EndCodes,
		&a.State,
		&a.Reason,
		&a.RequestedBy.Kind,
		&a.RequestedBy.ID,
		&a.RequestedBy.Owner,
		&a.RequestedAt,
		&a.DecidedBy.Kind,
		&a.DecidedBy.ID,
		&a.DecidedBy.Owner,
		&a.DecidedAt,
		&a.ExpiresAt,
		&a.EndedAt,
	}
}

// Approvals returns the condition of a page of approvals.
func Approvals(filter store.ApprovalFilter, p store.Page) *Where {
	w := page(p)
	equal(w, `identity_id`, filter.IdentityID)
	if filter.WaitingAt != nil {
		w.and(`ended_at IS NULL AND expires_at > ?`, *filter.WaitingAt)
	}
	return w
}

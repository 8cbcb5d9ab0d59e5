package row

import "latchkey/store"

// AuditEventColumns are the columns of an event, without its place in the chain.
const AuditEventColumns = `
		id,
		at,
		event_type,
		identity_id,
		actor_kind,
		actor_id,
		passkey_id,
		request_id,
		ip,
		user_agent,
		reason,
		metadata`

// AuditEvent returns the fields of AuditEventColumns.
func AuditEvent(e *store.AuditEvent) []any {
	return []any{
		&e.ID,
		&e.At,
		&e.Type,
		&e.IdentityID,
		&e.ActorKind,
		&e.ActorID,
		&e.PasskeyID,
		&e.RequestID,
		&e.IP,
		&e.UserAgent,
		&e.Reason,
		&e.Metadata,
	}
}

// AuditEvents returns the condition of a page of events.
func AuditEvents(filter store.AuditFilter, p store.Page) *Where {
	w := page(p)
	equal(w, `identity_id`, filter.IdentityID)
	equal(w, `passkey_id`, filter.PasskeyID)
	equal(w, `event_type`, filter.Type)
	equal(w, `actor_id`, filter.ActorID)
	if filter.RequestID != nil {
		w.and(`request_id = ? AND request_id <> ''`, *filter.RequestID) // implies the condition of the partial index
	}
	if filter.Since != nil {
		w.and(`at >= ?`, *filter.Since)
	}
	if filter.Until != nil {
		w.and(`at < ?`, *filter.Until)
	}
	return w
}

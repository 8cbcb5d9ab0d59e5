package row

import (
	"github.com/google/uuid"

	"latchkey/store"
)

// RevocationColumns are the columns of a revocation, without its claim.
const RevocationColumns = `
		id,
		identity_id,
		filter,
		end_sessions,
		end_codes,
		state,
		reason,
		request_id,
		requester_kind,
		requester_id,
		requester_owner,
		requested_at,
		matched,
		revoked,
		gone,
		skipped,
		failed,
		coalesce(decider_kind, ''),
		coalesce(decider_id, ''),
		coalesce(decider_owner, ''),
		decided_at,
		coalesce(canceller_kind, ''),
		coalesce(canceller_id, ''),
		coalesce(canceller_owner, ''),
		failure,
		next_try_at,
		ended_at,
		expires_at`

// CreateRevocation inserts a revocation, with 1 in place of the number that matched, which is known afterwards.
const CreateRevocation = `
	INSERT INTO revocations (
		id,
		identity_id,
		filter,
		end_sessions,
		end_codes,
		state,
		reason,
		request_id,
		requester_kind,
		requester_id,
		requester_owner,
		requested_at,
		matched,
		revoked,
		gone,
		skipped,
		failed,
		failure,
		next_try_at,
		expires_at
	) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, 0, 0, '', ?, ?)`

// Revocation returns the fields of RevocationColumns.
func Revocation(r *store.Revocation) []any {
	return []any{
		&r.ID,
		&r.IdentityID,
		&r.Filter,
		&r.EndSessions,
		&r.EndCodes,
		&r.State,
		&r.Reason,
		&r.RequestID,
		&r.RequestedBy.Kind,
		&r.RequestedBy.ID,
		&r.RequestedBy.Owner,
		&r.RequestedAt,
		&r.Matched,
		&r.Revoked,
		&r.Gone,
		&r.Skipped,
		&r.Failed,
		&r.DecidedBy.Kind,
		&r.DecidedBy.ID,
		&r.DecidedBy.Owner,
		&r.DecidedAt,
		&r.CancelledBy.Kind,
		&r.CancelledBy.ID,
		&r.CancelledBy.Owner,
		&r.Failure,
		&r.NextTryAt,
		&r.EndedAt,
		&r.ExpiresAt,
	}
}

// Revocations returns the condition of a page of revocations.
func Revocations(filter store.RevocationFilter, p store.Page) *Where {
	w := page(p)
	equal(w, `state`, filter.State)
	if filter.WaitingAt != nil {
		w.and(`ended_at IS NULL AND state = 'pending' AND expires_at > ?`, *filter.WaitingAt)
	}
	if filter.IdentityID != nil {
		w.and(`id IN (SELECT revocation_id FROM revocation_passkeys WHERE identity_id = ? AND outcome = 'waiting')`, *filter.IdentityID)
	}
	return w
}

// RevocationPasskeyColumns are the columns of a passkey of a revocation, without the revocation.
const RevocationPasskeyColumns = `
		passkey_id,
		identity_id,
		name,
		outcome,
		cause,
		tries,
		next_try_at,
		at`

// SelectRevocationPasskeys and RevocationPasskeysOrder enclose the condition of a page.
const (
	SelectRevocationPasskeys = `
	SELECT` + RevocationPasskeyColumns + `
	FROM revocation_passkeys`
	RevocationPasskeysOrder = ` ORDER BY passkey_id DESC LIMIT ?`
)

// RevocationPasskey returns the fields of RevocationPasskeyColumns.
func RevocationPasskey(p *store.RevocationPasskey) []any {
	return []any{&p.PasskeyID, &p.IdentityID, &p.Name, &p.Outcome, &p.Cause, &p.Tries, &p.NextTryAt, &p.At}
}

// RevocationPasskeys returns the condition of a page of passkeys of the revocation with this ID.
func RevocationPasskeys(id uuid.UUID, filter store.RevocationPasskeyFilter, p store.Page) *Where {
	var w Where
	w.and(`revocation_id = ?`, id)
	equal(&w, `outcome`, filter.Outcome)
	equal(&w, `identity_id`, filter.IdentityID)
	if before := uuid.UUID(p.Before); before != uuid.Nil {
		w.and(`passkey_id < ?`, before)
	}
	return &w
}

// WaitingPasskeys reads the passkeys of a revocation that wait. Its parameters are the revocation's ID and the limit.
const WaitingPasskeys = `
	SELECT` + RevocationPasskeyColumns + `
	FROM revocation_passkeys
	WHERE revocation_id = ? AND outcome = 'waiting'
	ORDER BY next_try_at NULLS FIRST, passkey_id
	LIMIT ?`

// CountRevocation counts the passkeys of a revocation. Its parameter is the revocation's ID.
const CountRevocation = `
	SELECT
		outcome,
		cause,
		count(*)
	FROM revocation_passkeys
	WHERE revocation_id = ?
	GROUP BY outcome, cause
	ORDER BY outcome, cause`

// RevocationCount returns the fields of CountRevocation.
func RevocationCount(c *store.RevocationCount) []any { return []any{&c.Outcome, &c.Cause, &c.Count} }

// SelectHeldRevocations reads the passkeys of an identity in revocations. Its parameter is the identity's ID.
const SelectHeldRevocations = `
	SELECT
		revocation_id,` + RevocationPasskeyColumns + `
	FROM revocation_passkeys
	WHERE identity_id = ?
	ORDER BY revocation_id, passkey_id`

// HeldRevocation returns the fields of SelectHeldRevocations.
func HeldRevocation(h *store.HeldRevocation) []any {
	return append([]any{&h.RevocationID}, RevocationPasskey(&h.RevocationPasskey)...)
}

package row

import (
	"strings"

	"github.com/google/uuid"

	"latchkey/store"
)

// Inactive is the condition of passkeys that SuspendInactive suspended. A suspension by a recovery is stronger.
const Inactive = `suspended_at IS NOT NULL AND suspended_by = 'inactivity' AND suspended_for = ''`

// holders are the selections of identities of each scope. Tombstones, disowned factors and aliases with a time are none: they stay after a removal.
var holders = map[string][]string{
	store.ScopeAll: {
		`passkeys WHERE true`, `recovery_codes WHERE true`, `first_passkeys WHERE true`, `factors WHERE disowned_at IS NULL`, `user_handle_aliases WHERE removed_at IS NULL`,
		`enrolment_grace WHERE true`, `second_grace WHERE true`, `missing_identities WHERE true`,
	},
	store.ScopeWaiting: {`passkeys WHERE ` + Inactive, `missing_identities WHERE true`},
}

// held reads the IDs of a scope that meet a condition. Its parameters are the ID after which to begin, and the limit, which are named
// as the driver names them. Each table is read by its index, up to the limit.
func held(scope, condition, after, limit string) string {
	var parts []string
	for _, holder := range holders[scope] {
		parts = append(parts, `
			SELECT identity_id
			FROM (
				SELECT DISTINCT identity_id
				FROM `+holder+` AND identity_id > `+after+condition+`
				ORDER BY identity_id
				LIMIT `+limit+`
			) AS part`)
	}
	return strings.Join(parts, `
			UNION`) + `
			ORDER BY identity_id
			LIMIT ` + limit
}

// HeldIDs reads the IDs of the identities that are held and not missing, with the parameters of held.
func HeldIDs(after, limit string) string {
	return held(store.ScopeAll, ` AND identity_id NOT IN (SELECT identity_id FROM missing_identities)`, after, limit)
}

// HeldID returns the field of HeldIDs.
func HeldID(id *uuid.UUID) []any { return []any{id} }

// HeldIdentities reads the identities of a scope, with the parameters of held.
func HeldIdentities(scope, after, limit string) string {
	return `
	SELECT
		identity_id,
		(SELECT since FROM missing_identities WHERE missing_identities.identity_id = held.identity_id),
		EXISTS (SELECT 1 FROM missing_identities WHERE missing_identities.identity_id = held.identity_id AND accepted),
		(SELECT count(*) FROM passkeys WHERE passkeys.identity_id = held.identity_id AND suspended_at IS NULL),
		(SELECT count(*) FROM passkeys WHERE passkeys.identity_id = held.identity_id AND ` + Inactive + `)
	FROM (` + held(scope, ``, after, limit) + `
	) AS held
	ORDER BY identity_id`
}

// HeldIdentity returns the fields of HeldIdentities.
func HeldIdentity(h *store.HeldIdentity) []any {
	return []any{&h.ID, &h.MissingSince, &h.Accepted, &h.Usable, &h.Inactive}
}

// ResumeInactive is the update that resumes passkeys that SuspendInactive suspended. Append a further condition.
const ResumeInactive = `
	UPDATE passkeys
	SET suspended_at = NULL,
	    suspended_by = ''
	WHERE ` + Inactive + ` AND `

// SelectReconciliation reads the reconciliation of the scope that is its parameter.
const SelectReconciliation = `
	SELECT
		scope,
		claim IS NOT NULL,
		due_at,
		ended_at,
		outcome,
		held,
		missing
	FROM reconciliations
	WHERE scope = ?`

// Reconciliation returns the fields of SelectReconciliation.
func Reconciliation(r *store.Reconciliation) []any {
	return []any{&r.Scope, &r.Claimed, &r.DueAt, &r.EndedAt, &r.Outcome, &r.Held, &r.Missing}
}

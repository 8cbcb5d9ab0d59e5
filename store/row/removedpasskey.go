package row

import "latchkey/store"

// SelectRemovedPasskeys reads the removed passkeys of an identity, latest first. Its parameter is the identity's ID.
const SelectRemovedPasskeys = `
	SELECT
		id,
		removed_at,
		kept,
		disowned
	FROM removed_passkeys
	WHERE identity_id = ?
	ORDER BY removed_at DESC, id`

// RemovedPasskey returns the fields of SelectRemovedPasskeys.
func RemovedPasskey(r *store.RemovedPasskey) []any {
	return []any{&r.ID, &r.RemovedAt, &r.Kept, &r.Disowned}
}

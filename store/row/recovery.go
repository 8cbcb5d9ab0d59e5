package row

import "latchkey/store"

// RecoveryColumns are the columns of a recovery. When its login began is used by the drivers only.
const RecoveryColumns = `
		session_id,
		identity_id,
		at,
		enrol_until,
		enrolled_at,
		expires_at,
		kind,
		pass_hash`

// Recovery returns the fields of RecoveryColumns.
func Recovery(r *store.Recovery) []any {
	return []any{
		&r.SessionID,
		&r.IdentityID,
		&r.At,
		&r.EnrolUntil,
		&r.EnrolledAt,
		&r.ExpiresAt,
		&r.Kind,
		OptionalFixed(r.PassHash[:]),
	}
}

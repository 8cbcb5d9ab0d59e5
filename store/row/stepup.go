package row

import "latchkey/store"

// StepUpColumns are the columns of a step-up.
const StepUpColumns = `
		session_id,
		identity_id,
		method,
		passkey_id,
		user_verified,
		at,
		expires_at,
		origin,
		used_with`

// StepUp returns the fields of StepUpColumns.
func StepUp(u *store.StepUp) []any {
	return []any{
		&u.SessionID,
		&u.IdentityID,
		&u.Method,
		&u.PasskeyID,
		&u.UserVerified,
		&u.At,
		&u.ExpiresAt,
		&u.Origin,
		&u.UsedWith,
	}
}

package row

import "latchkey/store"

// PasskeySessionColumns are the columns of a passkey session.
const PasskeySessionColumns = `
		id,
		session_id,
		identity_id,
		passkey_id,
		user_verified,
		at,
		expires_at,
		redeemed_at,
		used_with,
		since`

// PasskeySession returns the fields of PasskeySessionColumns.
func PasskeySession(p *store.PasskeySession) []any {
	return []any{
		&p.ID,
		&p.SessionID,
		&p.IdentityID,
		&p.PasskeyID,
		&p.UserVerified,
		&p.At,
		&p.ExpiresAt,
		(*OptionalTime)(&p.RedeemedAt),
		&p.UsedWith,
		(*OptionalTime)(&p.Since),
	}
}

package row

import "latchkey/store"

// AuthorizationCodeColumns are the columns of a code, without its hash.
const AuthorizationCodeColumns = `
		identity_id,
		passkey_id,
		user_verified,
		client_id,
		redirect_uri,
		code_challenge,
		nonce,
		at,
		expires_at`

// AuthorizationCode returns the fields of AuthorizationCodeColumns.
func AuthorizationCode(c *store.AuthorizationCode) []any {
	return []any{
		&c.IdentityID,
		&c.PasskeyID,
		&c.UserVerified,
		&c.ClientID,
		&c.RedirectURI,
		&c.CodeChallenge,
		&c.Nonce,
		&c.At,
		&c.ExpiresAt,
	}
}

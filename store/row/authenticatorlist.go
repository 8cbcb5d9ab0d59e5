package row

import "latchkey/store"

// SelectAuthenticatorList reads the list of a publisher. Its parameters are a digest, for which the blob is not read, and the publisher.
const SelectAuthenticatorList = `
	SELECT
		publisher,
		number,
		digest,
		CASE WHEN digest = ? THEN NULL ELSE blob END,
		verified_at,
		origin,
		etag,
		last_modified,
		confirmed_at
	FROM authenticator_lists
	WHERE publisher = ?`

// AuthenticatorList returns the fields of SelectAuthenticatorList.
func AuthenticatorList(l *store.AuthenticatorList) []any {
	return []any{&l.Publisher, &l.Number, &l.Digest, &l.Blob, &l.VerifiedAt, &l.Origin, &l.ETag, &l.LastModified, &l.ConfirmedAt}
}

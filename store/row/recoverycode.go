package row

import "latchkey/store"

// RecoveryCodeKind is the kind of a code. The previous release writes none: its codes that expire are support's.
const RecoveryCodeKind = `CASE WHEN kind = '` + store.CodeOwn + `' AND expires_at IS NOT NULL THEN '` + store.CodeSupport + `' ELSE kind END`

// RecoveryCodeColumns are those of a recovery code.
const RecoveryCodeColumns = `
		hash,
		created_at,
		expires_at,
		used_at,
		` + RecoveryCodeKind

// RecoveryCode returns the fields of RecoveryCodeColumns.
func RecoveryCode(c *store.RecoveryCode) []any {
	return []any{Fixed(c.Hash[:]), &c.CreatedAt, &c.ExpiresAt, &c.UsedAt, &c.Kind}
}

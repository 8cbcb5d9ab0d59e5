package row

import "latchkey/store"

// RecoveryCodeKind is an expression for the kind of a code. An earlier build wrote none: its codes with an expiry are from
// support.
const RecoveryCodeKind = `CASE WHEN kind = '` + store.CodeOwn + `' AND expires_at IS NOT NULL THEN '` + store.CodeSupport + `' ELSE kind END`

// RecoveryCodeColumns are the columns of a recovery code.
const RecoveryCodeColumns = `
		hash,
		created_at,
		expires_at,
		used_at,
		` + RecoveryCodeKind + `,
		made_with`

// RecoveryCode returns the fields of RecoveryCodeColumns.
func RecoveryCode(c *store.RecoveryCode) []any {
	return []any{Fixed(c.Hash[:]), &c.CreatedAt, &c.ExpiresAt, &c.UsedAt, &c.Kind, &c.MadeWith}
}

// SecondWayColumns are the fields of a store.SecondWay. The parameter is the identity's ID.
const SecondWayColumns = `
		(SELECT count(*) FROM recovery_codes WHERE identity_id = $1 AND used_at IS NULL AND ` + RecoveryCodeKind + ` = '` + store.CodeOwn + `'),
		(SELECT began_at FROM second_grace WHERE identity_id = $1),
		(SELECT began_at FROM enrolment_grace WHERE identity_id = $1)`

// SecondWay returns the fields of SecondWayColumns.
func SecondWay(w *store.SecondWay) []any { return []any{&w.Codes, &w.GraceBegan, &w.FirstGraceBegan} }

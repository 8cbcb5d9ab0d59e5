package sqlite

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"latchkey/store"
)

// deletion is a statement whose first argument is the identity.
type deletion struct {
	statement string
	more      []any
}

func (d deletion) exec(ctx context.Context, tx *sql.Tx, identityID uuid.UUID) error {
	_, err := tx.ExecContext(ctx, d.statement, append([]any{id(identityID)}, d.more...)...)
	return err
}

// codeGrants delete what codes granted.
var codeGrants = []deletion{
	{`DELETE FROM gate_passes WHERE identity_id = ? AND passkey_id IS NULL`, nil},
	{`DELETE FROM recoveries WHERE identity_id = ?`, nil},
}

var allCodes = deletion{`DELETE FROM recovery_codes WHERE identity_id = ?`, nil}

// endCodesMadeWith deletes the codes that were made with one of these passkeys and factors, and what codes granted.
func endCodesMadeWith(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, by []uuid.UUID, event *store.AuditEvent) (ended bool, err error) {
	if event == nil {
		return false, nil
	}
	deleted, err := changed(ctx, tx, `
		DELETE FROM recovery_codes
		WHERE identity_id = ? AND EXISTS (SELECT 1 FROM json_each(made_with) WHERE value IN (SELECT value FROM json_each(?)))`,
		id(identityID), ids(by))
	if err != nil || deleted == 0 {
		return false, err
	}
	for _, grant := range codeGrants {
		if err := grant.exec(ctx, tx, identityID); err != nil {
			return false, err
		}
	}
	return true, recordEvent(ctx, tx, *event)
}

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

// endCodesMadeWith deletes the codes that were made with a passkey, and what codes granted.
func endCodesMadeWith(ctx context.Context, tx *sql.Tx, passkeyID uuid.UUID, event *store.AuditEvent) error {
	if event == nil {
		return nil
	}
	var identityID uuid.UUID
	if err := tx.QueryRowContext(ctx, `SELECT identity_id FROM passkeys WHERE id = ?`, id(passkeyID)).Scan((*id)(&identityID)); err != nil {
		return err
	}
	ended, err := changed(ctx, tx, `
		DELETE FROM recovery_codes
		WHERE identity_id = ? AND EXISTS (SELECT 1 FROM json_each(made_with) WHERE value = ?)`,
		id(identityID), passkeyID.String())
	if err != nil || ended == 0 {
		return err
	}
	for _, grant := range codeGrants {
		if err := grant.exec(ctx, tx, identityID); err != nil {
			return err
		}
	}
	return recordEvent(ctx, tx, *event)
}

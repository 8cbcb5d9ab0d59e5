package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// mustStand returns store.ErrNotFound if the passkey is deleted or suspended, and so can grant nothing.
func mustStand(ctx context.Context, tx *sql.Tx, identityID, passkeyID uuid.UUID) error {
	return orNotFound(exists(ctx, tx, `
		SELECT count(*)
		FROM passkeys
		WHERE identity_id = ? AND id = ? AND suspended_at IS NULL`,
		id(identityID), id(passkeyID)))
}

func insertPasskeySession(ctx context.Context, tx *sql.Tx, p store.PasskeySession) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO passkey_sessions (`+row.PasskeySessionColumns+`
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		values(row.PasskeySession(&p))...)
	return err
}

// redemption returns when the code of a login was redeemed, or of a merged row, that of the last one.
func redemption(login store.PasskeySession) time.Time {
	if login.RedeemedAt.IsZero() {
		return login.At
	}
	return login.RedeemedAt
}

package sqlite

import (
	"context"
	"database/sql"

	"latchkey/store"
	"latchkey/store/row"
)

// stepUpOf omits the rows for logins that an earlier build wrote.
const stepUpOf = `
	SELECT` + row.StepUpColumns + `
	FROM step_ups
	WHERE session_id = ? AND identity_id = ? AND method = 'passkey'`

// putStepUp inserts or replaces the session's step-up.
func putStepUp(ctx context.Context, tx *sql.Tx, u store.StepUp) error {
	u.UsedWith = nil // for NoteUsedWith
	_, err := tx.ExecContext(ctx, `
		INSERT INTO step_ups (`+row.StepUpColumns+`
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (session_id) DO UPDATE
		SET identity_id = excluded.identity_id,
		    method = excluded.method,
		    passkey_id = excluded.passkey_id,
		    user_verified = excluded.user_verified,
		    at = excluded.at,
		    expires_at = excluded.expires_at,
		    origin = excluded.origin`,
		values(row.StepUp(&u))...)
	return err
}

// PurgeStepUps deletes expired step-ups.
func (s *Store) PurgeStepUps(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.StepUps)
}

package sqlite

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

const recoveryOf = `
	SELECT` + row.RecoveryColumns + `
	FROM recoveries
	WHERE session_id = ? AND identity_id = ?`

func putRecovery(ctx context.Context, tx *sql.Tx, r store.Recovery) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO recoveries (`+row.RecoveryColumns+`
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (session_id) DO UPDATE
		SET identity_id = excluded.identity_id,
		    at = excluded.at,
		    enrol_until = excluded.enrol_until,
		    enrolled_at = excluded.enrolled_at,
		    expires_at = excluded.expires_at,
		    kind = excluded.kind,
		    pass_hash = excluded.pass_hash,
		    begun_at = NULL`,
		values(row.Recovery(&r))...)
	return err
}

// useEnrolmentGrant uses the enrolment grant of a recovery if the registration needs one. It returns RecoveryUsed.
func useEnrolmentGrant(ctx context.Context, tx *sql.Tx, n store.NewPasskey) error {
	if n.Recovery == uuid.Nil {
		return nil
	}
	now := n.Passkey.CreatedAt.UnixMicro()
	used, err := changed(ctx, tx, `
		UPDATE recoveries
		SET enrolled_at = ?
		WHERE session_id = ? AND identity_id = ? AND enrolled_at IS NULL AND enrol_until > ?`,
		now, id(n.Recovery), id(n.Passkey.IdentityID), now)
	if err == nil && used == 0 {
		return store.RecoveryUsed
	}
	return err
}

// BindRecovery is a conditional update. The second of two concurrent calls finds no row under the identity's ID.
func (s *Store) BindRecovery(ctx context.Context, b store.RecoveryBinding) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		bound, err := changed(ctx, tx, `
			UPDATE recoveries
			SET session_id = ?,
			    expires_at = ?
			WHERE session_id = ?
			  AND identity_id = ?
			  AND enrolled_at IS NULL
			  AND at < ?
			  AND begun_at BETWEEN ? AND ?
			  AND enrol_until > ?
			  AND NOT EXISTS (SELECT 1 FROM recoveries AS own WHERE own.session_id = ?)`,
			id(b.SessionID), b.ExpiresAt.UnixMicro(), id(b.IdentityID), id(b.IdentityID),
			b.BegunAt.UnixMicro(), b.BegunAt.Add(-b.Apart).UnixMicro(), b.BegunAt.Add(b.Apart).UnixMicro(), b.Now.UnixMicro(), id(b.SessionID))
		if err == nil && bound == 0 {
			return store.ErrNotFound
		}
		return err
	})
}

// PurgeRecoveries deletes expired recoveries and codes.
func (s *Store) PurgeRecoveries(ctx context.Context) (int64, error) {
	recoveries, err := s.purge(ctx, row.Recoveries)
	if err != nil {
		return recoveries, err
	}
	codes, err := s.purge(ctx, row.RecoveryCodes)
	return recoveries + codes, err
}

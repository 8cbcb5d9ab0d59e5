package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

const recoveryOf = `
	SELECT` + row.RecoveryColumns + `
	FROM recoveries
	WHERE session_id = $1 AND identity_id = $2`

const putRecovery = `
	INSERT INTO recoveries (` + row.RecoveryColumns + `
	) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
	ON CONFLICT (session_id) DO UPDATE
	SET identity_id = excluded.identity_id,
	    at = excluded.at,
	    enrol_until = excluded.enrol_until,
	    enrolled_at = excluded.enrolled_at,
	    expires_at = excluded.expires_at,
	    kind = excluded.kind,
	    pass_hash = excluded.pass_hash,
	    begun_at = NULL`

// BindRecovery is a conditional update. The second of two concurrent calls finds no row under the identity's ID.
func (s *Store) BindRecovery(ctx context.Context, b store.RecoveryBinding) error {
	bound, err := s.count(ctx, `
		WITH bound AS (
			UPDATE recoveries
			SET session_id = $2,
			    expires_at = $3
			WHERE session_id = $1
			  AND identity_id = $1
			  AND enrolled_at IS NULL
			  AND at < $4
			  AND begun_at BETWEEN $5 AND $6
			  AND enrol_until > $7
			  AND NOT EXISTS (SELECT 1 FROM recoveries AS own WHERE own.session_id = $2)
			RETURNING 1
		)
		SELECT count(*) FROM bound`,
		b.IdentityID, b.SessionID, b.ExpiresAt, b.BegunAt, b.BegunAt.Add(-b.Apart), b.BegunAt.Add(b.Apart), b.Now)
	if err == nil && bound == 0 {
		return store.ErrNotFound
	}
	return err
}

// endCodeGrants deletes what codes granted. Passes come first, in the order in which SpendGatePass locks the tables.
func endCodeGrants(ctx context.Context, tx pgx.Tx, identityID uuid.UUID) error {
	for _, end := range []string{
		`DELETE FROM gate_passes WHERE identity_id = $1 AND passkey_id IS NULL`,
		`DELETE FROM recoveries WHERE identity_id = $1`,
	} {
		if _, err := tx.Exec(ctx, end, identityID); err != nil {
			return err
		}
	}
	return nil
}

// endCodesMadeWith deletes the codes that were made with one of these passkeys and factors, which the caller has locked,
// and what codes granted. Grants come last: a redemption holds the row of its code until its grant is committed.
func endCodesMadeWith(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, by []uuid.UUID, event *store.AuditEvent) (ended bool, err error) {
	if event == nil {
		return false, nil
	}
	deleted, err := tx.Exec(ctx, `DELETE FROM recovery_codes WHERE identity_id = $1 AND made_with && $2`, identityID, by)
	if err != nil || deleted.RowsAffected() == 0 {
		return false, err
	}
	if err := endCodeGrants(ctx, tx, identityID); err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, recordEvent, eventArgs(*event)...)
	return true, err
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

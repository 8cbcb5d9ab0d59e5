package postgres

import (
	"context"
	"time"

	"latchkey/store"
	"latchkey/store/row"
)

// PutGatePass stores a pass.
func (s *Store) PutGatePass(ctx context.Context, p store.GatePass) error {
	put, err := s.count(ctx, putGatePass, gatePassArgs(p)...)
	return orNotFound(put, err)
}

// putGatePass locks the passkey's row, as PutPasskeySession does.
const putGatePass = `
	WITH usable AS MATERIALIZED (
		SELECT id
		FROM passkeys
		WHERE identity_id = $2 AND id = $3 AND suspended_at IS NULL
		FOR SHARE
	), put AS (
		INSERT INTO gate_passes (
			hash,
			identity_id,
			passkey_id,
			expires_at
		) SELECT
			$1::bytea,
			$2::uuid,
			$3::uuid,
			$4::timestamptz
		WHERE $3::uuid IS NULL OR EXISTS (SELECT 1 FROM usable)
		RETURNING 1
	)
	SELECT count(*) FROM put`

func gatePassArgs(p store.GatePass) []any {
	return []any{p.Hash[:], p.IdentityID, orNull(p.PasskeyID), p.ExpiresAt}
}

// SpendGatePass deletes the pass. Of two concurrent deletions one finds the row. A grant that has no session yet is stored
// with the ID of its identity.
func (s *Store) SpendGatePass(ctx context.Context, hash [32]byte, begunAt, now time.Time, event store.AuditEvent) error {
	spent, err := s.count(ctx, `
		WITH spent AS (
			DELETE FROM gate_passes
			WHERE hash = $13
				AND expires_at > $14
				AND (
					passkey_id IS NULL
					OR EXISTS (
						SELECT 1
						FROM passkeys
						WHERE passkeys.identity_id = gate_passes.identity_id
							AND passkeys.id = gate_passes.passkey_id
							AND passkeys.suspended_at IS NULL
					)
				)
			RETURNING hash, identity_id
		), admitted AS (
			UPDATE recoveries
			SET begun_at = $15
			FROM spent
			WHERE recoveries.session_id = spent.identity_id AND recoveries.pass_hash = spent.hash
		), audit AS (`+recordEvent+` FROM spent)
		SELECT count(*) FROM spent`,
		eventArgs(event, hash[:], now, begunAt)...)
	if err == nil && spent == 0 {
		return store.ErrNotFound
	}
	return err
}

// PurgeGatePasses deletes expired passes.
func (s *Store) PurgeGatePasses(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.GatePasses)
}

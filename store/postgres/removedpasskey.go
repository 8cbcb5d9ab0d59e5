package postgres

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// recordRemoved records a removal, so that the passkey can be disowned later. It is kept only if something that stays
// rests on it.
func recordRemoved(ctx context.Context, tx pgx.Tx, r store.Removal, disowned bool) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO removed_passkeys (
			id,
			identity_id,
			removed_at,
			kept,
			disowned
		) VALUES (
			$1,
			$2,
			$3,
			$4::boolean AND (
				EXISTS (SELECT 1 FROM passkeys WHERE identity_id = $2 AND $1 = ANY (uv_initialized_by))
				OR EXISTS (SELECT 1 FROM factors WHERE identity_id = $2 AND $1 = ANY (vouched_by) AND kind = ANY ($6))
			),
			$5
		)`,
		r.PasskeyID, r.IdentityID, r.Event.At, r.Keep, disowned, append([]string{}, r.KeepVouched...))
	return err
}

const keptPasskeysOf = `SELECT id FROM removed_passkeys WHERE identity_id = $1 AND kept ORDER BY id`

// PasskeyRemoved reads one row.
func (s *Store) PasskeyRemoved(ctx context.Context, identityID, id uuid.UUID) (bool, error) {
	found, err := s.count(ctx, `SELECT count(*) FROM removed_passkeys WHERE id = $1 AND identity_id = $2`, id, identityID)
	return found > 0, err
}

const removedCredentials = `SELECT credential_id FROM removed_credentials WHERE identity_id = $1 ORDER BY credential_id`

// CredentialRemoved reads one row.
func (s *Store) CredentialRemoved(ctx context.Context, identityID uuid.UUID, credentialID []byte) (bool, error) {
	found, err := s.count(ctx, `SELECT count(*) FROM removed_credentials WHERE identity_id = $1 AND credential_id = $2`, identityID, credentialID)
	return found > 0, err
}

// disownRemoved ends what was kept of a passkey that is removed already. The caller has locked all passkeys of the identity.
func disownRemoved(ctx context.Context, tx pgx.Tx, r store.Removal) (ended []store.SessionEnding, err error) {
	var disowned bool
	err = tx.QueryRow(ctx, `
		SELECT disowned
		FROM removed_passkeys
		WHERE id = $1 AND identity_id = $2
		FOR UPDATE`, r.PasskeyID, r.IdentityID).Scan(&disowned)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	if err := evidenceStands(ctx, tx, r.By); err != nil {
		return nil, err
	}
	if disowned { // by a request at the same time, perhaps, whose codes are the user's
		if err := refuseAnother(ctx, tx, r.IdentityID, store.CodeOwn, r.Event.At); err != nil {
			return nil, err
		}
	}
	_, err = tx.Exec(ctx, `UPDATE removed_passkeys SET kept = false, disowned = true WHERE id = $1`, r.PasskeyID)
	if err != nil {
		return nil, err
	}
	if !disowned {
		if _, err := tx.Exec(ctx, recordEvent, eventArgs(r.Event)...); err != nil {
			return nil, err
		}
	}
	return endGrants(ctx, tx, r.IdentityID, r.PasskeyID, r.Ending)
}

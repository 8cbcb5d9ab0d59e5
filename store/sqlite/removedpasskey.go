package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"latchkey/store"
)

// recordRemoved records a removal, so that the passkey can be disowned later. It is kept only if something that stays
// rests on it.
func recordRemoved(ctx context.Context, tx *sql.Tx, r store.Removal, disowned bool) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO removed_passkeys (
			id,
			identity_id,
			removed_at,
			kept,
			disowned
		) VALUES (
			?1,
			?2,
			?3,
			?4 AND (
				EXISTS (SELECT 1 FROM passkeys, json_each(uv_initialized_by) WHERE identity_id = ?2 AND value = ?6)
				OR EXISTS (
					SELECT 1
					FROM factors, json_each(vouched_by) AS voucher
					WHERE identity_id = ?2 AND voucher.value = ?6 AND kind IN (SELECT value FROM json_each(?7))
				)
			),
			?5
		)`,
		id(r.PasskeyID), id(r.IdentityID), r.Event.At.UnixMicro(), r.Keep, disowned, r.PasskeyID.String(), texts(r.KeepVouched))
	return err
}

const keptPasskeysOf = `SELECT id FROM removed_passkeys WHERE identity_id = ? AND kept ORDER BY id`

// keptPasskey is the field of keptPasskeysOf.
func keptPasskey(found *uuid.UUID) []any { return []any{found} }

// PasskeyRemoved reads one row.
func (s *Store) PasskeyRemoved(ctx context.Context, identityID, passkeyID uuid.UUID) (found bool, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM removed_passkeys WHERE id = ? AND identity_id = ?)`,
		id(passkeyID), id(identityID)).Scan(&found)
	return found, err
}

const removedCredentials = `SELECT credential_id FROM removed_credentials WHERE identity_id = ? ORDER BY credential_id`

// CredentialRemoved reads one row.
func (s *Store) CredentialRemoved(ctx context.Context, identityID uuid.UUID, credentialID []byte) (found bool, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM removed_credentials WHERE identity_id = ? AND credential_id = ?)`,
		id(identityID), credentialID).Scan(&found)
	return found, err
}

// disownRemoved ends what was kept of a passkey that is removed already.
func disownRemoved(ctx context.Context, tx *sql.Tx, r store.Removal) (ended []store.SessionEnding, err error) {
	var disowned bool
	err = tx.QueryRowContext(ctx, `SELECT disowned FROM removed_passkeys WHERE id = ? AND identity_id = ?`,
		id(r.PasskeyID), id(r.IdentityID)).Scan(&disowned)
	if errors.Is(err, sql.ErrNoRows) {
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
	_, err = tx.ExecContext(ctx, `UPDATE removed_passkeys SET kept = 0, disowned = 1 WHERE id = ?`, id(r.PasskeyID))
	if err != nil {
		return nil, err
	}
	if !disowned {
		if err := recordEvent(ctx, tx, r.Event); err != nil {
			return nil, err
		}
	}
	return endGrants(ctx, tx, r.IdentityID, r.PasskeyID, r.Ending)
}

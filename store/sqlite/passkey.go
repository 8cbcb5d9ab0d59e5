package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

const selectPasskey = `
	SELECT` + row.PasskeyColumns + `
	FROM passkeys`

// PasskeyByCredentialID is a look-up in the unique index on the credential ID.
func (s *Store) PasskeyByCredentialID(ctx context.Context, credentialID []byte) (store.Passkey, error) {
	return one(ctx, s.reader, row.Passkey, selectPasskey+` WHERE credential_id = ?`, credentialID)
}

// Passkey returns a passkey by its row ID.
func (s *Store) Passkey(ctx context.Context, passkeyID uuid.UUID) (store.Passkey, error) {
	return one(ctx, s.reader, row.Passkey, selectPasskey+` WHERE id = ?`, passkeyID[:])
}

// PasskeysOf lists an identity's passkeys, oldest first.
func (s *Store) PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error) {
	return list(ctx, s.reader, row.Passkey, passkeysOf, identityID[:])
}

const passkeysOf = selectPasskey + ` WHERE identity_id = ? ORDER BY id`

// ListPasskeys lists the passkeys of all identities, newest first.
func (s *Store) ListPasskeys(ctx context.Context, filter store.PasskeyFilter, p store.Page) ([]store.Passkey, error) {
	return page(ctx, s, row.Passkey, selectPasskey, row.Passkeys(filter, p), p.Size)
}

// RenamePasskey sets the name of a passkey.
func (s *Store) RenamePasskey(
	ctx context.Context, identityID, passkeyID uuid.UUID, name string, event store.AuditEvent,
) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		renamed, err := changed(ctx, tx, `
			UPDATE passkeys
			SET name = ?
			WHERE id = ? AND identity_id = ?`,
			text(name), id(passkeyID), id(identityID))
		if err := orNotFound(renamed > 0, err); err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// ConfirmPasskey records that another admin has confirmed a passkey.
func (s *Store) ConfirmPasskey(ctx context.Context, passkeyID uuid.UUID, at time.Time, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		confirmed, err := changed(ctx, tx, `
			UPDATE passkeys
			SET confirmed_at = ?
			WHERE id = ? AND confirmed_at IS NULL`,
			at.UnixMicro(), id(passkeyID))
		if err != nil {
			return err
		}
		if confirmed == 0 {
			return orNotFound(exists(ctx, tx, `SELECT count(*) FROM passkeys WHERE id = ?`, id(passkeyID)))
		}
		return recordEvent(ctx, tx, event)
	})
}

func orNotFound(found bool, err error) error {
	if err == nil && !found {
		return store.ErrNotFound
	}
	return err
}

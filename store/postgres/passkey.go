package postgres

import (
	"context"
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
	return one(ctx, s.pool, row.Passkey, selectPasskey+` WHERE credential_id = $1`, credentialID)
}

// Passkey returns a passkey by its row ID.
func (s *Store) Passkey(ctx context.Context, id uuid.UUID) (store.Passkey, error) {
	return one(ctx, s.pool, row.Passkey, selectPasskey+` WHERE id = $1`, id)
}

// PasskeysOf lists an identity's passkeys, oldest first.
func (s *Store) PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error) {
	return list(ctx, s.pool, row.Passkey, selectPasskey+` WHERE identity_id = $1 ORDER BY id`, identityID)
}

// ListPasskeys lists the passkeys of all identities, newest first.
func (s *Store) ListPasskeys(ctx context.Context, filter store.PasskeyFilter, p store.Page) ([]store.Passkey, error) {
	return page(ctx, s, row.Passkey, selectPasskey, row.Passkeys(filter, p), p.Size)
}

// RenamePasskey sets the name of a passkey.
func (s *Store) RenamePasskey(
	ctx context.Context, identityID, id uuid.UUID, name string, event store.AuditEvent,
) error {
	renamed, err := s.count(ctx, `
		WITH renamed AS (
			UPDATE passkeys
			SET name = $15
			WHERE id = $13 AND identity_id = $14
			RETURNING id
		), audit AS (`+recordEvent+` FROM renamed)
		SELECT count(*) FROM renamed`,
		eventArgs(event, id, identityID, name)...)
	return orNotFound(renamed, err)
}

// ConfirmPasskey records that another admin has confirmed a passkey.
func (s *Store) ConfirmPasskey(ctx context.Context, id uuid.UUID, at time.Time, event store.AuditEvent) error {
	found, err := s.count(ctx, `
		WITH confirmed AS (
			UPDATE passkeys
			SET confirmed_at = $14
			WHERE id = $13 AND confirmed_at IS NULL
			RETURNING id
		), audit AS (`+recordEvent+` FROM confirmed)
		SELECT count(*) FROM passkeys WHERE id = $13`,
		eventArgs(event, id, at)...)
	return orNotFound(found, err)
}

// orNotFound returns store.ErrNotFound if a statement has found no rows.
func orNotFound(found int64, err error) error {
	if err == nil && found == 0 {
		return store.ErrNotFound
	}
	return err
}

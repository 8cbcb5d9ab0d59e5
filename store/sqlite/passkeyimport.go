package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// ImportPasskeys checks the rules of store.Imports, and then writes.
func (s *Store) ImportPasskeys(ctx context.Context, i store.PasskeyImport) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		if i.Challenge != nil {
			if err := spend(ctx, tx, *i.Challenge); err != nil {
				return err
			}
		}
		if err := refuseReset(ctx, tx, `?`, i.IdentityID); err != nil {
			return err
		}
		if err := evidenceStands(ctx, tx, i.By); err != nil {
			return err
		}
		for n, p := range i.Passkeys {
			if err := importPasskey(ctx, tx, i, p, i.First && n == 0); err != nil {
				return err
			}
		}
		if err := learnHandles(ctx, tx, i.IdentityID, i.Handles); err != nil {
			return err
		}
		if err := learnRemoved(ctx, tx, i); err != nil {
			return err
		}
		if i.Code != nil {
			if err := putCode(ctx, tx, *i.Code); err != nil {
				return err
			}
		}
		if i.Seen != nil {
			factors, err := recordFactors(ctx, tx, i.IdentityID, i.At, i.Seen, i.FactorEvent)
			if err != nil {
				return err
			}
			if i.Disowned(factors) {
				return store.EvidenceGone
			}
		}
		for _, e := range i.Events {
			if err := recordEvent(ctx, tx, e); err != nil {
				return err
			}
		}
		if i.DryRun {
			return store.ErrDryRun
		}
		return nil
	})
	if errors.Is(err, store.ErrDryRun) {
		return nil
	}
	return err
}

func importPasskey(ctx context.Context, tx *sql.Tx, i store.PasskeyImport, p store.Passkey, first bool) error {
	n := store.NewPasskey{Passkey: p, First: first, Limit: store.MaxPasskeys, Unverified: i.Unverified}
	slot, err := freeSlot(ctx, tx, n)
	switch {
	case err != nil:
		return err
	case slot >= store.MaxPasskeys:
		return store.PasskeyLimit
	}
	taken, err := exists(ctx, tx, `SELECT count(*) FROM passkeys WHERE credential_id = ?`, p.CredentialID)
	switch {
	case err != nil:
		return err
	case taken:
		return store.CredentialTaken
	}
	n.Passkey.CreatedAt = i.At // the record is of the first passkey here
	if err := noteFirst(ctx, tx, n, i.AlongUntil); err != nil {
		return err
	}
	return insertPasskey(ctx, tx, p, slot)
}

// claimHandle stores the user handle that a passkey has presented, if it is an alias of its identity.
func claimHandle(ctx context.Context, tx *sql.Tx, passkeyID uuid.UUID, handle []byte) error {
	if handle == nil {
		return nil
	}
	claimed, err := changed(ctx, tx, `
		UPDATE passkeys
		SET user_handle = ?1, handle_unknown = 0
		WHERE id = ?2 AND handle_unknown AND EXISTS (
			SELECT 1
			FROM user_handle_aliases AS alias
			WHERE alias.identity_id = passkeys.identity_id AND alias.user_handle = ?1
		)`,
		handle, id(passkeyID))
	if err != nil || claimed > 0 {
		return err
	}
	unknown, err := exists(ctx, tx, `SELECT count(*) FROM passkeys WHERE id = ? AND handle_unknown`, id(passkeyID))
	switch {
	case err != nil:
		return err
	case unknown:
		return store.NotAnAlias
	}
	return store.PasskeyChanged
}

const handlesOf = `SELECT user_handle FROM user_handle_aliases WHERE identity_id = ? AND removed_at IS NULL ORDER BY user_handle`

// PasskeyOwners lists identities that have or had passkeys.
func (s *Store) PasskeyOwners(ctx context.Context, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	return list(ctx, s.reader, row.ID, `
		SELECT identity_id FROM passkeys WHERE identity_id > ?1
		UNION
		SELECT identity_id FROM removed_credentials WHERE identity_id > ?1
		ORDER BY identity_id
		LIMIT ?2`, after[:], limit)
}

// learnRemoved records what was removed elsewhere, and that there was a first passkey.
func learnRemoved(ctx context.Context, tx *sql.Tx, i store.PasskeyImport) error {
	if len(i.Removed) == 0 {
		return nil
	}
	first := store.NewPasskey{Passkey: store.Passkey{IdentityID: i.IdentityID, CreatedAt: i.At}, Unverified: i.Unverified}
	if err := noteFirst(ctx, tx, first, nil); err != nil {
		return err
	}
	for _, credentialID := range i.Removed {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO removed_credentials (identity_id, credential_id)
			VALUES (?, ?)
			ON CONFLICT DO NOTHING`,
			id(i.IdentityID), credentialID)
		if err != nil {
			return err
		}
	}
	return nil
}

func learnHandles(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, handles [][]byte) error {
	for _, handle := range handles {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO user_handle_aliases (identity_id, user_handle)
			VALUES (?, ?)
			ON CONFLICT DO UPDATE SET removed_at = NULL WHERE removed_at IS NOT NULL`,
			id(identityID), handle)
		if err != nil {
			return err
		}
	}
	return nil
}

// LearnHandles adds aliases.
func (s *Store) LearnHandles(ctx context.Context, identityID uuid.UUID, handles [][]byte) error {
	return s.write(ctx, func(tx *sql.Tx) error { return learnHandles(ctx, tx, identityID, handles) })
}

const ownersOf = `
	SELECT
		identity_id,
		identity_id IN (SELECT identity_id FROM missing_identities)
	FROM user_handle_aliases
	WHERE user_handle = ? AND removed_at IS NULL`

// OwnersOfHandle lists the identities with an alias.
func (s *Store) OwnersOfHandle(ctx context.Context, handle []byte) ([]store.HandleOwner, error) {
	return list(ctx, s.reader, row.HandleOwner, ownersOf, handle)
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

const selectAdminKey = `
	SELECT` + row.AdminKeyColumns + `
	FROM admin_keys`

// CreateAdminKey stores a key.
func (s *Store) CreateAdminKey(ctx context.Context, key store.AdminKey, by store.Evidence, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		taken, err := exists(ctx, tx, `
			SELECT count(*) FROM admin_keys WHERE name = ? AND revoked_at IS NULL`, text(key.Name))
		if err != nil {
			return err
		}
		if taken && key.RevokedAt == nil {
			return store.NameTaken
		}
		if key.ParentID != uuid.Nil {
			stands, err := exists(ctx, tx, `
				SELECT count(*) FROM admin_keys WHERE id = ? AND revoked_at IS NULL`, id(key.ParentID))
			if err != nil {
				return err
			}
			if !stands {
				return store.ParentRevoked
			}
		}
		if err := evidenceStands(ctx, tx, by); err != nil {
			return err
		}
		if err := insertAdminKey(ctx, tx, key); err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

func insertAdminKey(ctx context.Context, tx *sql.Tx, key store.AdminKey) error {
	if key.Scopes == nil {
		key.Scopes = []string{} // nil is null
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO admin_keys (`+row.AdminKeyColumns+`
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		values(row.AdminKey(&key))...)
	return err
}

// AdminKeyByHash finds a key by its hash.
func (s *Store) AdminKeyByHash(ctx context.Context, hash [32]byte) (store.AdminKey, error) {
	return one(ctx, s.reader, row.AdminKey, selectAdminKey+` WHERE hash = ?`, hash[:])
}

// AdminKeys lists all keys, newest first.
func (s *Store) AdminKeys(ctx context.Context) ([]store.AdminKey, error) {
	return list(ctx, s.reader, row.AdminKey, selectAdminKey+` ORDER BY id DESC`)
}

// familyOf is a CTE with the IDs of the keys that match a condition, and of their descendants.
func familyOf(which string) string {
	return `WITH RECURSIVE family (id) AS (
			SELECT id FROM admin_keys WHERE ` + which + `
			UNION
			SELECT child.id FROM admin_keys AS child JOIN family ON child.parent_id = family.id
		)`
}

// madeWith is the condition of the keys that were made with one of the passkeys and factors ?1.
const madeWith = `EXISTS (SELECT 1 FROM json_each(made_with) WHERE value IN (SELECT value FROM json_each(?1)))`

// AdminKeysMadeWith lists the keys made with a passkey and their descendants.
func (s *Store) AdminKeysMadeWith(ctx context.Context, passkeyID uuid.UUID) ([]store.AdminKey, error) {
	return list(ctx, s.reader, row.AdminKey, familyOf(madeWith)+selectAdminKey+`
		WHERE revoked_at IS NULL AND id IN (SELECT id FROM family)
		ORDER BY id DESC`, ids{passkeyID})
}

// RevokeAdminKey revokes a key and its descendants.
func (s *Store) RevokeAdminKey(
	ctx context.Context, keyID uuid.UUID, at time.Time, event func(store.AdminKey) store.AuditEvent,
) (revoked []uuid.UUID, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		keys, err := revokeAdminKeys(ctx, tx, `id = ?1`, id(keyID), at, event)
		revoked = row.AdminKeyIDs(keys)
		if err != nil || len(revoked) > 0 {
			return err
		}
		return orNotFound(exists(ctx, tx, `SELECT count(*) FROM admin_keys WHERE id = ?`, id(keyID)))
	})
	return revoked, err
}

// RevokeAdminKeysOf revokes an owner's keys and their descendants.
func (s *Store) RevokeAdminKeysOf(
	ctx context.Context, owner string, at time.Time, event func(store.AdminKey) store.AuditEvent,
) (revoked []uuid.UUID, err error) {
	if owner == "" {
		return nil, errors.New("sqlite: no owner")
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		keys, err := revokeAdminKeys(ctx, tx, `owner = ?1`, text(owner), at, event)
		revoked = row.AdminKeyIDs(keys)
		return err
	})
	return revoked, err
}

func revokeAdminKeys(
	ctx context.Context, tx *sql.Tx, which string, arg any, at time.Time, event func(store.AdminKey) store.AuditEvent,
) (revoked []store.AdminKey, err error) {
	revoked, err = list(ctx, tx, row.AdminKey, `
		`+familyOf(which)+`
		UPDATE admin_keys
		SET revoked_at = ?2
		WHERE revoked_at IS NULL AND id IN (SELECT id FROM family)
		RETURNING`+row.AdminKeyColumns,
		arg, at.UnixMicro())
	if err != nil {
		return nil, err
	}
	for _, key := range revoked {
		if err := recordEvent(ctx, tx, event(key)); err != nil {
			return nil, err
		}
	}
	return revoked, nil
}

// CutAdminKeysOf reads and updates in one immediate transaction, so the keys cannot change in between.
func (s *Store) CutAdminKeysOf(
	ctx context.Context, owner string, scopes []string, at time.Time, event func(store.AdminKey) store.AuditEvent,
) (cut []store.AdminKey, err error) {
	if owner == "" {
		return nil, errors.New("sqlite: no owner")
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		keys, err := list(ctx, tx, row.AdminKey, selectAdminKey+` WHERE owner = ? AND revoked_at IS NULL`, text(owner))
		if err != nil {
			return err
		}
		for _, key := range keys {
			key, changes := key.Cut(scopes, at)
			if !changes {
				continue
			}
			_, err := tx.ExecContext(ctx, `UPDATE admin_keys SET scopes = ?, revoked_at = ? WHERE id = ?`,
				texts(key.Scopes), when{key.RevokedAt}, id(key.ID))
			if err != nil {
				return err
			}
			if err := recordEvent(ctx, tx, event(key)); err != nil {
				return err
			}
			cut = append(cut, key)
		}
		return nil
	})
	return cut, err
}

// TouchAdminKey writes at most once a minute; otherwise it only reads.
func (s *Store) TouchAdminKey(ctx context.Context, keyID uuid.UUID, at time.Time) error {
	const due = ` WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at <= ?2)`
	var touches bool
	err := s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM admin_keys`+due+`)`,
		id(keyID), at.Add(-time.Minute).UnixMicro()).Scan(&touches)
	if err != nil || !touches {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE admin_keys SET last_used_at = ?3`+due,
			id(keyID), at.Add(-time.Minute).UnixMicro(), at.UnixMicro())
		return err
	})
}

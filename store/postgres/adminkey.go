package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// adminKeysNameKey is the unique index on the names of keys that are not revoked.
const adminKeysNameKey = "admin_keys_name_key"

// CreateAdminKey stores a key.
func (s *Store) CreateAdminKey(ctx context.Context, key store.AdminKey, by store.Evidence, event store.AuditEvent) error {
	scopes := key.Scopes
	if scopes == nil {
		scopes = []string{} // nil is NULL
	}
	created, err := s.count(ctx, `
		WITH parent AS MATERIALIZED (
			SELECT id
			FROM admin_keys
			WHERE id = $21::uuid AND revoked_at IS NULL
			FOR SHARE
		),`+evidenceCTE(24, `SHARE`)+`, created AS (
			INSERT INTO admin_keys (
				id,
				name,
				hash,
				scopes,
				created_at,
				expires_at,
				revoked_at,
				owner,
				parent_id,
				last_used_at,
				made_with
			) SELECT
				$13::uuid,
				$14::text,
				$15::bytea,
				$16::text[],
				$17::timestamptz,
				$18::timestamptz,
				$19::timestamptz,
				$20::text,
				$21::uuid,
				$22::timestamptz,
				$23::uuid[]
			WHERE ($21::uuid IS NULL OR EXISTS (SELECT 1 FROM parent))
			  AND EXISTS (SELECT 1 FROM evidence)
			RETURNING id
		), audit AS (`+recordEvent+` FROM created)
		SELECT count(*) FROM created`,
		append(eventArgs(event,
			key.ID,
			key.Name,
			key.Hash[:],
			scopes,
			key.CreatedAt,
			key.ExpiresAt,
			key.RevokedAt,
			key.Owner,
			orNull(key.ParentID),
			key.LastUsedAt,
			key.MadeWith,
		), evidenceArgs(by)...)...)
	switch {
	case violates(err, adminKeysNameKey):
		return store.NameTaken
	case err == nil && created == 0 && key.ParentID == uuid.Nil:
		return store.EvidenceGone
	case err == nil && created == 0:
		return store.ParentRevoked
	}
	return err
}

// AdminKeyByHash finds a key by its hash.
func (s *Store) AdminKeyByHash(ctx context.Context, hash [32]byte) (store.AdminKey, error) {
	return one(ctx, s.pool, row.AdminKey, `SELECT`+row.AdminKeyColumns+` FROM admin_keys WHERE hash = $1`, hash[:])
}

// AdminKeys lists all keys, newest first.
func (s *Store) AdminKeys(ctx context.Context) ([]store.AdminKey, error) {
	return list(ctx, s.pool, row.AdminKey, `SELECT`+row.AdminKeyColumns+` FROM admin_keys ORDER BY id DESC`)
}

// familyOf is a CTE with the IDs of the keys that match a condition, and of their descendants.
func familyOf(which string) string {
	return `WITH RECURSIVE family (id) AS (
				SELECT id FROM admin_keys WHERE ` + which + `
				UNION
				SELECT child.id FROM admin_keys AS child JOIN family ON child.parent_id = family.id
			)`
}

// madeWith is the condition of the keys that were made with one of the passkeys and factors $1.
const madeWith = `made_with && $1::uuid[]`

// AdminKeysMadeWith lists the keys made with a passkey and their descendants.
func (s *Store) AdminKeysMadeWith(ctx context.Context, passkeyID uuid.UUID) ([]store.AdminKey, error) {
	return list(ctx, s.pool, row.AdminKey, familyOf(madeWith)+` SELECT`+row.AdminKeyColumns+`
		FROM admin_keys
		WHERE revoked_at IS NULL AND id IN (SELECT id FROM family)
		ORDER BY id DESC`, []uuid.UUID{passkeyID})
}

// RevokeAdminKey revokes a key and its descendants.
func (s *Store) RevokeAdminKey(
	ctx context.Context, id uuid.UUID, at time.Time, event func(store.AdminKey) store.AuditEvent,
) (revoked []uuid.UUID, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		keys, err := revokeAdminKeys(ctx, tx, `id = $1`, id, at, event)
		revoked = row.AdminKeyIDs(keys)
		return err
	})
	if err == nil && len(revoked) == 0 {
		return nil, orNotFound(s.count(ctx, `SELECT count(*) FROM admin_keys WHERE id = $1`, id))
	}
	return revoked, err
}

// RevokeAdminKeysOf revokes an owner's keys and their descendants.
func (s *Store) RevokeAdminKeysOf(
	ctx context.Context, owner string, at time.Time, event func(store.AdminKey) store.AuditEvent,
) (revoked []uuid.UUID, err error) {
	if owner == "" {
		return nil, errors.New("postgres: no owner")
	}
	err = s.write(ctx, func(tx pgx.Tx) error {
		keys, err := revokeAdminKeys(ctx, tx, `owner = $1`, owner, at, event)
		revoked = row.AdminKeyIDs(keys)
		return err
	})
	return revoked, err
}

// revokeAdminKeys repeats the update until it finds no key: one may have been about to commit during the previous
// round. The creation of a later one waits for the row of its parent and then finds it revoked.
func revokeAdminKeys(
	ctx context.Context, tx pgx.Tx, which string, arg any, at time.Time, event func(store.AdminKey) store.AuditEvent,
) (revoked []store.AdminKey, err error) {
	for {
		keys, err := list(ctx, tx, row.AdminKey, `
			`+familyOf(which)+`
			UPDATE admin_keys
			SET revoked_at = $2
			WHERE revoked_at IS NULL AND id IN (SELECT id FROM family)
			RETURNING`+row.AdminKeyColumns,
			arg, at)
		if err != nil || len(keys) == 0 {
			return revoked, err
		}
		revoked = append(revoked, keys...)
		for _, key := range keys {
			if _, err := tx.Exec(ctx, recordEvent, eventArgs(event(key))...); err != nil {
				return nil, err
			}
		}
	}
}

// CutAdminKeysOf locks the keys before it compares their scopes.
func (s *Store) CutAdminKeysOf(
	ctx context.Context, owner string, scopes []string, at time.Time, event func(store.AdminKey) store.AuditEvent,
) (cut []store.AdminKey, err error) {
	if owner == "" {
		return nil, errors.New("postgres: no owner")
	}
	err = s.write(ctx, func(tx pgx.Tx) error {
		cut = nil
		keys, err := list(ctx, tx, row.AdminKey,
			`SELECT`+row.AdminKeyColumns+` FROM admin_keys WHERE owner = $1 AND revoked_at IS NULL ORDER BY id FOR UPDATE`, owner)
		if err != nil {
			return err
		}
		for _, key := range keys {
			key, changes := key.Cut(scopes, at)
			if !changes {
				continue
			}
			_, err := tx.Exec(ctx, `UPDATE admin_keys SET scopes = $2, revoked_at = $3 WHERE id = $1`, key.ID, key.Scopes, key.RevokedAt)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, recordEvent, eventArgs(event(key))...); err != nil {
				return err
			}
			cut = append(cut, key)
		}
		return nil
	})
	return cut, err
}

// TouchAdminKey writes at most once a minute.
func (s *Store) TouchAdminKey(ctx context.Context, id uuid.UUID, at time.Time) error {
	_, err := s.pool.Exec(ctx, `
		UPDATE admin_keys
		SET last_used_at = $2
		WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)`,
		id, at, at.Add(-time.Minute))
	return err
}

package sqlite

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"latchkey/store"
)

// evidenceStands returns store.EvidenceGone unless all of the evidence stands. It cannot change before the transaction ends.
func evidenceStands(ctx context.Context, tx *sql.Tx, by store.Evidence) error {
	if by.IdentityID == uuid.Nil {
		return nil
	}
	for _, one := range by.Passkeys {
		if err := stands(ctx, tx, `
			SELECT
				(SELECT count(*) FROM passkeys WHERE identity_id = ?1 AND id = ?2 AND suspended_at IS NULL)
				+ (SELECT count(*) FROM removed_passkeys WHERE identity_id = ?1 AND id = ?2 AND kept)`,
			id(by.IdentityID), id(one)); err != nil {
			return err
		}
	}
	for _, one := range by.Factors {
		if err := stands(ctx, tx, factorStands, id(by.IdentityID), id(one), ids(by.Passkeys)); err != nil {
			return err
		}
	}
	for _, one := range by.Initializers {
		const disowned = `SELECT count(*) FROM factors WHERE identity_id = ? AND id = ? AND disowned_at IS NOT NULL`
		found, err := exists(ctx, tx, disowned, id(by.IdentityID), id(one))
		if err == nil && found {
			err = store.EvidenceGone
		}
		if err != nil {
			return err
		}
	}
	return stands(ctx, tx, `
		SELECT (SELECT recovered_at FROM first_passkeys WHERE identity_id = ?) IS ?`, id(by.IdentityID), when{by.RecoveredAt})
}

// factorStands counts the factor ?2 if it stands. The passkeys of the evidence are ?3.
const factorStands = `
	SELECT count(*)
	FROM factors
	WHERE identity_id = ?1 AND id = ?2 AND disowned_at IS NULL AND gone_at IS NULL
	  AND (
		vouched_at IS NOT NULL AND NOT EXISTS (
			SELECT value FROM json_each(vouched_by)
			EXCEPT
			SELECT value FROM json_each(?3)
		)
		OR NOT EXISTS (SELECT 1 FROM passkeys WHERE identity_id = ?1 AND suspended_for = '')
	  )`

func stands(ctx context.Context, tx *sql.Tx, sql string, args ...any) error {
	found, err := exists(ctx, tx, sql, args...)
	if err == nil && !found {
		err = store.EvidenceGone
	}
	return err
}

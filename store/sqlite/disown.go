package sqlite

import (
	"context"
	"database/sql"

	"latchkey/store"
)

// DisownPasskey removes a passkey, deletes what codes granted, replaces the codes, and revokes admin keys.
func (s *Store) DisownPasskey(ctx context.Context, d store.Disowning) (
	ended []store.SessionEnding, revoked []store.AdminKey, err error,
) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		if ended, err = removePasskey(ctx, tx, d.Removal, true); err != nil {
			return err
		}
		if len(d.Codes) > 0 {
			if err := refuseReset(ctx, tx, `?`, d.IdentityID); err != nil {
				return err
			}
			if err := changeCodes(ctx, tx, d.IdentityID, d.Codes, d.CodesMade, allCodes); err != nil {
				return err
			}
		}
		for _, grant := range codeGrants {
			if err := grant.exec(ctx, tx, d.IdentityID); err != nil {
				return err
			}
		}
		revoked, err = revokeAdminKeys(ctx, tx, madeWith, ids{d.PasskeyID}, d.Event.At, d.KeyRevoked)
		return err
	})
	return ended, revoked, err
}

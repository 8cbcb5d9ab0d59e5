package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// DisownPasskey removes a passkey, deletes what codes granted, replaces the codes, and revokes admin keys. With codes, it
// first locks the row of the identity's tries, like all changes of codes. The keys come last: the removal has locked the
// passkey, so no further key can be made with it.
func (s *Store) DisownPasskey(ctx context.Context, d store.Disowning) (
	ended []store.SessionEnding, revoked []store.AdminKey, err error,
) {
	remove := func(tx pgx.Tx) error {
		if ended, err = removePasskey(ctx, tx, d.Removal, true); err != nil {
			return err
		}
		revoked, err = revokeAdminKeys(ctx, tx, madeWith, []uuid.UUID{d.PasskeyID}, d.Event.At, d.KeyRevoked)
		return err
	}
	if len(d.Codes) == 0 {
		err = s.write(ctx, func(tx pgx.Tx) error {
			if err := remove(tx); err != nil {
				return err
			}
			return endCodeGrants(ctx, tx, d.IdentityID)
		})
		return ended, revoked, err
	}
	err = s.changeCodes(ctx, d.IdentityID, d.CodesMade, func(tx pgx.Tx) error {
		if err := refuseReset(ctx, tx, d.IdentityID); err != nil {
			return err
		}
		if err := remove(tx); err != nil {
			return err
		}
		return replaceCodes(ctx, tx, d.IdentityID, d.Codes)
	})
	return ended, revoked, err
}

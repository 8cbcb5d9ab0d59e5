package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// DisownPasskey removes a passkey, deletes what codes granted, and replaces the codes. With codes, it first locks the
// row of the identity's tries, like all changes of codes.
func (s *Store) DisownPasskey(ctx context.Context, d store.Disowning) (ended []store.SessionEnding, err error) {
	if len(d.Codes) == 0 {
		err = s.write(ctx, func(tx pgx.Tx) error {
			if ended, err = removePasskey(ctx, tx, d.Removal); err != nil {
				return err
			}
			return endCodeGrants(ctx, tx, d.IdentityID)
		})
		return ended, err
	}
	err = s.changeCodes(ctx, d.IdentityID, d.CodesMade, func(tx pgx.Tx) error {
		if err := refuseReset(ctx, tx, d.IdentityID); err != nil {
			return err
		}
		if ended, err = removePasskey(ctx, tx, d.Removal); err != nil {
			return err
		}
		return replaceCodes(ctx, tx, d.IdentityID, d.Codes)
	})
	return ended, err
}

package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// ExpireResets skips resets that another replica is expiring. It first counts, since most of the time there is none.
func (s *Store) ExpireResets(ctx context.Context, at time.Time, limit int, event func(store.Reset) store.AuditEvent) (expired int, err error) {
	found, err := s.count(ctx, `SELECT count(*) FROM resets WHERE state = 'pending' AND expires_at <= $1`, at)
	if err != nil || found == 0 {
		return 0, err
	}
	err = s.write(ctx, func(tx pgx.Tx) error {
		late, err := list(ctx, tx, row.Reset, `
			UPDATE resets
			SET state = 'expired',
			    ended_at = $1
			WHERE id IN (
				SELECT id
				FROM resets
				WHERE state = 'pending' AND expires_at <= $1
				ORDER BY id
				LIMIT $2
				FOR UPDATE SKIP LOCKED
			)
			RETURNING`+row.ResetColumns,
			at, limit)
		if err != nil {
			return err
		}
		for _, r := range late {
			if _, err := tx.Exec(ctx, recordEvent, eventArgs(event(r))...); err != nil {
				return err
			}
		}
		expired = len(late)
		return nil
	})
	return expired, err
}

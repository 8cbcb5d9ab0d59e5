package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// ExpireResets passes over what another replica is expiring. Most of the time there is none.
func (s *Store) ExpireResets(ctx context.Context, at time.Time, limit int, event func(store.Reset) store.AuditEvent) (expired int, err error) {
	found, err := s.count(ctx, `SELECT count(*) FROM resets WHERE state = 'pending' AND expires_at <= $1`, at)
	if err != nil || found == 0 {
		return 0, err
	}
	err = retry(func() error {
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			rows, err := tx.Query(ctx, `
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
				RETURNING`+resetColumns,
				at, limit)
			if err != nil {
				return err
			}
			late, err := pgx.CollectRows(rows, scanReset)
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
	})
	return expired, err
}

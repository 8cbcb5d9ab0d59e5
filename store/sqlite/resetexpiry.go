package sqlite

import (
	"context"
	"database/sql"
	"time"

	"latchkey/store"
	"latchkey/store/row"
)

// ExpireResets writes only if there is a reset to expire, which is rare.
func (s *Store) ExpireResets(ctx context.Context, at time.Time, limit int, event func(store.Reset) store.AuditEvent) (expired int, err error) {
	const late = selectReset + ` WHERE state = 'pending' AND expires_at <= ? ORDER BY id LIMIT ?`
	found, err := list(ctx, s.reader, row.Reset, late, at.UnixMicro(), limit)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		if found, err = list(ctx, tx, row.Reset, late, at.UnixMicro(), limit); err != nil {
			return err
		}
		for _, r := range found {
			_, err := tx.ExecContext(ctx, `UPDATE resets SET state = 'expired', ended_at = ? WHERE id = ?`, at.UnixMicro(), id(r.ID))
			if err != nil {
				return err
			}
			if err := recordEvent(ctx, tx, event(r)); err != nil {
				return err
			}
		}
		return nil
	})
	return len(found), err
}

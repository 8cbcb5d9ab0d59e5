package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// ExpireResets writes only if there is a reset to expire, which is rare.
func (s *Store) ExpireResets(ctx context.Context, at time.Time, limit int, event func(store.Reset) store.AuditEvent) (expired int, err error) {
	return expire(ctx, s, row.Reset, selectReset, `resets`, at, limit, func(r store.Reset) (uuid.UUID, store.AuditEvent) { return r.ID, event(r) })
}

// ExpireRevocations writes only if there is a revocation to expire, which is rare.
func (s *Store) ExpireRevocations(ctx context.Context, at time.Time, limit int, event func(store.Revocation) store.AuditEvent) (expired int, err error) {
	return expire(ctx, s, row.Revocation, selectRevocation, `revocations`, at, limit, func(r store.Revocation) (uuid.UUID, store.AuditEvent) { return r.ID, event(r) })
}

// expire ends requests whose approval is late. It reads again in the transaction, since another process may have been faster.
func expire[T any](
	ctx context.Context, s *Store, fields func(*T) []any, selected, table string, at time.Time, limit int, of func(T) (uuid.UUID, store.AuditEvent),
) (expired int, err error) {
	late := selected + ` WHERE state = 'pending' AND ended_at IS NULL AND expires_at <= ? ORDER BY id LIMIT ?`
	found, err := list(ctx, s.reader, fields, late, at.UnixMicro(), limit)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		if found, err = list(ctx, tx, fields, late, at.UnixMicro(), limit); err != nil {
			return err
		}
		for _, r := range found {
			requestID, event := of(r)
			if _, err := tx.ExecContext(ctx, `UPDATE `+table+` SET state = 'expired', ended_at = ? WHERE id = ?`, at.UnixMicro(), id(requestID)); err != nil {
				return err
			}
			if err := recordEvent(ctx, tx, event); err != nil {
				return err
			}
		}
		return nil
	})
	return len(found), err
}

package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

const (
	likeEvent = `
		SELECT count(*)
		FROM security_audit
		WHERE identity_id IS NOT DISTINCT FROM $1::uuid
		  AND event_type = $2::text
		  AND metadata IS NOT DISTINCT FROM $3::jsonb
		  AND at >= $4::timestamptz`

	// recordEventOnce is recordEvent, unless there is an equal event at or after $13.
	recordEventOnce = recordEvent + `
		WHERE NOT EXISTS (
			SELECT 1
			FROM security_audit
			WHERE identity_id IS NOT DISTINCT FROM $4::uuid
			  AND event_type = $3::text
			  AND metadata IS NOT DISTINCT FROM $12::jsonb
			  AND at >= $13::timestamptz
		)`
)

// RecordEventOnce reads before it takes a lock, since in most calls the event exists. The lock is per identity and type;
// the statement after it sees what its previous holder has committed.
func (s *Store) RecordEventOnce(ctx context.Context, event store.AuditEvent, since time.Time) (recorded bool, err error) {
	found, err := s.count(ctx, likeEvent, orNull(event.IdentityID), event.Type, event.Metadata, since)
	if err != nil || found > 0 {
		return false, err
	}
	err = s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, event.Type+event.IdentityID.String())
		if err != nil {
			return err
		}
		written, err := tx.Exec(ctx, recordEventOnce, eventArgs(event, since)...)
		recorded = err == nil && written.RowsAffected() > 0
		return err
	})
	return recorded && err == nil, err
}

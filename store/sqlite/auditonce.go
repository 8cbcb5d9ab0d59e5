package sqlite

import (
	"context"
	"database/sql"
	"time"

	"latchkey/store"
)

// sameEvent counts the events of a type about an identity, with that metadata, at or after a time.
const sameEvent = `
	SELECT count(*)
	FROM security_audit
	WHERE identity_id IS ?
	  AND event_type = ?
	  AND metadata IS ?
	  AND at >= ?`

// RecordEventOnce reads before it writes, since in most calls the event exists.
func (s *Store) RecordEventOnce(ctx context.Context, event store.AuditEvent, since time.Time) (recorded bool, err error) {
	var metadata any
	if event.Metadata != nil {
		metadata = text(event.Metadata)
	}
	args := []any{id(event.IdentityID), text(event.Type), metadata, since.UnixMicro()}
	var found int64
	if err := s.reader.QueryRowContext(ctx, sameEvent, args...).Scan(&found); err != nil || found > 0 {
		return false, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		same, err := exists(ctx, tx, sameEvent, args...)
		if recorded = err == nil && !same; !recorded {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
	return recorded && err == nil, err
}

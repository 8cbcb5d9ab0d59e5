package postgres

import (
	"context"

	"latchkey/store"
	"latchkey/store/row"
)

// recordEvent appends the event in $1 to $12, which are the results of eventArgs in every statement. It is used alone,
// or at the end of a WITH clause followed by "FROM effect", where it records the event only if there was an effect.
const recordEvent = `
	INSERT INTO security_audit (` + row.AuditEventColumns + `
	) SELECT
		$1::uuid,
		$2::timestamptz,
		$3::text,
		$4::uuid,
		$5::text,
		$6::text,
		$7::uuid,
		$8::text,
		$9::text,
		$10::text,
		$11::text,
		$12::jsonb`

// eventArgs returns the event's twelve arguments, followed by more.
func eventArgs(e store.AuditEvent, more ...any) []any {
	args := make([]any, 0, 12+len(more))
	args = append(args,
		e.ID,
		e.At,
		e.Type,
		orNull(e.IdentityID),
		e.ActorKind,
		e.ActorID,
		orNull(e.PasskeyID),
		e.RequestID,
		e.IP,
		e.UserAgent,
		e.Reason,
		e.Metadata,
	)
	return append(args, more...)
}

// RecordEvent appends an event.
func (s *Store) RecordEvent(ctx context.Context, event store.AuditEvent) error {
	_, err := s.pool.Exec(ctx, recordEvent, eventArgs(event)...)
	return err
}

// AuditEvents lists events, newest first.
func (s *Store) AuditEvents(ctx context.Context, filter store.AuditFilter, p store.Page) ([]store.AuditEvent, error) {
	return page(ctx, s, row.AuditEvent, selectEvent, row.AuditEvents(filter, p), p.Size)
}

const selectEvent = `
	SELECT` + row.AuditEventColumns + `
	FROM security_audit`

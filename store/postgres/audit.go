package postgres

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// recordEvent appends the event in $1 to $12, which in every statement that has one are what eventArgs gives. It
// stands alone, or as the end of a WITH with "FROM effect" behind it, and then writes only if there was an effect.
const recordEvent = `
	INSERT INTO security_audit (
		id,
		at,
		event_type,
		identity_id,
		actor_kind,
		actor_id,
		passkey_id,
		request_id,
		ip,
		user_agent,
		reason,
		metadata
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

// eventArgs gives the event's twelve arguments and appends those that follow.
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

// AuditEvents lists, newest first. It is planned anew each time (QueryExecModeCacheDescribe), so that the planner
// sees which filters are NULL and takes the index of the others.
func (s *Store) AuditEvents(
	ctx context.Context, filter store.AuditFilter, page store.Page,
) ([]store.AuditEvent, error) {
	return list(ctx, s, scanEvent, auditEvents,
		pgx.QueryExecModeCacheDescribe,
		orNull(page.Before),
		filter.IdentityID,
		filter.PasskeyID,
		filter.Type,
		filter.ActorID,
		filter.Since,
		filter.Until,
		page.Size,
		filter.RequestID,
	)
}

// eventColumns are what scanEvent reads.
const eventColumns = `
		id,
		at,
		event_type,
		identity_id,
		actor_kind,
		actor_id,
		passkey_id,
		request_id,
		ip,
		user_agent,
		reason,
		metadata`

const auditEvents = `
	SELECT` + eventColumns + `
	FROM security_audit
	WHERE ($1::uuid IS NULL OR id < $1)
	  AND ($2::uuid IS NULL OR identity_id = $2)
	  AND ($3::uuid IS NULL OR passkey_id = $3)
	  AND ($4::text IS NULL OR event_type = $4)
	  AND ($5::text IS NULL OR actor_id = $5)
	  AND ($6::timestamptz IS NULL OR at >= $6)
	  AND ($7::timestamptz IS NULL OR at < $7)
	  AND ($9::text IS NULL OR request_id = $9 AND request_id <> '')
	ORDER BY id DESC
	LIMIT $8`

func scanEvent(row pgx.CollectableRow) (store.AuditEvent, error) {
	var (
		e      store.AuditEvent
		linked optionals
	)
	err := row.Scan(eventTargets(&e, &linked)...)
	linked.fill(&e)
	return e, err
}

// optionals are the columns of an event that may be NULL.
type optionals struct {
	identity, passkey *uuid.UUID
	metadata          *json.RawMessage
}

// eventTargets are where eventColumns go, and those that follow.
func eventTargets(e *store.AuditEvent, o *optionals, more ...any) []any {
	return append([]any{
		&e.ID,
		&e.At,
		&e.Type,
		&o.identity,
		&e.ActorKind,
		&e.ActorID,
		&o.passkey,
		&e.RequestID,
		&e.IP,
		&e.UserAgent,
		&e.Reason,
		&o.metadata,
	}, more...)
}

func (o optionals) fill(e *store.AuditEvent) {
	if o.identity != nil {
		e.IdentityID = *o.identity
	}
	if o.passkey != nil {
		e.PasskeyID = *o.passkey
	}
	if o.metadata != nil {
		e.Metadata = *o.metadata
	}
}

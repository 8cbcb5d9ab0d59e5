package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"github.com/google/uuid"

	"latchkey/store"
)

// recordEvent appends the event within the transaction of its effect.
func recordEvent(ctx context.Context, tx *sql.Tx, e store.AuditEvent) error {
	var metadata any
	if e.Metadata != nil {
		metadata = text(e.Metadata)
	}
	_, err := tx.ExecContext(ctx, `
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
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id(e.ID),
		e.At.UnixMicro(),
		text(e.Type),
		id(e.IdentityID),
		text(e.ActorKind),
		text(e.ActorID),
		id(e.PasskeyID),
		text(e.RequestID),
		text(e.IP),
		text(e.UserAgent),
		text(e.Reason),
		metadata,
	)
	return err
}

// RecordEvent appends an event.
func (s *Store) RecordEvent(ctx context.Context, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error { return recordEvent(ctx, tx, event) })
}

// conditions collects the filters that are set. SQLite plans before it knows the arguments, so a filter written
// as "? IS NULL OR column = ?" would never find its index.
type conditions struct {
	where []string
	args  []any
}

func (c *conditions) add(condition string, args ...any) {
	c.where = append(c.where, condition)
	c.args = append(c.args, args...)
}

// clause starts with WHERE, or is empty when nothing is asked.
func (c *conditions) clause() string {
	if len(c.where) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.where, " AND ")
}

// AuditEvents lists, newest first.
func (s *Store) AuditEvents(
	ctx context.Context, filter store.AuditFilter, page store.Page,
) ([]store.AuditEvent, error) {
	var c conditions
	if page.Before != uuid.Nil {
		c.add(`id < ?`, id(page.Before))
	}
	if filter.IdentityID != nil {
		c.add(`identity_id = ?`, filter.IdentityID[:])
	}
	if filter.PasskeyID != nil {
		c.add(`passkey_id = ?`, filter.PasskeyID[:])
	}
	if filter.Type != nil {
		c.add(`event_type = ?`, text(*filter.Type))
	}
	if filter.ActorID != nil {
		c.add(`actor_id = ?`, text(*filter.ActorID))
	}
	if filter.RequestID != nil {
		c.add(`request_id = ? AND request_id <> ''`, text(*filter.RequestID))
	}
	if filter.Since != nil {
		c.add(`at >= ?`, filter.Since.UnixMicro())
	}
	if filter.Until != nil {
		c.add(`at < ?`, filter.Until.UnixMicro())
	}
	return list(ctx, s, scanEvent, `
		SELECT`+eventColumns+`
		FROM security_audit`+c.clause()+`
		ORDER BY id DESC
		LIMIT ?`,
		append(c.args, page.Size)...)
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

func scanEvent(r row) (store.AuditEvent, error) { return scanEventAnd(r) }

// scanEventAnd reads eventColumns and those that follow.
func scanEventAnd(r row, more ...any) (store.AuditEvent, error) {
	var (
		e        store.AuditEvent
		at       int64
		metadata *string
	)
	err := r.Scan(append([]any{
		(*id)(&e.ID),
		&at,
		&e.Type,
		(*id)(&e.IdentityID),
		&e.ActorKind,
		&e.ActorID,
		(*id)(&e.PasskeyID),
		&e.RequestID,
		&e.IP,
		&e.UserAgent,
		&e.Reason,
		&metadata,
	}, more...)...)
	e.At = fromMicros(at)
	if metadata != nil {
		e.Metadata = json.RawMessage(*metadata)
	}
	return e, err
}

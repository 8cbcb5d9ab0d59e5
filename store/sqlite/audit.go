package sqlite

import (
	"context"
	"database/sql"

	"latchkey/store"
	"latchkey/store/row"
)

// recordEvent appends the event in the transaction of its effect.
func recordEvent(ctx context.Context, tx *sql.Tx, e store.AuditEvent) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO security_audit (`+row.AuditEventColumns+`
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		values(row.AuditEvent(&e))...)
	return err
}

// RecordEvent appends an event.
func (s *Store) RecordEvent(ctx context.Context, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error { return recordEvent(ctx, tx, event) })
}

// AuditEvents lists events, newest first.
func (s *Store) AuditEvents(ctx context.Context, filter store.AuditFilter, p store.Page) ([]store.AuditEvent, error) {
	return page(ctx, s, row.AuditEvent, selectEvent, row.AuditEvents(filter, p), p.Size)
}

const selectEvent = `
	SELECT` + row.AuditEventColumns + `
	FROM security_audit`

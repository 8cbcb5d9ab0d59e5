package store

import (
	"context"
	"time"
)

// AuditLog stores the audit events.
type AuditLog interface {
	AuditChain
	Erasures

	// RecordEvent appends an event without any other change.
	RecordEvent(ctx context.Context, event AuditEvent) error
	// RecordEventOnce appends an event unless there is one of the same type about the same identity with the same
	// metadata, at or after since. Of several concurrent calls one records its event. It returns whether it did.
	RecordEventOnce(ctx context.Context, event AuditEvent, since time.Time) (recorded bool, err error)
	// AuditEvents lists events, newest first.
	AuditEvents(ctx context.Context, filter AuditFilter, page Page) ([]AuditEvent, error)
}

package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// AuditEvent is a row of security_audit. The table is append-only: triggers reject all changes but those of AuditChain.
// Strings are valid UTF-8 without NUL.
type AuditEvent struct {
	ID         uuid.UUID // UUIDv7
	At         time.Time
	Type       string    // "passkey.registered", "login.refused", …
	IdentityID uuid.UUID // the identity concerned; zero if unknown
	ActorKind  string    // "identity", "admin_key", "anonymous", "system"
	ActorID    string    // identity or admin key ID; empty for anonymous and system
	PasskeyID  uuid.UUID // zero: none; not a foreign key, since the event outlives the passkey
	RequestID  string
	IP         string
	UserAgent  string
	Reason     string          // the reason code of a refusal, or an admin's reason
	Metadata   json.RawMessage // a JSON object, or nil
}

// AuditFilter restricts AuditEvents. Nil fields match all.
type AuditFilter struct {
	IdentityID *uuid.UUID
	PasskeyID  *uuid.UUID
	Type       *string
	ActorID    *string
	RequestID  *string
	Since      *time.Time // at or after
	Until      *time.Time // before
}

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

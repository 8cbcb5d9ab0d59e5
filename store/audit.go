package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// AuditEvent is one row of security_audit, which is append-only: triggers refuse every change that AuditChain does not
// name. Text is valid UTF-8 without NUL.
type AuditEvent struct {
	ID         uuid.UUID // UUIDv7
	At         time.Time
	Type       string    // "passkey.registered", "login.refused", …
	IdentityID uuid.UUID // the person concerned; zero when nobody is known
	ActorKind  string    // "identity", "admin_key", "anonymous", "system"
	ActorID    string    // identity or admin key ID; empty for anonymous and system
	PasskeyID  uuid.UUID // zero when none; no foreign key, the record outlives the passkey
	RequestID  string
	IP         string
	UserAgent  string
	Reason     string          // the refusal's reason code, or what an admin gave as reason
	Metadata   json.RawMessage // a JSON object, or nil
}

// AuditFilter narrows AuditEvents; nil members do not.
type AuditFilter struct {
	IdentityID *uuid.UUID
	PasskeyID  *uuid.UUID
	Type       *string
	ActorID    *string
	RequestID  *string
	Since      *time.Time // at or after
	Until      *time.Time // before
}

// AuditLog keeps the events.
type AuditLog interface {
	AuditChain
	Erasures

	// RecordEvent appends an event that has no effect beside it.
	RecordEvent(ctx context.Context, event AuditEvent) error
	// RecordEventOnce does the same unless there is an event of the same type about the same identity, with the same
	// metadata, at or after since. Of several at once, one is recorded. It reports whether the event was.
	RecordEventOnce(ctx context.Context, event AuditEvent, since time.Time) (recorded bool, err error)
	// AuditEvents lists, newest first.
	AuditEvents(ctx context.Context, filter AuditFilter, page Page) ([]AuditEvent, error)
}

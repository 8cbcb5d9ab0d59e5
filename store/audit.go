package store

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// The kinds of actors.
const (
	ActorIdentity  = "identity"
	ActorAdminKey  = "admin_key"
	ActorAnonymous = "anonymous" // a client that is not signed in
	ActorSystem    = "system"    // Latchkey itself, or the operator on the command line
)

// AuditEvent is a row of security_audit. The table is append-only: triggers reject all changes but those of AuditChain.
// Strings are valid UTF-8 without NUL.
type AuditEvent struct {
	ID         uuid.UUID // UUIDv7
	At         time.Time
	Type       string    // "passkey.registered", "login.refused", …
	IdentityID uuid.UUID // the identity concerned; zero if unknown
	ActorKind  string    // ActorIdentity, …
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

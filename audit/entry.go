package audit

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
)

// Entry is an event for admins.
type Entry struct {
	ID         uuid.UUID       `json:"id"`
	At         time.Time       `json:"at"`
	Type       string          `json:"type"`
	IdentityID *uuid.UUID      `json:"identity_id"`
	Actor      Actor           `json:"actor"`
	PasskeyID  *uuid.UUID      `json:"passkey_id"`
	RequestID  string          `json:"request_id"`
	IP         string          `json:"ip"`
	UserAgent  string          `json:"user_agent"`
	Reason     string          `json:"reason"`
	Metadata   json.RawMessage `json:"metadata"`
}

// Events lists events, newest first.
func (l *Log) Events(ctx context.Context, filter store.AuditFilter, page store.Page) ([]Entry, error) {
	events, err := l.store.AuditEvents(ctx, filter, page)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	list := make([]Entry, 0, len(events))
	for _, e := range events {
		details := e.Metadata
		if details == nil {
			details = json.RawMessage("{}")
		}
		list = append(list, Entry{
			ID: e.ID, At: e.At, Type: e.Type, IdentityID: OrNil(e.IdentityID), Actor: Actor{Kind: e.ActorKind, ID: e.ActorID},
			PasskeyID: OrNil(e.PasskeyID), RequestID: e.RequestID, IP: e.IP, UserAgent: e.UserAgent,
			Reason: e.Reason, Metadata: details,
		})
	}
	return list, nil
}

// OrNil returns nil for uuid.Nil, which JSON then encodes as null.
func OrNil(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

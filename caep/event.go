// Package caep says what an audit event means to other services, in the terms of the OpenID Continuous Access Evaluation
// Profile 1.0 (CAEP). It owns which events have such a meaning, and why the others have none; it makes no calls. It leaves to
// notify which receiver gets what and when, and to oidc how it is signed.
//
// What it returns names no user, holds no text that a user or an admin has written, and no secret.
package caep

import (
	"encoding/json"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/store"
)

const (
	namespace = "https://schemas.openid.net/secevent/caep/event-type/"

	SessionRevoked       = "session-revoked"
	CredentialChange     = "credential-change"
	AssuranceLevelChange = "assurance-level-change"
)

// Types lists the types of events by the names that settings use.
var Types = []string{SessionRevoked, CredentialChange, AssuranceLevelChange}

// Event is one event. Its subject is the user of the audit event, in one session if there is a SessionID.
type Event struct {
	Type      string
	SessionID uuid.UUID // of Kratos
	Claims    Claims
}

// URI is the type as a token names it.
func (e Event) URI() string { return namespace + e.Type }

// Claims are those of all three types (CAEP 1.0, sections 2 and 3).
type Claims struct {
	CredentialType string            `json:"credential_type,omitempty"`
	ChangeType     string            `json:"change_type,omitempty"`
	AAGUID         uuid.UUID         `json:"fido2_aaguid,omitzero"`
	Namespace      string            `json:"namespace,omitempty"`
	CurrentLevel   string            `json:"current_level,omitempty"`
	InitiatedBy    string            `json:"initiating_entity"`
	ReasonAdmin    map[string]string `json:"reason_admin"` // by language
	// At is when it happened; 0: it is not known, and CAEP allows no other time.
	At int64 `json:"event_timestamp,omitzero"`
}

// Of returns what an audit event means; nothing, if it has no meaning to other services or concerns no user.
func Of(e store.AuditEvent) (events []Event) {
	m, ok := meanings[e.Type]
	if !ok || e.IdentityID == uuid.Nil {
		return nil
	}
	var d details
	_ = json.Unmarshal(e.Metadata, &d) // our own, or none; a member of another kind stays empty
	if m.only != nil && !m.only(d) {
		return nil
	}
	common := Claims{InitiatedBy: initiatedBy(e), ReasonAdmin: map[string]string{"en": m.reason}}
	if !m.noticed {
		common.At = e.At.Unix()
	}
	for _, changed := range m.credentials(e, d) {
		claims := common
		claims.CredentialType, claims.ChangeType, claims.AAGUID = changed.kind, changed.how, changed.aaguid
		events = append(events, Event{Type: CredentialChange, Claims: claims})
	}
	if m.endsSessions(e, d) {
		events = append(events, Event{Type: SessionRevoked, SessionID: d.SessionID, Claims: common})
	} else {
		for _, id := range d.EndedSessions {
			events = append(events, Event{Type: SessionRevoked, SessionID: id, Claims: common})
		}
	}
	if m.raises && d.Level != "" && d.SessionID != uuid.Nil {
		claims := common
		claims.Namespace, claims.CurrentLevel = "NIST-AAL", "nist-"+d.Level
		events = append(events, Event{Type: AssuranceLevelChange, SessionID: d.SessionID, Claims: claims})
	}
	return events
}

// initiatedBy returns who caused an event.
func initiatedBy(e store.AuditEvent) string {
	switch {
	case e.Type == audit.CloneSuspected:
		return "policy"
	case e.ActorKind == store.ActorSystem:
		return "system"
	case e.ActorKind == store.ActorIdentity && e.ActorID == e.IdentityID.String():
		return "user"
	default:
		return "admin"
	}
}

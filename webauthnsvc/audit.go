package webauthnsvc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/store"
)

// The event types of security_audit. They are part of the contract: people filter and alert on them.
const (
	eventPasskeyRegistered     = "passkey.registered"
	eventRegistrationRefused   = "registration.refused"
	eventLoginSucceeded        = "login.succeeded"
	eventLoginRefused          = "login.refused"
	eventStepUpSucceeded       = "step_up.succeeded"
	eventStepUpRefused         = "step_up.refused"
	eventCloneSuspected        = "passkey.clone_suspected"
	eventPasskeyRenamed        = "passkey.renamed"
	eventPasskeyRemoved        = "passkey.removed"
	eventPasskeyRemovalRefused = "passkey.removal_refused"
	eventPasskeyRevoked        = "passkey.revoked"
	eventPasskeySuspended      = "passkey.suspended"
	eventPasskeyResumed        = "passkey.resumed"
	eventPasskeyConfirmed      = "passkey.confirmed"
	eventAdminKeyCreated       = "admin_key.created"
	eventAdminKeyRevoked       = "admin_key.revoked"
	eventAdminKeyCut           = "admin_key.cut"
	eventIdentityRegistered    = "identity.registered"
	eventGateRefused           = "login_gate.refused"
	eventGateProven            = "login_gate.proven"
	eventGateProofRefused      = "login_gate.proof_refused"
	eventGatePassed            = "login_gate.passed"
	eventSettingsRefused       = "settings_gate.refused"
	eventCodesCreated          = "recovery_codes.created"
	eventCodeBySupport         = "recovery_codes.helpdesk_created"
	eventCodesRedeemed         = "recovery_codes.redeemed"
	eventCodesFailed           = "recovery_codes.failed"
	eventCodesLocked           = "recovery_codes.locked"
	eventCodesLow              = "recovery_codes.low"
	eventCodesEnded            = "recovery_codes.ended"
	// What changed at Kratos: with one of store's changes behind it, or confirmed and disowned by the person.
	eventFactorPrefix    = "factor."
	eventFactorConfirmed = "factor.confirmed"
	eventFactorDisowned  = "factor.disowned"
	eventFactorKept      = "factor.kept" // disowned, and Kratos would not remove it
	eventDeliveryRetried = "delivery.retried"
)

// actor is who did it.
type actor struct{ kind, id string }

var anonymous = actor{kind: "anonymous"}

func byIdentity(id uuid.UUID) actor { return actor{"identity", id.String()} }

// subject is whom and what it concerns.
type subject struct{ identity, passkey uuid.UUID }

func aboutPasskey(identity, passkey uuid.UUID) subject { return subject{identity, passkey} }
func aboutIdentity(identity uuid.UUID) subject         { return subject{identity: identity} }

func (s *Service) event(kind string, req Request, by actor, about subject) store.AuditEvent {
	return store.AuditEvent{
		ID:         newID(),
		At:         s.cfg.Now().UTC(),
		Type:       kind,
		IdentityID: about.identity,
		ActorKind:  by.kind,
		ActorID:    by.id,
		PasskeyID:  about.passkey,
		RequestID:  req.ID,
		IP:         req.IP,
		UserAgent:  req.UserAgent,
	}
}

// EventsOf makes the audit events of a request for a room that has effects of its own.
func (s *Service) EventsOf(req Request) func(kind string, identityID uuid.UUID) store.AuditEvent {
	return func(kind string, identityID uuid.UUID) store.AuditEvent {
		return s.event(kind, req, actor{kind: "system"}, aboutIdentity(identityID))
	}
}

// newID makes the UUIDv7 of a new row.
func newID() uuid.UUID {
	id, err := uuid.NewV7()
	if err != nil {
		panic(fmt.Sprintf("the system's random source failed: %v", err)) // nothing here is safe without it
	}
	return id
}

// refused turns an event into the record of its refusal.
func refused(event store.AuditEvent, kind string, err error) store.AuditEvent {
	event.Type = kind
	event.Reason = reasonOf(err)
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Received != "" {
		event.Metadata, _ = json.Marshal(map[string]any{
			"expected": refusal.Expected,
			"received": legible(refusal.Received),
		})
	}
	return event
}

// reasonOf is the short code under which a refusal is recorded.
func reasonOf(err error) string {
	var refusal *Refusal
	var stepUp *StepUpRequired
	switch {
	case errors.As(err, &refusal):
		return string(refusal.Reason)
	case errors.As(err, &stepUp):
		return "step_up_required"
	case errors.Is(err, ErrAlreadyRegistered):
		return "already_registered"
	default:
		return "other"
	}
}

// recordRefusal appends the refusal to the audit log where it is one that matters and not one of too many, and passes err on: a request
// that failed because Kratos or the database is down is no attempt by anyone.
func (s *Service) recordRefusal(ctx context.Context, event store.AuditEvent, kind string, err error) error {
	if reasonOf(err) == "other" {
		return err
	}
	event = s.sparing(refused(event, kind, err))
	if event.Type == "" {
		return err
	}
	if recordErr := s.store.RecordEvent(ctx, event); recordErr != nil {
		return storeError(recordErr)
	}
	return err
}

// spend ends a ceremony that was refused after it had been opened and verified, and passes the refusal on. Of two
// finishes that race, one is told the refusal and the other that the ceremony is spent.
func (s *Service) spend(ctx context.Context, c *ceremony, event store.AuditEvent, kind string, err error) error {
	if spendErr := s.store.SpendChallenge(ctx, c.challenge(), s.sparing(refused(event, kind, err))); spendErr != nil {
		return storeError(spendErr)
	}
	return err
}

// legible makes what a client wrote fit for the record: databases refuse NUL and broken UTF-8, and a refusal must
// not fail to be recorded by being hostile.
func legible(text string) string {
	text = strings.Map(func(r rune) rune {
		if misleading(r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > 256 {
		text = string(runes[:256])
	}
	return text
}

// metadata writes an event's details; the values are our own, so writing them cannot fail.
func metadata(details map[string]any) json.RawMessage {
	raw, _ := json.Marshal(details)
	return raw
}

// AuditEvent is one as admins see it.
type AuditEvent struct {
	ID         uuid.UUID       `json:"id"`
	At         time.Time       `json:"at"`
	Type       string          `json:"type"`
	IdentityID *uuid.UUID      `json:"identity_id"`
	Actor      AuditActor      `json:"actor"`
	PasskeyID  *uuid.UUID      `json:"passkey_id"`
	RequestID  string          `json:"request_id"`
	IP         string          `json:"ip"`
	UserAgent  string          `json:"user_agent"`
	Reason     string          `json:"reason"`
	Metadata   json.RawMessage `json:"metadata"`
}

// AuditActor is who did it: an identity, an admin key, anonymous or the system.
type AuditActor struct {
	Kind string `json:"kind"`
	ID   string `json:"id,omitempty"`
}

// AuditEvents lists, newest first.
func (s *Service) AuditEvents(ctx context.Context, filter AuditFilter, page Page) ([]AuditEvent, error) {
	events, err := s.store.AuditEvents(ctx, filter, page)
	if err != nil {
		return nil, storeError(err)
	}
	list := make([]AuditEvent, 0, len(events))
	for _, e := range events {
		details := e.Metadata
		if details == nil {
			details = json.RawMessage("{}")
		}
		list = append(list, AuditEvent{
			ID: e.ID, At: e.At, Type: e.Type, IdentityID: orNil(e.IdentityID), Actor: AuditActor{e.ActorKind, e.ActorID},
			PasskeyID: orNil(e.PasskeyID), RequestID: e.RequestID, IP: e.IP, UserAgent: e.UserAgent,
			Reason: e.Reason, Metadata: details,
		})
	}
	return list, nil
}

func orNil(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

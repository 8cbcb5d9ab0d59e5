package audit

import (
	"encoding/json"
	"errors"
	"maps"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
)

// The event types of security_audit. They are part of the contract: operators filter and alert on them.
const (
	PasskeyRegistered     = "passkey.registered"
	RegistrationRefused   = "registration.refused"
	LoginSucceeded        = "login.succeeded"
	LoginRefused          = "login.refused"
	StepUpSucceeded       = "step_up.succeeded"
	StepUpRefused         = "step_up.refused"
	CloneSuspected        = "passkey.clone_suspected"
	PasskeyRenamed        = "passkey.renamed"
	PasskeyRemoved        = "passkey.removed"
	PasskeyRemovalRefused = "passkey.removal_refused"
	PasskeyRevoked        = "passkey.revoked"
	PasskeySuspended      = "passkey.suspended"
	PasskeyResumed        = "passkey.resumed"
	PasskeyMarked         = "passkey.marked" // its model is reported as compromised
	PasskeyConfirmed      = "passkey.confirmed"
	PasskeyImported       = "passkey.imported"
	PasskeysExported      = "passkeys.exported"
	PasskeyRetired        = "passkey.retired"
	AdminKeyCreated       = "admin_key.created"
	AdminKeyRevoked       = "admin_key.revoked"
	AdminKeyCut           = "admin_key.cut"
	IdentityRegistered    = "identity.registered"
	GateRefused           = "login_gate.refused"
	GateProven            = "login_gate.proven"
	GateProofRefused      = "login_gate.proof_refused"
	GatePassed            = "login_gate.passed"
	SettingsRefused       = "settings_gate.refused"
	CodesCreated          = "recovery_codes.created"
	CodeBySupport         = "recovery_codes.helpdesk_created"
	CodesRedeemed         = "recovery_codes.redeemed"
	CodesFailed           = "recovery_codes.failed"
	CodesLocked           = "recovery_codes.locked"
	CodesLow              = "recovery_codes.low"
	CodesEnded            = "recovery_codes.ended"
	// Changes at Kratos: followed by one of store's changes, or confirmed and disowned by the user.
	FactorPrefix    = "factor."
	FactorConfirmed = "factor.confirmed"
	FactorDisowned  = "factor.disowned"
	FactorKept      = "factor.kept" // disowned, and Kratos would not remove it
	DeliveryRetried = "delivery.retried"
	// ConsoleByFactor: a user with a role and without a passkey reads in the console, by a factor at Kratos.
	ConsoleByFactor = "console.opened_without_passkey"

	ApprovalRequested     = "approval.requested"
	ApprovalApproved      = "approval.approved"
	ApprovalCancelled     = "approval.cancelled"
	AuditExported         = "audit.exported"
	ConfirmationSigned    = "confirmation.signed"
	ConfirmationRefused   = "confirmation.refused"
	EnrolmentCodeCreated  = "enrolment_code.created"
	EnrolmentCodeRedeemed = "enrolment_code.redeemed"
	// Changes at Kratos: the identity was deleted or deactivated there, or is back.
	IdentityMissing    = "identity.missing" // the grace period begins
	IdentityFoundAgain = "identity.found_again"
	IdentityRemoved    = "identity.removed" // after the grace period
	IdentitySuspended  = "identity.suspended"
	IdentityResumed    = "identity.resumed"
	IdentityExported   = "identity.exported"
	IdentityErased     = "identity.erased"
	// FIDO's metadata reports a model as compromised: its passkeys are suspended or marked after a time, until it no longer does.
	ModelCompromised    = "model.compromised"
	ModelSuspended      = "model.suspended"
	ModelMarked         = "model.marked"
	ModelCleared        = "model.cleared"
	MetadataForgotten   = "metadata.forgotten"   // by the operator, after a mistake in one of its lists
	RevocationRequested = "revocation.requested" // of all passkeys that match a filter
	RevocationApproved  = "revocation.approved"
	RevocationCancelled = "revocation.cancelled"
	RevocationExpired   = "revocation.expired"
	RevocationDone      = "revocation.done"
	ResetRequested      = "mfa.reset_requested"
	ResetApproved       = "mfa.reset_approved"
	ResetCancelled      = "mfa.reset_cancelled"
	ResetExpired        = "mfa.reset_expired"
	AdminReset          = "mfa.admin_reset"
	SessionsEnded       = "sessions.ended"     // by an admin
	SessionsNotEnded    = "sessions.not_ended" // given up
	CanaryCreated       = "canary.created"     // by doctor --canary; its other events are delivered to no sink
	Suppressed          = "audit.suppressed"
)

// Actor is who caused an event: an identity, an admin key, anonymous or the system.
type Actor struct {
	Kind string `json:"kind"`
	ID   string `json:"id,omitempty"`
}

// The actors without an ID: a client that is not signed in, and Latchkey itself.
var (
	Anonymous = Actor{Kind: store.ActorAnonymous}
	System    = Actor{Kind: store.ActorSystem}
)

// ByIdentity returns a user as an actor.
func ByIdentity(id uuid.UUID) Actor { return Actor{Kind: store.ActorIdentity, ID: id.String()} }

// ReasonsOfModels begin the reasons of events by System about passkeys whose model is compromised, or no longer is.
const ReasonsOfModels = "model_"

// subject is the identity and the passkey that an event concerns.
type subject struct{ identity, passkey uuid.UUID }

// Nothing is the subject of an event that concerns no single identity.
var Nothing subject

// AboutPasskey returns the subject of an event that concerns a passkey of an identity.
func AboutPasskey(identity, passkey uuid.UUID) subject { return subject{identity, passkey} }

// AboutIdentity returns the subject of an event that concerns an identity as a whole.
func AboutIdentity(identity uuid.UUID) subject { return subject{identity: identity} }

// Reasoned is an error that knows how its refusal is recorded.
type Reasoned interface {
	error
	// AuditReason returns the short code of the refusal; details are further metadata, or nil.
	AuditReason() (reason string, details map[string]any)
}

// Refused turns an event into the record of its refusal.
func Refused(event store.AuditEvent, kind string, err error) store.AuditEvent {
	var details map[string]any
	event.Type = kind
	if event.Reason, details = reasonOf(err); details != nil {
		event.Metadata = Metadata(details)
	}
	return event
}

// otherReason is the code of an error that is not a refusal.
const otherReason = "other"

// reasonOf returns the code under which a refusal is recorded.
func reasonOf(err error) (reason string, details map[string]any) {
	var reasoned Reasoned
	switch {
	case errors.As(err, &reasoned):
		return reasoned.AuditReason()
	case errors.Is(err, fault.ErrAlreadyRegistered):
		return "already_registered", nil
	case errors.Is(err, fault.ErrLimitReached):
		return "limit_reached", nil
	default:
		return otherReason, nil
	}
}

// WithName adds the name of its passkey to an event that removes it, for the user's activity.
func WithName(event store.AuditEvent, name string) store.AuditEvent {
	if name == "" {
		return event
	}
	return With(event, map[string]any{"name": name})
}

// With adds details to those that an event has.
func With(event store.AuditEvent, details map[string]any) store.AuditEvent {
	if len(details) == 0 {
		return event
	}
	all := map[string]any{}
	_ = json.Unmarshal(event.Metadata, &all) // our own, or none
	maps.Copy(all, details)
	event.Metadata = Metadata(all)
	return event
}

// Metadata encodes an event's details; the values are our own, so that cannot fail.
func Metadata(details map[string]any) json.RawMessage {
	raw, _ := json.Marshal(details)
	return raw
}

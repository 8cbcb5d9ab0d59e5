package caep

import (
	"slices"

	"latchkey/audit"
	"latchkey/store"
)

// meaning is what one type of audit event means.
type meaning struct {
	reason string // for admins of the receiver
	how    string // the change of the passkey that the event names; empty: none
	codes  string // the change of recovery codes
	factor string // the change of a factor at Kratos
	reset  bool   // whatever the steps of a reset say
	left   bool   // what was deleted of an account that no longer exists
	raises bool   // the level of a session
	// noticed: the audit event is of when Latchkey found at Kratos what had happened there before.
	noticed bool
	// only reports whether the event means this at all; nil: always.
	only func(details) bool
	// all reports whether all sessions of the user end, or the one that the event names; nil: no.
	all func(store.AuditEvent, details) bool
}

func always(store.AuditEvent, details) bool { return true }

// disowned reports whether the user said that a passkey is not theirs, which ends all sessions but the one in which they did.
func disowned(e store.AuditEvent, _ details) bool { return e.Reason == "disowned" }

func suspended(d details) bool { return d.Suspended }

func withSessions(_ store.AuditEvent, d details) bool { return d.SessionsEnded }

var meanings = map[string]meaning{
	audit.PasskeyRegistered: {reason: "A passkey was added.", how: "create"},
	audit.PasskeyImported:   {reason: "A passkey was imported.", how: "create"},
	audit.PasskeyRemoved:    {reason: "The user removed a passkey.", how: "delete", all: disowned},
	audit.PasskeyRevoked:    {reason: "A passkey was revoked.", how: "revoke", all: withSessions},
	audit.PasskeySuspended:  {reason: "A passkey was suspended.", how: "revoke"},
	audit.CloneSuspected:    {reason: "A passkey was suspended, because a copy of it may have been used.", how: "revoke", only: suspended},
	audit.PasskeyResumed:    {reason: "A passkey that was suspended can be used again.", how: "update"},

	audit.CodesCreated:         {reason: "New recovery codes were created.", codes: "create"},
	audit.CodeBySupport:        {reason: "A recovery code was issued by support.", codes: "create"},
	audit.EnrolmentCodeCreated: {reason: "A code to set up a passkey was issued.", codes: "create"},
	audit.CodesEnded:           {reason: "The recovery codes ended.", codes: "revoke", all: withSessions},
	audit.CodesRedeemed:        {reason: "A recovery code was used.", codes: "update", raises: true},

	audit.FactorPrefix + store.FactorAppeared: {reason: "A factor was added.", factor: "create", noticed: true},
	audit.FactorPrefix + store.FactorReturned: {reason: "A factor was added again.", factor: "create", noticed: true},
	audit.FactorPrefix + store.FactorGone:     {reason: "A factor was removed.", factor: "delete", noticed: true},
	audit.FactorDisowned:                      {reason: "The user said that a factor is not theirs.", factor: "revoke", all: always},

	audit.StepUpSucceeded: {reason: "A passkey was used in the session.", raises: true},
	audit.SessionsEnded:   {reason: "Sessions were ended by an administrator.", all: always},
	audit.AdminReset:      {reason: "All second factors were reset by an administrator.", reset: true},

	// Kratos ends the sessions of an account that it deactivates or deletes. All but the last of these are found there some time later.
	audit.IdentitySuspended: {reason: "The account was deactivated.", how: "revoke", all: always, noticed: true},
	audit.IdentityResumed:   {reason: "The account was activated again.", how: "update", noticed: true},
	audit.IdentityMissing:   {reason: "The account was deleted.", all: always, noticed: true},
	audit.IdentityRemoved:   {reason: "The account was deleted some time ago; what it had is deleted now.", left: true},
}

// Unmapped are the audit events that mean nothing to other services, with the reason.
var Unmapped = map[string]string{
	audit.LoginSucceeded: notALevel, audit.GateProven: notALevel, audit.GatePassed: notALevel, "oidc.code_redeemed": notALevel,

	audit.RegistrationRefused: refusal, audit.LoginRefused: refusal, audit.StepUpRefused: refusal, audit.PasskeyRemovalRefused: refusal,
	audit.GateRefused: refusal, audit.GateProofRefused: refusal, audit.SettingsRefused: refusal, audit.CodesFailed: refusal,
	audit.CodesLocked: refusal, audit.ConfirmationRefused: refusal, "oidc.code_refused": refusal, audit.Suppressed: refusal,

	audit.PasskeyRenamed:                     "names are not sent",
	audit.PasskeyConfirmed:                   "the passkey was sent when it was added; that it counts for changes matters at Latchkey only",
	audit.PasskeyRetired:                     "the same passkey is at Latchkey",
	audit.CodesLow:                           "the use of the code was sent",
	audit.EnrolmentCodeRedeemed:              "the passkey that it is for is sent when it is added",
	audit.FactorPrefix + store.FactorVouched: trusted,
	audit.FactorConfirmed:                    trusted,
	audit.FactorKept:                         "the answer of the user was sent; Kratos still has the factor",
	audit.ConsoleByFactor:                    "concerns Latchkey's console",
	audit.ConfirmationSigned:                 "a signature, not a change of credentials or sessions",

	audit.IdentityRegistered: "a new account, which has no credentials or sessions yet that end",
	audit.IdentityFoundAgain: "the passkeys are as before, and the sessions at Kratos do not come back",
	audit.IdentityErased:     "recorded without the user",

	audit.ModelCompromised: model, audit.ModelSuspended: model, audit.ModelMarked: model, audit.ModelCleared: model, audit.MetadataForgotten: operations,
	audit.PasskeyMarked: "the passkey can be used as before",

	audit.SessionsNotEnded: "the sessions remain",

	audit.ApprovalRequested: staff, audit.ApprovalApproved: staff, audit.ApprovalCancelled: staff, audit.ResetRequested: staff,
	audit.ResetApproved: staff, audit.ResetCancelled: staff, audit.ResetExpired: staff, audit.RevocationRequested: staff,
	audit.RevocationApproved: staff, audit.RevocationCancelled: staff, audit.RevocationExpired: staff, audit.RevocationDone: staff,

	audit.AdminKeyCreated: operations, audit.AdminKeyRevoked: operations, audit.AdminKeyCut: operations, audit.DeliveryRetried: operations,
	audit.AuditExported: operations, audit.PasskeysExported: operations, audit.IdentityExported: operations, audit.CanaryCreated: operations,
}

const (
	notALevel  = "a login begins a session; CAEP's event for that is not sent"
	refusal    = "nothing changed"
	trusted    = "the factor was sent when it was added; who vouches for it matters at Latchkey only"
	model      = "about no user; each passkey that is suspended or resumed is sent"
	staff      = "what was decided is sent when it is done"
	operations = "about no user's credentials or sessions"
)

// credentials returns the changed credentials.
func (m meaning) credentials(e store.AuditEvent, d details) (changed []credential) {
	switch {
	case m.how != "":
		return []credential{{kind: d.passkeyType(), how: m.how, aaguid: d.AAGUID}}
	case m.codes != "":
		return []credential{{kind: recoveryCodes, how: m.codes}}
	case m.factor != "":
		return []credential{{kind: factorType(d.Kind), how: m.factor}}
	case m.reset:
		for _, s := range d.Steps {
			if s.done() && !slices.Contains(notCredentials, s.Step) {
				changed = append(changed, credential{kind: factorType(s.Step), how: "revoke"})
			}
		}
	case m.left:
		if d.Passkeys > 0 {
			changed = append(changed, credential{kind: factorType("passkeys"), how: "delete"})
		}
		if d.RecoveryCodes > 0 {
			changed = append(changed, credential{kind: recoveryCodes, how: "delete"})
		}
	}
	return changed
}

// notCredentials are the steps of a reset that remove no credential.
var notCredentials = []string{"sessions", "admin_keys", "link"}

func (s step) done() bool { return s.Outcome == "removed" || s.Outcome == "unsure" }

func (m meaning) endsSessions(e store.AuditEvent, d details) bool {
	if m.reset {
		return slices.ContainsFunc(d.Steps, func(s step) bool { return s.Step == "sessions" && s.done() })
	}
	return m.all != nil && m.all(e, d)
}

package webauthnsvc

import (
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc/authenticator"
)

// NewRegistration holds the options of BeginRegistration. None of them weakens policy.
type NewRegistration struct {
	Name       string   // of the passkey; may also come at finish
	Mediation  string   // "" or "conditional"
	Attachment string   // "", "platform" or "cross-platform"
	Hints      []string // L3 §5.8.7
	RPID       string
}

// conditionalWithin is the maximum age of the password login before a registration without user presence.
const conditionalWithin = 5 * time.Minute

func (s *Service) registrationOptions(session account.Session, request NewRegistration) (*registrationOptions, protocol.CredentialMediationRequirement, error) {
	options := &registrationOptions{
		mlDSA:    s.cfg.MLDSA,
		resident: protocol.ResidentKeyRequirement(s.cfg.ResidentKey),
		selection: protocol.AuthenticatorSelection{
			AuthenticatorAttachment: protocol.AuthenticatorAttachment(request.Attachment),
			UserVerification:        protocol.UserVerificationRequirement(s.cfg.UserVerification),
		},
	}
	if !slices.Contains([]string{"", "platform", "cross-platform"}, request.Attachment) {
		return nil, "", &fault.FieldError{Field: "attachment", Problem: "is neither platform nor cross-platform"}
	}
	for _, hint := range request.Hints {
		if !slices.Contains([]string{"security-key", "client-device", "hybrid"}, hint) {
			return nil, "", &fault.FieldError{Field: "hints", Problem: "contains a value other than security-key, client-device, hybrid"}
		}
		options.hints = append(options.hints, protocol.PublicKeyCredentialHints(hint))
	}
	if len(options.hints) > 3 {
		return nil, "", &fault.FieldError{Field: "hints", Problem: "contains more than three"}
	}
	switch request.Mediation {
	case "":
		return options, protocol.MediationDefault, nil
	case string(protocol.MediationConditional):
		return options, protocol.MediationConditional, s.mayRegisterConditionally(session)
	default:
		return nil, "", &fault.FieldError{Field: "mediation", Problem: "is not conditional"}
	}
}

// mayRegisterConditionally checks for a recent password login. Without user presence, a script in the page could
// register a passkey.
func (s *Service) mayRegisterConditionally(session account.Session) error {
	if !s.cfg.ConditionalCreate {
		return &fault.FieldError{Field: "mediation", Problem: "conditional registration is off (webauthn.conditional_create)"}
	}
	for _, m := range session.Methods {
		if m.Name == "password" && assurance.Within(s.cfg.Now(), m.CompletedAt, conditionalWithin) {
			return nil
		}
	}
	return &standing.StepUpRequired{Ways: []standing.Way{{Way: "kratos", URL: s.pages.RefreshURL(false, true, s.cfg.ReturnTo)}}}
}

// complete adds what the passkey replaces and uses up, with the details of its event, and returns the other passkeys.
func complete(n *store.NewPasskey, known assurance.Known, permission assurance.Permission, sessionID uuid.UUID) []store.Passkey {
	rows, details := known.Rows, map[string]any{}
	if permission.ByGrant {
		n.Recovery = sessionID
		details["recovery_code"] = true
	}
	if known.Role { // other admins are notified
		details["role"] = true
	}
	if n.Replaces != uuid.Nil {
		details["replaces"] = n.Replaces
		rows = slices.DeleteFunc(rows, func(old store.Passkey) bool { return old.ID == n.Replaces })
	}
	if n.Removes = disregarded(rows); len(n.Removes) > 0 {
		details["removes"] = n.Removes
	}
	n.Event = authenticator.Describe(audit.With(n.Event, details), n.Passkey)
	return rows
}

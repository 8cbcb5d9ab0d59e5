package webauthnsvc

import (
	"slices"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/standing"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// NewRegistration is what a caller may wish for; none of it weakens policy.
type NewRegistration struct {
	Name       string   // of the passkey; may also come at finish
	Mediation  string   // "" or "conditional"
	Attachment string   // "", "platform" or "cross-platform"
	Hints      []string // L3 §5.8.7
	RPID       string
}

// conditionalWithin is how fresh the password login must be behind a registration without user presence.
const conditionalWithin = 5 * time.Minute

// registrationOptions are the caller's wishes as far as they may go.
type registrationOptions struct {
	selection protocol.AuthenticatorSelection
	resident  protocol.ResidentKeyRequirement
	hints     []protocol.PublicKeyCredentialHints
	exclude   []protocol.CredentialDescriptor
}

func (o *registrationOptions) list() []webauthn.RegistrationOption {
	return []webauthn.RegistrationOption{
		webauthn.WithCredentialParameters(offered),
		webauthn.WithAuthenticatorSelection(o.selection),
		webauthn.WithResidentKeyRequirement(o.resident),
		webauthn.WithPublicKeyCredentialHints(o.hints),
		webauthn.WithExclusions(o.exclude),
		webauthn.WithExtensions(webauthn.WithExtensionCredProps()),
	}
}

func (s *Service) registrationOptions(session account.Session, wish NewRegistration) (*registrationOptions, protocol.CredentialMediationRequirement, error) {
	options := &registrationOptions{
		resident: protocol.ResidentKeyRequirement(s.cfg.ResidentKey),
		selection: protocol.AuthenticatorSelection{
			AuthenticatorAttachment: protocol.AuthenticatorAttachment(wish.Attachment),
			UserVerification:        protocol.UserVerificationRequirement(s.cfg.UserVerification),
		},
	}
	if !slices.Contains([]string{"", "platform", "cross-platform"}, wish.Attachment) {
		return nil, "", &fault.FieldError{Field: "attachment", Problem: "is neither platform nor cross-platform"}
	}
	for _, hint := range wish.Hints {
		if !slices.Contains([]string{"security-key", "client-device", "hybrid"}, hint) {
			return nil, "", &fault.FieldError{Field: "hints", Problem: "contains a value other than security-key, client-device, hybrid"}
		}
		options.hints = append(options.hints, protocol.PublicKeyCredentialHints(hint))
	}
	if len(options.hints) > 3 {
		return nil, "", &fault.FieldError{Field: "hints", Problem: "contains more than three"}
	}
	switch wish.Mediation {
	case "":
		return options, protocol.MediationDefault, nil
	case string(protocol.MediationConditional):
		return options, protocol.MediationConditional, s.mayRegisterConditionally(session)
	default:
		return nil, "", &fault.FieldError{Field: "mediation", Problem: "is not conditional"}
	}
}

// mayRegisterConditionally: without presence a script in the page could register, so it takes a password that
// was typed just now.
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

package webauthnsvc

import (
	"context"
	"time"

	"latchkey/store"
)

// The methods of a step-up row.
const (
	methodPasskey = "passkey" // a step-up
	methodLogin   = "login"   // the login by passkey that made the session
)

// Assurance tells how sure we are of the person behind a session: the higher of Kratos' own level and of what was
// proven here.
type Assurance struct {
	Level        string     `json:"level"`                 // AAL1 or AAL2
	UserVerified bool       `json:"user_verified"`         // by a passkey's authenticator, in this session
	ProvenAt     *time.Time `json:"proven_at,omitempty"`   // when a passkey was last shown in this session
	FreshUntil   *time.Time `json:"fresh_until,omitempty"` // until when it may change passkeys
	EnrolUntil   *time.Time `json:"enrol_until,omitempty"` // until when it may set up one passkey, by a recovery code
}

// assuranceOfLogin: a passkey is something the person has; with UV it also is something they are or know, and
// that makes two factors (NIST SP 800-63B-4, syncable authenticators).
func (s *Service) assuranceOfLogin(userVerified bool) Assurance {
	if userVerified && s.cfg.UVPasskeyIsAAL2 {
		return Assurance{Level: AAL2, UserVerified: true}
	}
	return Assurance{Level: AAL1, UserVerified: userVerified}
}

// assuranceOf judges a session with what has been shown in it.
func (s *Service) assuranceOf(session Session, shown store.SessionFacts) Assurance {
	stepUp := shown.StepUp
	assurance := Assurance{Level: session.AAL, FreshUntil: s.freshUntil(session, stepUp), EnrolUntil: s.enrolUntil(shown)}
	if s.signedInByVerifiedPasskey(session) || (shown.Recovery != nil && s.cfg.RecoveryLevel == RecoveryAAL2) {
		assurance.Level = AAL2
	}
	if stepUp == nil {
		return assurance
	}
	at := stepUp.At
	assurance.ProvenAt, assurance.UserVerified = &at, stepUp.UserVerified
	switch {
	case stepUp.Method == methodLogin && stepUp.UserVerified && s.cfg.UVPasskeyIsAAL2,
		stepUp.Method == methodPasskey && (stepUp.UserVerified || s.begunOtherwise(session)):
		assurance.Level = AAL2
	}
	return assurance
}

// begunOtherwise: a passkey is a second factor beside a password, but not beside itself.
func (s *Service) begunOtherwise(session Session) bool {
	for _, m := range session.Methods {
		if m.Name != "passkey" && m.Name != "webauthn" && !s.ours(m) {
			return true
		}
	}
	return false
}

// stepUpLifts tells whether a step-up by one of these passkeys would make the session aal2. In a session begun by passkey
// it takes one that verifies the person, and whether it can is known from its registration; one that was made without
// the person (conditionally) has not shown it yet.
func (s *Service) stepUpLifts(session Session, rows []store.Passkey) bool {
	for _, row := range rows {
		if row.SuspendedAt != nil {
			continue
		}
		credential, err := credentialOf(row)
		if err == nil && (s.begunOtherwise(session) || credential.Flags.UserVerified || !credential.Flags.UserPresent) {
			return true
		}
	}
	return false
}

// ours: the session was begun by a login at our own provider.
func (s *Service) ours(m Method) bool {
	return m.Name == "oidc" && s.cfg.Provider != "" && m.Provider == s.cfg.Provider
}

// signedInByVerifiedPasskey: newer versions of Kratos tell what our provider said of the login.
func (s *Service) signedInByVerifiedPasskey(session Session) bool {
	for _, m := range session.Methods {
		if s.ours(m) && m.ACR == ACRPasskeyUV {
			return s.cfg.UVPasskeyIsAAL2
		}
	}
	return false
}

// What our ID tokens and proofs say of how the person signed in.
const (
	ACRPasskey   = "urn:latchkey:acr:passkey"    // present, with a passkey
	ACRPasskeyUV = "urn:latchkey:acr:passkey:uv" // and verified by it
)

// enrolUntil: the leave that a redeemed recovery code gives, unless it is used or over.
func (s *Service) enrolUntil(shown store.SessionFacts) *time.Time {
	r := shown.Recovery
	if r == nil || r.EnrolledAt != nil || !s.cfg.Now().Before(r.EnrolUntil) {
		return nil
	}
	return &r.EnrolUntil
}

// shownIn reads what has been shown in the session; what another identity has is not.
func (s *Service) shownIn(ctx context.Context, session Session) (store.SessionFacts, error) {
	shown, err := s.store.SessionFacts(ctx, session.ID, session.Identity.ID)
	if err != nil {
		return store.SessionFacts{}, storeError(err)
	}
	if !s.cfg.RecoveryCodes {
		shown.Recovery = nil
	}
	for _, login := range shown.Logins {
		if login.SessionID == session.ID && (shown.StepUp == nil || shown.StepUp.At.Before(login.At)) {
			shown.StepUp = &store.StepUp{
				SessionID: session.ID, IdentityID: login.IdentityID, Method: methodLogin, PasskeyID: login.PasskeyID,
				UserVerified: login.UserVerified, At: login.At, ExpiresAt: login.ExpiresAt,
			}
		}
	}
	return shown, nil
}

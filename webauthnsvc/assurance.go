package webauthnsvc

import "time"

// Assurance tells how sure we are of the person behind a session, after this ceremony.
type Assurance struct {
	Level        string     `json:"level"` // AAL1 or AAL2
	UserVerified bool       `json:"user_verified"`
	FreshUntil   *time.Time `json:"fresh_until,omitempty"` // with a session: until when it may change passkeys
}

// assuranceOfLogin: a passkey is something the person has; with UV it also is something they are or know, and
// that makes two factors (NIST SP 800-63B-4, syncable authenticators).
func assuranceOfLogin(userVerified bool) Assurance {
	if userVerified {
		return Assurance{Level: AAL2, UserVerified: true}
	}
	return Assurance{Level: AAL1}
}

// assuranceOfStepUp: the passkey is a second factor beside whatever the session was begun with. A session that was
// begun with nothing but a passkey has gained one by UV only.
func (s *Service) assuranceOfStepUp(session Session, userVerified bool, at time.Time) Assurance {
	until := at.Add(s.cfg.Freshness)
	level := AAL1
	if session.AAL == AAL2 || userVerified || session.firstFactorIsNoPasskey() {
		level = AAL2
	}
	return Assurance{Level: level, UserVerified: userVerified, FreshUntil: &until}
}

func (s Session) firstFactorIsNoPasskey() bool {
	for _, m := range s.Methods {
		if m.Name != "passkey" && m.Name != "webauthn" {
			return true
		}
	}
	return false
}

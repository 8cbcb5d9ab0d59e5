package webauthnsvc

import (
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/store"
)

// methodPasskey is the method of a step-up row.
const methodPasskey = "passkey"

// Assurance tells how sure we are of the person behind a session, and why.
type Assurance struct {
	Level        string             `json:"level"`                 // AAL1 or AAL2
	Reasons      []assurance.Reason `json:"reasons"`               // what explains level and freshness
	UserVerified bool               `json:"user_verified"`         // by a passkey's authenticator, in this session
	ProvenAt     *time.Time         `json:"proven_at,omitempty"`   // when a passkey was last used in this session
	FreshUntil   *time.Time         `json:"fresh_until,omitempty"` // until when it may change passkeys
	EnrolUntil   *time.Time         `json:"enrol_until,omitempty"` // until when it may set up one passkey, by an enrolment grant
}

func assuranceOf(d assurance.Decision) Assurance {
	reasons := d.Reasons
	if reasons == nil {
		reasons = []assurance.Reason{}
	}
	return Assurance{
		Level: d.Level, Reasons: reasons, UserVerified: d.UserVerified,
		ProvenAt: d.UsedAt, FreshUntil: d.FreshUntil, EnrolUntil: d.GrantUntil,
	}
}

// assuranceOfLogin: a passkey is something the person has; with user verification it also is something they are or know,
// and that makes two factors (NIST SP 800-63B-4, syncable authenticators).
func (s *Service) assuranceOfLogin(userVerified bool) Assurance {
	if userVerified && s.cfg.UVPasskeyIsAAL2 {
		return Assurance{Level: account.AAL2, Reasons: []assurance.Reason{assurance.ReasonLogin}, UserVerified: true}
	}
	return Assurance{Level: account.AAL1, Reasons: []assurance.Reason{assurance.ReasonUnverifiedUser}, UserVerified: userVerified}
}

// verifiesUser tells whether user verification in an assertion of this passkey counts.
func (s *Service) verifiesUser(row store.Passkey, flagged bool) bool {
	return flagged && s.policy.VerifiesUser(row)
}

// What our ID tokens and proofs say of how the person signed in.
const (
	ACRPasskey   = "urn:latchkey:acr:passkey"    // present, with a passkey
	ACRPasskeyUV = "urn:latchkey:acr:passkey:uv" // and verified by it
)

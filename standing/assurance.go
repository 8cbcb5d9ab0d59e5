package standing

import (
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/policy"
)

// MethodPasskey is the method of a step-up row.
const MethodPasskey = "passkey"

// Assurance is the assurance of a session, and the reasons for it.
type Assurance struct {
	Level        string             `json:"level"`                 // AAL1 or AAL2
	Reasons      []assurance.Reason `json:"reasons"`               // explain level and freshness
	UserVerified bool               `json:"user_verified"`         // by a passkey's authenticator, in this session
	ProvenAt     *time.Time         `json:"proven_at,omitempty"`   // when a passkey was last used in this session
	FreshUntil   *time.Time         `json:"fresh_until,omitempty"` // until when it may change passkeys
	EnrolUntil   *time.Time         `json:"enrol_until,omitempty"` // until when it may set up one passkey, by an enrolment grant
	EnrolledAt   *time.Time         `json:"enrolled_at,omitempty"` // when it did, until that passkey or the grant's time is used up
}

// AssuranceOf returns a decision in the form of the API.
func AssuranceOf(d assurance.Decision) Assurance {
	reasons := d.Reasons
	if reasons == nil {
		reasons = []assurance.Reason{}
	}
	return Assurance{
		Level: d.Level, Reasons: reasons, UserVerified: d.UserVerified,
		ProvenAt: d.UsedAt, FreshUntil: d.FreshUntil, EnrolUntil: d.GrantUntil, EnrolledAt: d.EnrolledAt,
	}
}

// AssuranceOfLogin returns the assurance of a login by passkey. A passkey is something that the user has; with user
// verification it is also something that they are or know, which makes two factors (NIST SP 800-63B-4, syncable
// authenticators).
func AssuranceOfLogin(policy assurance.Policy, userVerified bool) Assurance {
	if userVerified && policy.UVPasskeyIsAAL2 {
		return Assurance{Level: account.AAL2, Reasons: []assurance.Reason{assurance.ReasonLogin}, UserVerified: true}
	}
	return Assurance{Level: account.AAL1, Reasons: []assurance.Reason{assurance.ReasonUnverifiedUser}, UserVerified: userVerified}
}

func factsSession(session account.Session) assurance.Session {
	return assurance.Session{
		ID: session.ID, IdentityID: session.Identity.ID, Level: session.AAL,
		AuthenticatedAt: session.AuthenticatedAt, Methods: session.Methods,
	}
}

// person returns what decisions depend on besides the session.
func (s *Service) person(identity account.Identity) assurance.Person {
	terms := s.terms(identity)
	return assurance.Person{
		Role: identity.HasRole(), VerifiedAddress: identity.Verified(), Freshness: terms.Freshness,
		SecondWay: terms.SecondFactor == policy.SecondFactorRequired,
	}
}

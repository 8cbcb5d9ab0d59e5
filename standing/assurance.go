package standing

import (
	"time"

	"latchkey/account"
	"latchkey/assurance"
)

// MethodPasskey is the method of a step-up row.
const MethodPasskey = "passkey"

// Assurance tells how sure we are of the person behind a session, and why.
type Assurance struct {
	Level        string             `json:"level"`                 // AAL1 or AAL2
	Reasons      []assurance.Reason `json:"reasons"`               // what explains level and freshness
	UserVerified bool               `json:"user_verified"`         // by a passkey's authenticator, in this session
	ProvenAt     *time.Time         `json:"proven_at,omitempty"`   // when a passkey was last used in this session
	FreshUntil   *time.Time         `json:"fresh_until,omitempty"` // until when it may change passkeys
	EnrolUntil   *time.Time         `json:"enrol_until,omitempty"` // until when it may set up one passkey, by an enrolment grant
}

func AssuranceOf(d assurance.Decision) Assurance {
	reasons := d.Reasons
	if reasons == nil {
		reasons = []assurance.Reason{}
	}
	return Assurance{
		Level: d.Level, Reasons: reasons, UserVerified: d.UserVerified,
		ProvenAt: d.UsedAt, FreshUntil: d.FreshUntil, EnrolUntil: d.GrantUntil,
	}
}

// AssuranceOfLogin: a passkey is something the person has; with user verification it also is something they are or know,
// and that makes two factors (NIST SP 800-63B-4, syncable authenticators).
func AssuranceOfLogin(policy assurance.Policy, userVerified bool) Assurance {
	if userVerified && policy.UVPasskeyIsAAL2 {
		return Assurance{Level: account.AAL2, Reasons: []assurance.Reason{assurance.ReasonLogin}, UserVerified: true}
	}
	return Assurance{Level: account.AAL1, Reasons: []assurance.Reason{assurance.ReasonUnverifiedUser}, UserVerified: userVerified}
}

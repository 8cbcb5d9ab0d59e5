package webauthnsvc

import (
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
)

// Assurance levels as Kratos and NIST SP 800-63B name them.
const (
	AAL1 = assurance.AAL1
	AAL2 = assurance.AAL2
)

// Session is what we take from a Kratos session that has just been checked. We keep its ID only, as a key.
type Session struct {
	ID              uuid.UUID
	Identity        Identity
	AAL             string // AAL1 or AAL2, as Kratos sees it
	AuthenticatedAt time.Time
	ExpiresAt       time.Time
	Methods         []Method
	Devices         []Device // where it was used; of listed sessions only
	// OffersCode asks Kratos about this session; nil for listed ones, whose credential nobody has here.
	OffersCode CodeOffer
}

// Device is where a session was used, as Kratos noted it.
type Device struct {
	IP        string `json:"ip"`
	UserAgent string `json:"user_agent"`
}

// begunAt is when the first of its methods was completed: a refresh renews AuthenticatedAt and keeps the session.
func begunAt(session Session) time.Time {
	at := session.AuthenticatedAt
	for _, m := range session.Methods {
		if m.CompletedAt.Before(at) {
			at = m.CompletedAt
		}
	}
	return at
}

// Method is one entry of the session's authentication methods (Kratos: AMR), oldest first.
type Method = assurance.Method

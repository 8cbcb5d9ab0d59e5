package account

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

// BegunAt is when the first of its methods was completed: a refresh renews AuthenticatedAt and keeps the session.
func (s Session) BegunAt() time.Time {
	at := s.AuthenticatedAt
	for _, m := range s.Methods {
		if m.CompletedAt.Before(at) {
			at = m.CompletedAt
		}
	}
	return at
}

// Method is one entry of the session's authentication methods (Kratos: AMR), oldest first.
type Method = assurance.Method

// AAL2Required: Kratos itself refuses the session until it is brought to aal2 there.
type AAL2Required struct{ RedirectTo string }

func (e *AAL2Required) Error() string { return "kratos wants aal2 for this session" }

// SessionDetails is a Kratos session as its owner and admins see it.
type SessionDetails struct {
	ID              uuid.UUID `json:"id"`
	Level           string    `json:"level"` // as Kratos sees it
	AuthenticatedAt time.Time `json:"authenticated_at"`
	ExpiresAt       time.Time `json:"expires_at"`
	Methods         []string  `json:"methods"`
}

// Details is the session as its owner and admins see it.
func (s Session) Details() SessionDetails {
	methods := []string{}
	for _, m := range s.Methods {
		methods = append(methods, m.Name)
	}
	return SessionDetails{s.ID, s.AAL, s.AuthenticatedAt, s.ExpiresAt, methods}
}

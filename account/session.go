package account

import (
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
)

// Assurance levels as in Kratos and NIST SP 800-63B.
const (
	AAL1 = assurance.AAL1
	AAL2 = assurance.AAL2
)

// Session is the part of a Kratos session that Latchkey uses, right after it was checked. Only its ID is stored, as a
// key.
type Session struct {
	ID              uuid.UUID
	Identity        Identity
	AAL             string // AAL1 or AAL2, as reported by Kratos
	AuthenticatedAt time.Time
	ExpiresAt       time.Time
	Methods         []Method
	Devices         []Device // where it was used; only for listed sessions
	// OffersCode asks Kratos about this session; nil for listed ones, whose credential is unknown.
	OffersCode CodeOffer
}

// Device is where a session was used, as recorded by Kratos.
type Device struct {
	IP        string `json:"ip"`
	UserAgent string `json:"user_agent"`
}

// BegunAt returns when the first of its methods was completed: a refresh renews AuthenticatedAt and keeps the session.
func (s Session) BegunAt() time.Time {
	at := s.AuthenticatedAt
	for _, m := range s.Methods {
		if m.CompletedAt.Before(at) {
			at = m.CompletedAt
		}
	}
	return at
}

// Method is one of the session's authentication methods (Kratos: AMR), oldest first.
type Method = assurance.Method

// AAL2Required reports that Kratos itself refuses the session until it is raised to aal2 at Kratos.
type AAL2Required struct{ RedirectTo string }

func (e *AAL2Required) Error() string { return "kratos wants aal2 for this session" }

// SessionDetails is a Kratos session for its owner and for admins.
type SessionDetails struct {
	ID              uuid.UUID `json:"id"`
	Level           string    `json:"level"` // as reported by Kratos
	AuthenticatedAt time.Time `json:"authenticated_at"`
	ExpiresAt       time.Time `json:"expires_at"`
	Methods         []string  `json:"methods"`
}

// Details returns the session for its owner and for admins.
func (s Session) Details() SessionDetails {
	methods := []string{}
	for _, m := range s.Methods {
		methods = append(methods, m.Name)
	}
	return SessionDetails{s.ID, s.AAL, s.AuthenticatedAt, s.ExpiresAt, methods}
}

package webauthnsvc

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// Identity is what the ceremonies need to know of a Kratos identity. Traits are never stored here.
type Identity struct {
	ID          uuid.UUID
	Active      bool
	Login       string // the configured login trait; the short ID where the identity has none
	DisplayName string // the configured display trait; Login where the identity has none
	// Role is latchkey_role of metadata_public, which only Kratos' admin API can set; empty without one. Never a trait.
	Role string
}

// SecondFactors tells which second factors an identity holds at Kratos.
type SecondFactors struct {
	TOTP         bool `json:"totp"`
	LookupSecret bool `json:"lookup_secret"`
	WebAuthn     bool `json:"webauthn"` // a WebAuthn key that is not passwordless
}

// Any tells whether there is one.
func (f SecondFactors) Any() bool { return f.TOTP || f.LookupSecret || f.WebAuthn }

// Identities asks Kratos, uncached, each call within the request's Kratos budget. Whatever is no clear answer
// (time-out, 5xx, HTML, an object without its members) is ErrKratosUnavailable and never "no such identity".
type Identities interface {
	// Identity by ID. ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (Identity, error)
	// IdentityWithFactors is Identity and its second factors, in one call. ErrIdentityNotFound.
	IdentityWithFactors(ctx context.Context, id uuid.UUID) (Identity, SecondFactors, error)
	// FindIdentity by any credential identifier: exact, case-insensitive. ErrIdentityNotFound.
	FindIdentity(ctx context.Context, identifier string) (Identity, error)

	// Sessions lists an identity's active sessions, newest first; none is an empty list.
	Sessions(ctx context.Context, id uuid.UUID) ([]Session, error)
	// EndSessions ends all of them; none is no error.
	EndSessions(ctx context.Context, id uuid.UUID) error
	// RemoveFactor takes one kind of credential away: "totp", "lookup_secret", "webauthn" or "passkey".
	// ErrIdentityNotFound.
	RemoveFactor(ctx context.Context, id uuid.UUID, kind string) (Removal, error)
}

// Removal is what became of a factor that was to be removed at Kratos.
type Removal string

const (
	RemovalDone   Removal = "removed"
	RemovalAbsent Removal = "absent" // there was none
	RemovalKept   Removal = "kept"   // Kratos will not remove it
)

// IdentityDetails is what an admin sees of a person: every factor, here and at Kratos.
type IdentityDetails struct {
	ID          uuid.UUID        `json:"id"`
	Active      bool             `json:"active"`
	Login       string           `json:"login"`
	DisplayName string           `json:"display_name"`
	Passkeys    []AdminPasskey   `json:"passkeys"`
	Limit       int              `json:"limit"`
	Codes       int              `json:"recovery_codes"` // that can be used
	Factors     SecondFactors    `json:"kratos_factors"`
	Sessions    []SessionDetails `json:"kratos_sessions"`
}

// SessionDetails is a Kratos session as its owner and admins see it.
type SessionDetails struct {
	ID              uuid.UUID `json:"id"`
	Level           string    `json:"level"` // as Kratos sees it
	AuthenticatedAt time.Time `json:"authenticated_at"`
	ExpiresAt       time.Time `json:"expires_at"`
	Methods         []string  `json:"methods"`
}

func detailsOf(session Session) SessionDetails {
	methods := []string{}
	for _, m := range session.Methods {
		methods = append(methods, m.Name)
	}
	return SessionDetails{session.ID, session.AAL, session.AuthenticatedAt, session.ExpiresAt, methods}
}

// IdentityDetails gathers them. ErrIdentityNotFound.
func (s *Service) IdentityDetails(ctx context.Context, id uuid.UUID) (*IdentityDetails, error) {
	identity, factors, err := s.identities.IdentityWithFactors(ctx, id)
	if err != nil {
		return nil, err
	}
	sessions, err := s.identities.Sessions(ctx, id)
	if err != nil {
		return nil, err
	}
	rows, err := s.passkeysOf(ctx, id)
	if err != nil {
		return nil, err
	}
	codes, err := s.usableCodes(ctx, id)
	if err != nil {
		return nil, err
	}
	details := &IdentityDetails{
		ID: identity.ID, Active: identity.Active, Login: identity.Login, DisplayName: identity.DisplayName,
		Passkeys: s.viewsForAdmin(rows), Limit: s.cfg.MaxPasskeys, Codes: codes, Factors: factors, Sessions: []SessionDetails{},
	}
	for _, session := range sessions {
		details.Sessions = append(details.Sessions, detailsOf(session))
	}
	return details, nil
}

// FindIdentities finds the one identity of an exact identifier, or none.
func (s *Service) FindIdentities(ctx context.Context, identifier string) ([]IdentityDetails, error) {
	if identifier == "" || len(identifier) > maxIdentifierBytes || !utf8.ValidString(identifier) || strings.ContainsFunc(identifier, unicode.IsControl) {
		return nil, &FieldError{"identifier", "is empty, too long or no text"}
	}
	identity, err := s.identities.FindIdentity(ctx, identifier)
	if errors.Is(err, ErrIdentityNotFound) {
		return []IdentityDetails{}, nil
	}
	if err != nil {
		return nil, err
	}
	details, err := s.IdentityDetails(ctx, identity.ID)
	if errors.Is(err, ErrIdentityNotFound) {
		return []IdentityDetails{}, nil
	}
	if err != nil {
		return nil, err
	}
	return []IdentityDetails{*details}, nil
}

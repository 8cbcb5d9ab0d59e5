package webauthnsvc

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/assurance"
)

// Identity is what the ceremonies need to know of a Kratos identity. Traits are never stored here.
type Identity struct {
	ID          uuid.UUID
	Active      bool
	Login       string // the configured login trait; the short ID where the identity has none
	DisplayName string // the configured display trait; Login where the identity has none
	// Role is latchkey_role of metadata_public, which only Kratos' admin API can set; empty without one. Never a trait.
	Role string
	// Addresses are those that Kratos verifies, or waits to verify, without their text.
	Addresses []Address
}

// Address is an e-mail address or a phone number of an identity at Kratos, without its text.
type Address struct {
	Via        string    // "email" or "sms"
	CreatedAt  time.Time // when the identity came to have it; zero where Kratos does not say
	Verified   bool
	VerifiedAt time.Time // zero while it is not verified, or where Kratos does not say when it was
}

// CodeOffer tells whether Kratos takes a code sent by e-mail or SMS as the second factor of a session. An error, and a
// nil CodeOffer, mean that it is not clear.
type CodeOffer func(ctx context.Context) (bool, error)

// Identities asks Kratos, uncached, each call within the request's Kratos budget. Whatever is no clear answer
// (time-out, 5xx, HTML, an object without its members) is ErrKratosUnavailable and never "no such identity".
type Identities interface {
	// Identity by ID. ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (Identity, error)
	// Holdings is Identity and all that it holds at Kratos beside its first factors. Where it has an address for codes, code
	// tells whether they are a second factor; if that is not clear, they are. ErrIdentityNotFound.
	Holdings(ctx context.Context, id uuid.UUID, code CodeOffer) (Identity, assurance.Held, error)
	// FindIdentity by any credential identifier: exact, case-insensitive. ErrIdentityNotFound.
	FindIdentity(ctx context.Context, identifier string) (Identity, error)

	// Sessions lists an identity's active sessions, newest first; none is an empty list.
	Sessions(ctx context.Context, id uuid.UUID) ([]Session, error)
	// EndSessions ends all of them; none is no error.
	EndSessions(ctx context.Context, id uuid.UUID) error
	// EndSession ends one. It is no error when it is gone already.
	EndSession(ctx context.Context, sessionID uuid.UUID) error
	// RemoveFactor removes what an identity holds of a kind: all of it, or with a ref (see assurance.HeldFactor) that one
	// WebAuthn credential and no other. It reads back whether it is gone. ErrIdentityNotFound.
	RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (Removal, error)
}

// Removal is what became of a factor that was to be removed at Kratos.
type Removal string

const (
	RemovalDone   Removal = "removed"
	RemovalAbsent Removal = "absent" // there was none
	RemovalKept   Removal = "kept"   // Kratos will not remove it
)

// IdentityDetails is what an admin sees of a person: every factor, here and at Kratos, and where the rules have them.
type IdentityDetails struct {
	ID          uuid.UUID      `json:"id"`
	Active      bool           `json:"active"`
	Login       string         `json:"login"`
	DisplayName string         `json:"display_name"`
	Role        string         `json:"role"` // that it gives itself in metadata_public; empty without one
	Passkeys    []AdminPasskey `json:"passkeys"`
	Limit       int            `json:"limit"`
	Codes       int            `json:"recovery_codes"` // that can be used
	// CodesLockedUntil is when codes work again after too many wrong ones; null while they do.
	CodesLockedUntil *time.Time     `json:"codes_locked_until"`
	Factors          []Factor       `json:"factors"`
	Sessions         []AdminSession `json:"kratos_sessions"`
	// GraceUntil is until when the person may go on without a factor, where the policy requires one; null where they
	// have not needed it.
	GraceUntil *time.Time `json:"grace_until"`
	Reset      *Reset     `json:"reset"`    // that has not ended
	Activity   string     `json:"activity"` // the address of their audit events
}

// AdminSession is a Kratos session as admins see it.
type AdminSession struct {
	SessionDetails
	Devices []Device `json:"devices"`
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
	identity, held, err := s.identities.Holdings(ctx, id, nil)
	if err != nil {
		return nil, err
	}
	sessions, err := s.identities.Sessions(ctx, id)
	if err != nil {
		return nil, err
	}
	// There is no session in this: the zero one has no evidence.
	known, err := s.evidence(ctx, Session{Identity: identity})
	if err == nil {
		known, err = s.reader.Hold(ctx, known, held)
	}
	if err != nil {
		return nil, err
	}
	codes, err := s.usableCodes(ctx, identity)
	if err != nil {
		return nil, err
	}
	details := &IdentityDetails{
		ID: identity.ID, Active: identity.Active, Login: identity.Login, DisplayName: identity.DisplayName, Role: identity.Role,
		Passkeys: s.viewsForAdmin(known.Rows), Limit: s.cfg.MaxPasskeys, Codes: codes, Factors: factorsOf(known.Facts), Sessions: []AdminSession{},
		Activity: "/admin/v1/audit-events?identity_id=" + id.String(),
	}
	for _, session := range sessions {
		devices := session.Devices
		if devices == nil {
			devices = []Device{}
		}
		details.Sessions = append(details.Sessions, AdminSession{detailsOf(session), devices})
	}
	return details, s.addPolicy(ctx, details)
}

// addPolicy tells where the rules have somebody.
func (s *Service) addPolicy(ctx context.Context, details *IdentityDetails) error {
	held, err := s.store.Holdings(ctx, details.ID)
	if err != nil {
		return storeError(err)
	}
	latest, err := s.store.Resets(ctx, ResetFilter{IdentityID: &details.ID}, Page{Size: 1})
	if err != nil {
		return storeError(err)
	}
	if held.GraceBegan != nil {
		until := held.GraceBegan.Add(s.cfg.Grace)
		details.GraceUntil = &until
	}
	if held.CodesLockedUntil != nil && s.cfg.Now().Before(*held.CodesLockedUntil) {
		details.CodesLockedUntil = held.CodesLockedUntil
	}
	if len(latest) > 0 && latest[0].EndedAt == nil {
		details.Reset = s.viewReset(latest[0])
	}
	return nil
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

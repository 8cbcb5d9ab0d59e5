package people

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/device"
	"latchkey/fault"
	"latchkey/policy"
	"latchkey/recovery"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// IdentityDetails is what admins see of a user: all factors here and at Kratos, sessions, and the state of policies.
type IdentityDetails struct {
	ID     uuid.UUID `json:"id"`
	Active bool      `json:"active"`
	// MissingSince is since when Kratos no longer has the identity; null if it does. Then only what is stored here is known.
	MissingSince *time.Time `json:"missing_since"`
	Login        string     `json:"login"`
	// Unproved: the user was found by, or otherwise Login is, an address that they have not verified. It may be another person's.
	Unproved    bool            `json:"unverified"`
	DisplayName string          `json:"display_name"`
	Role        string          `json:"role"` // latchkey_role of metadata_public, or empty
	Passkeys    []admin.Passkey `json:"passkeys"`
	Limit       int             `json:"limit"`
	Codes       int             `json:"recovery_codes"` // usable ones
	// CodesLockedUntil is when a lock after too many wrong codes ends; null without a lock.
	CodesLockedUntil *time.Time        `json:"codes_locked_until"`
	Factors          []standing.Factor `json:"factors"`
	// Sessions are the most recently authenticated ones, at most maxSessions.
	Sessions     []AdminSession `json:"kratos_sessions"`
	MoreSessions bool           `json:"more_kratos_sessions"` // whether there are others
	// GraceUntil is until when the user may continue without a factor that the policy requires; null if no grace
	// period has begun.
	GraceUntil *time.Time      `json:"grace_until"`
	Reset      *recovery.Reset `json:"reset"`    // the current one, or null
	Activity   string          `json:"activity"` // the URL of the user's audit events
}

// AdminSession is a Kratos session as admins see it.
type AdminSession struct {
	account.SessionDetails
	Devices []SessionDevice `json:"devices"`
}

// SessionDevice is where a session was used.
type SessionDevice struct {
	account.Device
	Browser *device.Device `json:"device"` // as UserAgent says; nil if unknown
}

// IdentityDetails returns the details of an identity. Errors: fault.ErrIdentityNotFound.
func (s *Service) IdentityDetails(ctx context.Context, id uuid.UUID) (*IdentityDetails, error) {
	identity, held, err := s.identities.Holdings(ctx, id, nil)
	if errors.Is(err, fault.ErrIdentityNotFound) {
		return s.missing(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	sessions, more, err := s.sessionsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	// Without a session: the zero session has no evidence.
	known, err := s.standing.HeldBy(ctx, identity, held)
	if err != nil {
		return nil, err
	}
	codes, err := s.standing.UsableCodes(ctx, identity)
	if err != nil {
		return nil, err
	}
	terms := s.cfg.Rules.For(identity.Subject(), s.cfg.Now())
	details := &IdentityDetails{
		ID: identity.ID, Active: identity.Active, Login: identity.Login, Unproved: !identity.Proved(identity.Login), DisplayName: identity.DisplayName, Role: identity.Role,
		Passkeys: s.admin.ViewsForAdmin(known.Rows), Limit: terms.MaxPasskeys, Codes: codes, Factors: standing.FactorsOf(known), Sessions: sessions, MoreSessions: more,
		Activity: activityPath(id),
	}
	return details, s.addPolicy(ctx, details, terms)
}

// missing returns the details of an identity that Kratos no longer has. Errors: fault.ErrIdentityNotFound if that is not known yet.
func (s *Service) missing(ctx context.Context, id uuid.UUID) (*IdentityDetails, error) {
	held, err := s.store.Holdings(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if held.MissingSince == nil {
		return nil, fault.ErrIdentityNotFound
	}
	rows, err := s.store.PasskeysOf(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	terms := s.cfg.Rules.Plain() // the rules do not know the user any more
	details := &IdentityDetails{
		ID: id, MissingSince: held.MissingSince, Passkeys: s.admin.ViewsForAdmin(rows), Limit: terms.MaxPasskeys,
		Factors: []standing.Factor{}, Sessions: []AdminSession{}, Activity: activityPath(id),
	}
	return details, s.addPolicy(ctx, details, terms)
}

func activityPath(id uuid.UUID) string { return "/admin/v1/audit-events?identity_id=" + id.String() }

// maxSessions limits the sessions in IdentityDetails: a password alone can create any number.
const maxSessions = 100

// sessionsOf returns the most recently authenticated sessions of an identity, and whether there are more.
func (s *Service) sessionsOf(ctx context.Context, id uuid.UUID) (list []AdminSession, more bool, err error) {
	list = []AdminSession{}
	for session, err := range s.identities.Sessions(ctx, id) {
		if err != nil {
			return nil, false, err
		}
		if len(list) == maxSessions {
			return list, true, nil
		}
		devices := []SessionDevice{}
		for _, used := range session.Devices {
			devices = append(devices, SessionDevice{used, device.Known(used.UserAgent)})
		}
		list = append(list, AdminSession{session.Details(), devices})
	}
	return list, false, nil
}

// addPolicy adds the grace period, the lock of recovery codes and the current reset.
func (s *Service) addPolicy(ctx context.Context, details *IdentityDetails, terms policy.Terms) error {
	held, err := s.store.Holdings(ctx, details.ID)
	if err != nil {
		return fault.OfStore(err)
	}
	latest, err := s.recovery.Resets(ctx, recovery.ResetFilter{IdentityID: &details.ID}, store.Page{Size: 1})
	if err != nil {
		return err
	}
	if held.GraceBegan != nil {
		until := held.GraceBegan.Add(terms.Grace)
		details.GraceUntil = &until
	}
	if held.CodesLockedUntil != nil && s.cfg.Now().Before(*held.CodesLockedUntil) {
		details.CodesLockedUntil = held.CodesLockedUntil
	}
	if len(latest) > 0 && latest[0].EndedAt == nil {
		details.Reset = latest[0]
	}
	return nil
}

// FindIdentities returns the identity with exactly this identifier, or an empty list. Errors: *fault.FieldError.
func (s *Service) FindIdentities(ctx context.Context, identifier string) ([]IdentityDetails, error) {
	if identifier == "" || len(identifier) > webauthnsvc.MaxIdentifierBytes || !utf8.ValidString(identifier) || strings.ContainsFunc(identifier, unicode.IsControl) {
		return nil, &fault.FieldError{Field: "identifier", Problem: "is empty, too long or not text"}
	}
	identity, err := s.identities.FindIdentity(ctx, identifier)
	if errors.Is(err, fault.ErrIdentityNotFound) {
		return []IdentityDetails{}, nil
	}
	if err != nil {
		return nil, err
	}
	details, err := s.IdentityDetails(ctx, identity.ID)
	if errors.Is(err, fault.ErrIdentityNotFound) {
		return []IdentityDetails{}, nil
	}
	if err != nil {
		return nil, err
	}
	details.Unproved = !identity.Proved(identifier)
	return []IdentityDetails{*details}, nil
}

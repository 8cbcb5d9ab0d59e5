package standing

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
)

// The one next action of a person whose session does not suffice.
const (
	NextNone           = "none"
	NextEnrol          = "enrol"          // set up a passkey
	NextStepUp         = "step_up"        // prove one here
	NextAAL2AtKratos   = "aal2_at_kratos" // use the second factor that Kratos holds
	NextReauthenticate = "reauthenticate" // sign in again at Kratos, then go on
)

// Which level a session must have.
const (
	RequiredNone             = "none"
	RequiredHighestAvailable = "highest_available" // aal2 for people with a second factor, here or at Kratos
	RequiredAAL2             = "aal2"              // for all
)

// ErrEnrolmentRequired: the policy wants a second factor and the person has none; the grace is over.
var ErrEnrolmentRequired = errors.New("a passkey must be set up first")

// Standing is where a session stands: what it has, what it needs, and the way from the one to the other.
type Standing struct {
	Identity   StandingIdentity       `json:"identity"`
	Session    account.SessionDetails `json:"session"`
	Assurance  Assurance              `json:"assurance"`
	FreshUntil *time.Time             `json:"fresh_until"`
	Factors    []Factor               `json:"factors"`
	// RecoveryCodes are those that could be redeemed now; null where there are none to be had.
	RecoveryCodes *int       `json:"recovery_codes"`
	Required      string     `json:"required"` // account.AAL1 or account.AAL2
	Next          string     `json:"next"`
	GraceUntil    *time.Time `json:"grace_until,omitempty"` // until when the session suffices all the same
	Ways          []Way      `json:"ways"`                  // how the session can become fresh; there always is one

	facts assurance.Facts
	lifts bool // whether using a passkey here would give aal2
}

// StandingIdentity is the person as they see themselves.
type StandingIdentity struct {
	ID          uuid.UUID `json:"id"`
	Login       string    `json:"login"`
	DisplayName string    `json:"display_name"`
}

// Standing tells it all (GET /v1/session), for the page that asks if req names its origin. What Kratos holds is recorded.
// ErrIdentityInactive.
func (s *Service) Standing(ctx context.Context, session account.Session, req audit.Request) (*Standing, error) {
	known, err := s.settledEvidence(ctx, session)
	if err == nil {
		_, known, err = s.holdings(ctx, session, known, true)
	}
	if err != nil {
		return nil, err
	}
	codes, err := s.UsableCodes(ctx, session.Identity)
	if err != nil {
		return nil, err
	}
	assurance := AssuranceOf(assurance.Decide(known.Facts, s.policy))
	standing := &Standing{
		Identity:   StandingIdentity{session.Identity.ID, session.Identity.Login, session.Identity.DisplayName},
		Session:    session.Details(),
		Assurance:  assurance,
		FreshUntil: assurance.FreshUntil,
		Factors:    FactorsOf(known.Facts),
		Required:   account.AAL1,
		Next:       NextNone,
		Ways:       s.ways(session, req, known, known.DeadEnd() && codes > 0),
		facts:      known.Facts,
		lifts:      known.StepUpLifts(s.policy),
	}
	if s.policy.RecoveryCodes {
		standing.RecoveryCodes = &codes
	}
	if !known.HoldsPasskey() {
		s.audit.Count(audit.CounterRegistrationOffered)
	}
	return standing, s.settle(ctx, session, standing)
}

// settle applies policy.required. Recovery codes alone are no second factor that could be asked for: they are for
// getting back to one.
func (s *Service) settle(ctx context.Context, session account.Session, standing *Standing) error {
	facts := standing.facts
	usable := facts.HoldsUsablePasskey()
	if s.cfg.Required == RequiredAAL2 || (s.cfg.Required == RequiredHighestAvailable && (usable || facts.HoldsFactor())) {
		standing.Required = account.AAL2
	}
	switch {
	case standing.Required == account.AAL1 || standing.Assurance.Level == account.AAL2:
		return nil
	case standing.Assurance.EnrolUntil != nil:
		standing.Next = NextEnrol // a person who has redeemed a code has lost the passkey; a grace is for those who never had one
		return nil
	case standing.lifts:
		standing.Next = NextStepUp
		return nil
	case facts.HigherAtKratos():
		standing.Next = NextAAL2AtKratos
		return nil
	case facts.DeadEnd():
		standing.Next = NextEnrol // another one, by a code
		return nil
	case usable, facts.HoldsFactor():
		// Beside a password, a passkey that cannot verify its user is a second factor, and so is one of Kratos' own.
		standing.Next = NextReauthenticate
		return nil
	}
	standing.Next = NextEnrol
	if !facts.HoldsPasskey() && s.policy.FirstPasskeyWithin > 0 && !assurance.Within(s.cfg.Now(), session.AuthenticatedAt, s.policy.FirstPasskeyWithin) {
		standing.Next = NextReauthenticate
	}
	return s.grant(ctx, session, standing)
}

// grant gives the grace, which runs from the first time that it is needed.
func (s *Service) grant(ctx context.Context, session account.Session, standing *Standing) error {
	if s.cfg.Grace == 0 {
		return nil
	}
	now := s.cfg.Now().UTC()
	began, err := s.store.BeginGrace(ctx, session.Identity.ID, now)
	if err != nil {
		return fault.OfStore(err)
	}
	if until := began.Add(s.cfg.Grace); now.Before(until) {
		standing.GraceUntil = &until
	}
	return nil
}

// Authorize tells whether the session suffices, for forward-auth: with what it has and needs if it does, else with
// the error that says what to do. The common case costs one look-up and nothing at Kratos.
// Without level, the level may be missing: it is where no level is required, and then nothing is looked up.
// *StepUpRequired, *AAL2Required, ErrEnrolmentRequired, ErrIdentityInactive.
func (s *Service) Authorize(ctx context.Context, session account.Session, level bool) (Assurance, error) {
	if !session.Identity.Active {
		return Assurance{}, fault.ErrIdentityInactive
	}
	if !level && s.cfg.Required == RequiredNone {
		return Assurance{}, nil
	}
	_, decision, err := s.Decide(ctx, session)
	if err != nil {
		return Assurance{}, err
	}
	assurance := AssuranceOf(decision)
	if assurance.Level == account.AAL2 || s.cfg.Required == RequiredNone {
		return assurance, nil
	}
	standing, err := s.Standing(ctx, session, audit.Request{}) // the pages, not the application that asks, hold the step-up
	if err != nil {
		return Assurance{}, err
	}
	switch {
	case standing.Next == NextNone || standing.GraceUntil != nil:
		return assurance, nil
	case standing.Next == NextStepUp:
		return Assurance{}, &StepUpRequired{Ways: s.waysPast(standing, standing.Ways)}
	case standing.Next == NextAAL2AtKratos:
		return Assurance{}, &account.AAL2Required{RedirectTo: s.pages.RefreshURL(true, false, s.cfg.ReturnTo)}
	case standing.Next == NextReauthenticate && (standing.facts.HoldsUsablePasskey() || standing.facts.HoldsFactor()):
		return Assurance{}, &StepUpRequired{Ways: s.waysPast(standing, []Way{s.signInAgain()})}
	default:
		return Assurance{}, ErrEnrolmentRequired
	}
}

// waysPast are the ways past forward-auth: it asks for a level, which a recovery code may give without being fresh.
func (s *Service) waysPast(standing *Standing, ways []Way) []Way {
	if codes := standing.RecoveryCodes; codes == nil || *codes == 0 || !s.policy.RecoveryCodeIsAAL2 {
		return ways
	}
	behind := 1 + slices.IndexFunc(ways, func(w Way) bool { return w.Way == "passkey" })
	return slices.Insert(slices.Clone(ways), behind, Way{Way: "recovery_code"})
}

package standing

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/policy"
)

// The values of Standing.Next: the next action if the session does not suffice.
const (
	NextNone           = "none"
	NextEnrol          = "enrol"          // set up a passkey
	NextStepUp         = "step_up"        // use one here
	NextAAL2AtKratos   = "aal2_at_kratos" // use the second factor that Kratos holds
	NextReauthenticate = "reauthenticate" // sign in again at Kratos, then continue
)

// Standing is the state of a session: what it has, what it needs, and how to get there.
type Standing struct {
	Identity   StandingIdentity       `json:"identity"`
	Session    account.SessionDetails `json:"session"`
	Assurance  Assurance              `json:"assurance"`
	FreshUntil *time.Time             `json:"fresh_until"`
	Factors    []Factor               `json:"factors"`
	// RecoveryCodes is the number of redeemable codes; null if codes are disabled.
	RecoveryCodes *int       `json:"recovery_codes"`
	Required      string     `json:"required"` // account.AAL1 or account.AAL2
	Next          string     `json:"next"`
	NextReason    string     `json:"next_reason,omitempty"` // NextReasonSecondFactor, or empty
	GraceUntil    *time.Time `json:"grace_until,omitempty"` // until when the session suffices without it
	Deadline      *time.Time `json:"deadline,omitempty"`    // from when a rule requires what the user does not have yet
	SecondFactor  string     `json:"second_factor"`         // policy.Terms.SecondFactor
	SecondWays    []string   `json:"second_ways"`           // what would give the user a second way in (assurance.Facts.SecondWays)
	Ways          []Way      `json:"ways"`                  // how the session can become fresh; never empty

	terms       policy.Terms
	facts       assurance.Facts
	stepUpLifts bool // whether a step-up would give aal2
}

// StandingIdentity is the user as they see themselves.
type StandingIdentity struct {
	ID          uuid.UUID `json:"id"`
	Login       string    `json:"login"`
	DisplayName string    `json:"display_name"`
}

// Standing returns the state of a session (GET /v1/session). If req has an origin, the ways are those for its page.
// It records what Kratos holds, and counts the session as one to which a passkey can be offered if there is none. Errors:
// fault.ErrUnauthenticated, fault.ErrIdentityInactive, fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (s *Service) Standing(ctx context.Context, session account.Session, req audit.Request) (*Standing, error) {
	standing, err := s.standingOf(ctx, session, req)
	if err == nil && !standing.facts.HoldsPasskey() {
		s.audit.CountHourly(audit.CounterRegistrationOffered, session.ID.String())
	}
	return standing, err
}

func (s *Service) standingOf(ctx context.Context, session account.Session, req audit.Request) (*Standing, error) {
	known, err := s.settledEvidence(ctx, session)
	if err == nil {
		_, known, err = s.holdings(ctx, session, known, true)
	}
	if err != nil {
		return nil, err
	}
	usable, err := s.usableCodes(ctx, session.Identity)
	if err != nil {
		return nil, err
	}
	codes, own, terms := len(usable), ownCodes(usable), s.terms(session.Identity)
	assurance := AssuranceOf(assurance.Decide(known.Facts, s.policy))
	standing := &Standing{
		Identity:     StandingIdentity{session.Identity.ID, session.Identity.Login, session.Identity.DisplayName},
		Session:      session.Details(),
		Assurance:    assurance,
		FreshUntil:   assurance.FreshUntil,
		Factors:      FactorsOf(known),
		Required:     account.AAL1,
		Next:         NextNone,
		SecondFactor: terms.SecondFactor,
		SecondWays:   append([]string{}, known.SecondWays(s.policy, own)...), // never null
		Ways:         s.ways(session, req, known, known.DeadEnd() && codes > 0),
		terms:        terms,
		facts:        known.Facts,
		stepUpLifts:  known.StepUpLifts(s.policy),
	}
	if s.policy.RecoveryCodes && !session.Identity.HasRole() {
		standing.RecoveryCodes = &codes
	}
	if err := s.applyRequired(ctx, session, standing); err != nil {
		return nil, err
	}
	lacks := known.LacksSecondWay(s.policy, own)
	if standing.asksFor(terms.Later, lacks) {
		standing.Deadline = &terms.Deadline
	}
	return standing, s.applySecondFactor(ctx, session, standing, lacks)
}

// asksFor reports whether users have to set something up before a rule's deadline.
func (standing *Standing) asksFor(later policy.Demands, lacksSecondWay bool) bool {
	facts := standing.facts
	return later.Required == policy.RequiredAAL2 && !facts.HoldsUsablePasskey() && !facts.HoldsFactor() ||
		later.SecondFactor == policy.SecondFactorRequired && lacksSecondWay
}

// applyRequired applies policy.required. Recovery codes alone are not a second factor that could be required: they
// are a way to get one again.
func (s *Service) applyRequired(ctx context.Context, session account.Session, standing *Standing) error {
	facts := standing.facts
	usable := facts.HoldsUsablePasskey()
	if required := standing.terms.Required; required == policy.RequiredAAL2 || (required == policy.RequiredHighestAvailable && (usable || facts.HoldsFactor())) {
		standing.Required = account.AAL2
	}
	switch {
	case standing.Required == account.AAL1 || standing.Assurance.Level == account.AAL2:
		return nil
	case standing.Assurance.EnrolUntil != nil:
		standing.Next = NextEnrol // the user has lost the passkey; a grace period is for users who never had one
		return nil
	case standing.stepUpLifts:
		standing.Next = NextStepUp
		return nil
	case facts.RaisesHere(s.policy):
		standing.Next = NextAAL2AtKratos
		return nil
	case facts.DeadEnd() && (usable || facts.HoldsFactor()):
		standing.Next = NextEnrol // a new one, by a code
		return nil
	case usable, facts.HoldsFactor():
		// Together with a password, a passkey that cannot verify its user is a second factor, and so is one of
		// Kratos' own.
		standing.Next = NextReauthenticate
		return nil
	}
	standing.Next = NextEnrol
	if !facts.HoldsPasskey() && s.policy.FirstPasskeyWithin > 0 && !assurance.Within(s.cfg.Now(), session.AuthenticatedAt, s.policy.FirstPasskeyWithin) &&
		!s.policy.ClocksBar(s.policy.FirstPasskeyWithin) { // otherwise the registration says ErrClocksDiffer
		standing.Next = NextReauthenticate
	}
	return s.beginGrace(ctx, session, standing, s.store.BeginGrace)
}

// applySecondFactor applies policy.second_factor to a session that has all that is required otherwise.
func (s *Service) applySecondFactor(ctx context.Context, session account.Session, standing *Standing, lacks bool) error {
	if standing.terms.SecondFactor != policy.SecondFactorRequired || standing.Next != NextNone || !lacks {
		return nil
	}
	standing.Next, standing.NextReason = NextEnrol, NextReasonSecondFactor
	return s.beginGrace(ctx, session, standing, s.store.BeginSecondGrace)
}

// beginGrace begins a grace period, which runs from the first request that needs it.
func (s *Service) beginGrace(
	ctx context.Context, session account.Session, standing *Standing, begin func(context.Context, uuid.UUID, time.Time) (time.Time, error),
) error {
	grace := standing.terms.Grace
	if grace == 0 {
		return nil
	}
	now := s.cfg.Now().UTC()
	began, err := begin(ctx, session.Identity.ID, now)
	if err != nil {
		return fault.OfStore(err)
	}
	if until := began.Add(grace); now.Before(until) {
		standing.GraceUntil = &until
	}
	return nil
}

// Authorize checks whether the session suffices, for forward-auth. It returns the assurance, or the error that names
// what to do. In the common case it makes one lookup and no call to Kratos. If level is false, the result need not have a
// level; then it makes no lookup if nothing is required.
// Errors: *StepUpRequired, *account.AAL2Required, ErrClocksDiffer, ErrEnrolmentRequired, ErrSecondFactorRequired,
// fault.ErrIdentityInactive.
func (s *Service) Authorize(ctx context.Context, session account.Session, level bool) (Assurance, error) {
	if !session.Identity.Active {
		return Assurance{}, fault.ErrIdentityInactive
	}
	terms := s.terms(session.Identity)
	if !level && terms.Required == policy.RequiredNone && terms.SecondFactor != policy.SecondFactorRequired {
		return Assurance{}, nil
	}
	known, decision, err := s.decideLately(ctx, session)
	if err != nil {
		return Assurance{}, err
	}
	assurance := AssuranceOf(decision)
	if (assurance.Level == account.AAL2 || terms.Required == policy.RequiredNone) && s.secondFactorSuffices(session, known) {
		return assurance, nil
	}
	standing, err := s.standingOf(ctx, session, audit.Request{}) // no origin: the step-up is on Latchkey's pages, not on the application's
	if err != nil {
		return Assurance{}, err
	}
	switch {
	case standing.Next == NextNone || standing.GraceUntil != nil:
		return assurance, nil
	case standing.Next == NextStepUp:
		return Assurance{}, &StepUpRequired{Ways: s.forwardAuthWays(standing, standing.Ways)}
	case standing.Next == NextAAL2AtKratos:
		return Assurance{}, NeedsAAL2(s.policy, s.pages.RefreshURL(true, session.AAL == account.AAL2, s.cfg.ReturnTo))
	case standing.Next == NextReauthenticate && (standing.facts.HoldsUsablePasskey() || standing.facts.HoldsFactor()):
		return Assurance{}, &StepUpRequired{Ways: s.forwardAuthWays(standing, s.reauthenticationWays(standing.facts))}
	case standing.NextReason == NextReasonSecondFactor:
		return Assurance{}, ErrSecondFactorRequired
	default:
		return Assurance{}, ErrEnrolmentRequired
	}
}

// reauthenticationWays are the ways of NextReauthenticate. A new session also has the first factor of a new login.
func (s *Service) reauthenticationWays(facts assurance.Facts) []Way {
	if facts.RaisesNewSession(s.policy) {
		return []Way{{Way: "sign_out"}}
	}
	return []Way{s.signInAgain()}
}

// forwardAuthWays are the ways for forward-auth. It requires a level, which a recovery code can give without making
// the session fresh.
func (s *Service) forwardAuthWays(standing *Standing, ways []Way) []Way {
	if codes := standing.RecoveryCodes; codes == nil || *codes == 0 || !s.policy.RecoveryCodeIsAAL2 {
		return ways
	}
	behind := 1 + slices.IndexFunc(ways, func(w Way) bool { return w.Way == "passkey" })
	return slices.Insert(slices.Clone(ways), behind, Way{Way: "recovery_code"})
}

package standing

import (
	"context"
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
	usableHere  bool // whether a passkey can be used at the request's origin
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
		usableHere:   s.usableAt(req.Origin, known.Rows),
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
	if standing.Required == account.AAL1 || standing.Assurance.Level == account.AAL2 {
		return nil
	}
	next, everHad := s.towardsAAL2(session, standing)
	standing.Next = next
	if everHad {
		return nil // a grace period is for users who never had a second factor
	}
	return s.beginGrace(ctx, session, standing, s.store.BeginGrace)
}

// towardsAAL2 returns the next action for a session that must reach aal2, and whether the user has, or has lost, something
// to reach it with.
func (s *Service) towardsAAL2(session account.Session, standing *Standing) (next string, everHad bool) {
	facts := standing.facts
	usable := facts.HoldsUsablePasskey()
	switch {
	case standing.Assurance.EnrolUntil != nil:
		return NextEnrol, true // the user has lost the passkey
	case standing.stepUpLifts:
		return NextStepUp, true
	case facts.RaisesHere(s.policy):
		return NextAAL2AtKratos, true
	case facts.DeadEnd() && (usable || facts.HoldsFactor()):
		return NextEnrol, true // a new one, by a code
	case usable, facts.HoldsFactor():
		// Together with a password, a passkey that cannot verify its user is a second factor, and so is one of
		// Kratos' own.
		return NextReauthenticate, true
	}
	if !facts.HoldsPasskey() && s.policy.FirstPasskeyWithin > 0 && !assurance.Within(s.cfg.Now(), session.AuthenticatedAt, s.policy.FirstPasskeyWithin) &&
		!s.policy.ClocksBar(s.policy.FirstPasskeyWithin) { // otherwise the registration says ErrClocksDiffer
		return NextReauthenticate, false
	}
	return NextEnrol, false
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

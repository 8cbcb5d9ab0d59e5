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

	terms      policy.Terms
	facts      assurance.Facts
	usableHere bool // whether a passkey can be used at the request's origin
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
	worth := AssuranceOf(assurance.Decide(known.Facts, s.policy))
	standing := &Standing{
		Identity:     StandingIdentity{session.Identity.ID, session.Identity.Login, session.Identity.DisplayName},
		Session:      session.Details(),
		Assurance:    worth,
		FreshUntil:   worth.FreshUntil,
		Factors:      FactorsOf(known),
		SecondFactor: terms.SecondFactor,
		SecondWays:   append([]string{}, known.SecondWays(s.policy, own)...), // never null
		Ways:         s.ways(session, req, known, known.DeadEnd() && codes > 0),
		terms:        terms,
		facts:        known.Facts,
		usableHere:   s.usableAt(req.Origin, known.Rows),
	}
	if s.policy.RecoveryCodes && !session.Identity.HasRole() {
		standing.RecoveryCodes = &codes
	}
	return standing, s.require(ctx, session, standing, assurance.RequirementOf(known.Facts, s.policy, terms, known.LacksSecondWay(s.policy, own)))
}

// require adds what the user's settings require, and begins the grace period.
func (s *Service) require(ctx context.Context, session account.Session, standing *Standing, r assurance.Requirement) error {
	standing.Required, standing.Next = r.Required, r.Next
	if r.Later {
		standing.Deadline = &standing.terms.Deadline
	}
	switch {
	case r.SecondWay:
		standing.NextReason = NextReasonSecondFactor
		return s.beginGrace(ctx, session, standing, s.store.BeginSecondGrace)
	case r.Graced:
		return s.beginGrace(ctx, session, standing, s.store.BeginGrace)
	}
	return nil
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

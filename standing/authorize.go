package standing

import (
	"context"
	"slices"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/policy"
)

// Insufficient is the error for a session that does not meet the demand of an application. It wraps what is to be done:
// *StepUpRequired, *account.AAL2Required or ErrEnrolmentRequired.
type Insufficient struct {
	Demand assurance.Demand
	Unmet  []assurance.Shortfall // never empty
	Remedy error
}

func (e *Insufficient) Error() string { return "session does not meet the demand: " + e.Remedy.Error() }
func (e *Insufficient) Unwrap() error { return e.Remedy }

// Authorize checks whether the session suffices, for forward-auth: first for what the application demands, which a grace
// period does not lift, then for the policy. It returns the assurance, or the error that names what to do. In the common
// case it makes one lookup and no call to Kratos. If level is false, the result need not have a level; then it makes no
// lookup if nothing is required or demanded.
// Errors: *Insufficient, *StepUpRequired, *account.AAL2Required, ErrClocksDiffer, ErrEnrolmentRequired,
// ErrSecondFactorRequired, fault.ErrIdentityInactive.
func (s *Service) Authorize(ctx context.Context, session account.Session, level bool, demand assurance.Demand) (Assurance, error) {
	if !session.Identity.Active {
		return Assurance{}, fault.ErrIdentityInactive
	}
	terms := s.terms(session.Identity)
	if !level && demand == (assurance.Demand{}) && terms.Required == policy.RequiredNone && terms.SecondFactor != policy.SecondFactorRequired {
		return Assurance{}, nil
	}
	known, decision, err := s.decideLately(ctx, session)
	if err != nil {
		return Assurance{}, err
	}
	if s.suffices(session, known, decision, demand) {
		return AssuranceOf(decision), nil
	}
	standing, err := s.standingOf(ctx, session, audit.Request{}) // no origin: the step-up is on Latchkey's pages, not on the application's
	if err != nil {
		return Assurance{}, err
	}
	if unmet := assurance.Unmet(standing.facts, demand, standing.Assurance.Level, s.policy); len(unmet) > 0 {
		return Assurance{}, s.insufficient(session, standing, demand, unmet)
	}
	if standing.Next == assurance.NextNone || standing.GraceUntil != nil {
		return standing.Assurance, nil
	}
	if standing.Next == assurance.NextEnrol && standing.NextReason == NextReasonSecondFactor {
		return Assurance{}, ErrSecondFactorRequired
	}
	return Assurance{}, s.required(session, standing, standing.Next, s.forwardAuthWays)
}

// suffices reports whether the session suffices, as far as that can be known without a further call to Kratos.
func (s *Service) suffices(session account.Session, known assurance.Known, decision assurance.Decision, demand assurance.Demand) bool {
	return len(assurance.Unmet(known.Facts, demand, decision.Level, s.policy)) == 0 &&
		(decision.Level == account.AAL2 || s.terms(session.Identity).Required == policy.RequiredNone) && s.secondFactorSuffices(session, known)
}

// required returns the error that names the next action. ways completes those to the level.
func (s *Service) required(session account.Session, standing *Standing, next string, ways func(*Standing, []Way) []Way) error {
	switch {
	case next == assurance.NextStepUp:
		return &StepUpRequired{Ways: ways(standing, standing.Ways)}
	case next == assurance.NextAAL2AtKratos:
		return NeedsAAL2(s.policy, s.pages.RefreshURL(true, session.AAL == account.AAL2, s.cfg.ReturnTo))
	case next == assurance.NextReauthenticate && (standing.facts.HoldsUsablePasskey() || standing.facts.HoldsFactor()):
		return &StepUpRequired{Ways: ways(standing, s.reauthenticationWays(standing.facts))}
	default:
		return ErrEnrolmentRequired
	}
}

// insufficient returns the error for a session that does not meet a demand. Errors: *Insufficient, ErrClocksDiffer.
func (s *Service) insufficient(session account.Session, standing *Standing, demand assurance.Demand, unmet []assurance.Shortfall) error {
	ways := s.forwardAuthWays
	if slices.Contains(unmet, assurance.TooOld) {
		// A recovery code would be spent in vain: it gives the level, and the request would be refused again.
		ways = func(_ *Standing, ways []Way) []Way { return ways }
	}
	var remedy error
	if slices.Contains(unmet, assurance.BelowLevel) {
		next, _ := assurance.TowardsAAL2(standing.facts, s.policy)
		remedy = s.required(session, standing, next, ways)
	} else {
		remedy = s.stepUpBy(s.proofWays(standing), demand.MaxAge)
	}
	if remedy == ErrClocksDiffer {
		return remedy
	}
	return &Insufficient{Demand: demand, Unmet: unmet, Remedy: remedy}
}

// proofWays are the ways to a new proof. Any usable passkey is one, even a key that would not raise the session.
func (s *Service) proofWays(standing *Standing) []Way {
	ways := standing.Ways
	if !standing.usableHere || slices.ContainsFunc(ways, func(w Way) bool { return w.Way == "passkey" }) {
		return ways
	}
	return slices.Insert(slices.Clone(ways), 0, Way{Way: "passkey"})
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

package webauthnsvc

import (
	"context"
	"time"

	"latchkey/store"
)

// maxAuthenticatedAhead is how far ahead of our clock Kratos' authenticated_at may be and still count.
const maxAuthenticatedAhead = 60 * time.Second

// mayAddPasskey is the rule of who may add one. The first passkey of an identity without a second factor needs a Kratos
// session that is not too old: no privileged session, which is what used to end in a 403. Whoever has a passkey or
// a second factor must show it: a stolen password must not add a passkey beside them. A redeemed recovery code will do
// as well, once: byCode tells that it is what allows this one.
func (s *Service) mayAddPasskey(ctx context.Context, session Session, req Request, rows []store.Passkey, factors SecondFactors) (byCode bool, err error) {
	if len(rows) > 0 || factors.Any() {
		return s.mustBeFreshOrRecovered(ctx, session, req, rows, factors)
	}
	if s.cfg.FirstPasskeyWithin == 0 || s.within(session.AuthenticatedAt, s.cfg.FirstPasskeyWithin) {
		return false, nil
	}
	return false, &StepUpRequired{Ways: []Way{{Way: "kratos", URL: s.pages.RefreshURL(false, true, s.cfg.ReturnTo)}}}
}

// mustBeFreshOrRecovered looks for codes only to name the ways.
func (s *Service) mustBeFreshOrRecovered(ctx context.Context, session Session, req Request, rows []store.Passkey, factors SecondFactors) (byCode bool, err error) {
	if s.freshUntil(session, nil) != nil {
		return false, nil
	}
	shown, err := s.leaveFromGate(ctx, session)
	switch {
	case err != nil || s.freshUntil(session, shown.StepUp) != nil:
		return false, err
	case s.enrolUntil(shown) != nil:
		return true, nil
	}
	usable, err := s.usableCodes(ctx, session.Identity.ID)
	if err != nil {
		return false, err
	}
	return false, s.stepUpRequired(session, req, rows, factors, usable > 0)
}

// mustBeFresh asks Kratos for the second factors only when the session is not fresh, to name the ways.
func (s *Service) mustBeFresh(ctx context.Context, session Session, req Request, rows []store.Passkey) error {
	if fresh, err := s.fresh(ctx, session); fresh || err != nil {
		return err
	}
	_, held, err := s.identities.Holdings(ctx, session.Identity.ID, session.OffersCode)
	if err != nil {
		return err
	}
	return s.stepUpRequired(session, req, rows, secondFactorsOf(held), false) // a code makes nobody fresh
}

// fresh: stepped up here, signed in by passkey, or brought to aal2 at Kratos, less than policy.freshness ago. A
// password alone is not.
func (s *Service) fresh(ctx context.Context, session Session) (bool, error) {
	if s.freshUntil(session, nil) != nil {
		return true, nil
	}
	shown, err := s.shownIn(ctx, session)
	if err != nil {
		return false, err
	}
	return s.freshUntil(session, shown.StepUp) != nil, nil
}

// freshUntil is the latest of what makes the session fresh, or nil.
func (s *Service) freshUntil(session Session, stepUp *store.StepUp) *time.Time {
	var until *time.Time
	prove := func(at time.Time) {
		if end := at.Add(s.cfg.Freshness); s.within(at, s.cfg.Freshness) && (until == nil || end.After(*until)) {
			until = &end
		}
	}
	for _, m := range session.Methods {
		if s.ours(m) || (session.AAL == AAL2 && m.AAL == AAL2) {
			prove(m.CompletedAt)
		}
	}
	if stepUp != nil {
		prove(stepUp.At)
	}
	return until
}

// within tells whether at is no longer ago than age, and not in the future but for clocks that differ a little.
func (s *Service) within(at time.Time, age time.Duration) bool {
	now := s.cfg.Now()
	return now.Sub(at) < age && at.Sub(now) <= maxAuthenticatedAhead
}

// signInAgain is the way to Kratos' login, for whoever is signed in.
func (s *Service) signInAgain() Way {
	return Way{Way: "kratos", URL: s.pages.RefreshURL(false, true, s.cfg.ReturnTo)}
}

// stepUpRequired names the ways out. There always is one: whoever has no passkey that works and no second factor
// can still sign in again at Kratos, and then be helped by an admin. byCode: a recovery code would do, and there is one.
func (s *Service) stepUpRequired(session Session, req Request, rows []store.Passkey, factors SecondFactors, byCode bool) *StepUpRequired {
	var ways []Way
	if s.withinReach(req.Origin, rows) {
		ways = append(ways, Way{Way: "passkey"})
	}
	if byCode {
		ways = append(ways, Way{Way: "recovery_code"})
	}
	if factors.Any() {
		ways = append(ways, Way{Way: "kratos", URL: s.pages.RefreshURL(true, session.AAL == AAL2, s.cfg.ReturnTo)})
	}
	if len(ways) == 0 {
		ways = []Way{{Way: "kratos", URL: s.pages.RefreshURL(false, true, s.cfg.ReturnTo)}}
	}
	return &StepUpRequired{Ways: ways}
}

package standing

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

func (s *Service) freshBy(ctx context.Context, session account.Session, req audit.Request, known assurance.Known, decision assurance.Decision) (store.Evidence, error) {
	if decision.Fresh() {
		return decision.By, nil
	}
	return store.Evidence{}, s.stepUpRequired(ctx, session, req, known)
}

// stepUpRequired returns the error for a session that is not fresh, with the ways to become fresh. It records what
// Kratos holds, so the factor of an attacker who is refused is seen.
func (s *Service) stepUpRequired(ctx context.Context, session account.Session, req audit.Request, known assurance.Known) error {
	if !known.Asked {
		var err error
		if _, known, err = s.holdings(ctx, session, known, true); err != nil {
			return err
		}
	}
	byCode := false
	if known.DeadEnd() {
		usable, err := s.UsableCodes(ctx, session.Identity)
		if err != nil {
			return err
		}
		byCode = usable > 0
	}
	return s.stepUpBy(s.ways(session, req, known, byCode), s.policy.FreshFor(known.Facts))
}

// EvidenceError turns the error of a change whose evidence was gone at the commit into the refusal that the session
// gets now. Other errors of the store are passed through fault.OfStore.
func (s *Service) EvidenceError(ctx context.Context, session account.Session, req audit.Request, err error) error {
	if !errors.Is(err, store.EvidenceGone) {
		return fault.OfStore(err)
	}
	if _, err := s.MustBeFresh(ctx, session, req, false); err != nil {
		return err
	}
	return fault.ErrConflict
}

// MustBeFreshWithout is MustBeFresh with withPasskey, without the evidence of one passkey, and without what it vouched for.
// The identity still counts as holding that passkey, unless it is removed: otherwise Kratos' level alone would suffice.
func (s *Service) MustBeFreshWithout(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID) (by store.Evidence, err error) {
	known, err := s.settledEvidence(ctx, session)
	if err != nil {
		return by, err
	}
	if !known.HoldsPasskey() {
		return by, ErrEnrolmentRequired
	}
	known = known.Without(id)
	if known.HeldMatters(s.policy) {
		if _, known, err = s.holdings(ctx, session, known, false); err != nil {
			return by, err
		}
	}
	if decision := assurance.Decide(known.Facts, s.policy); decision.Fresh() {
		return decision.By, nil
	}
	known.Rows = slices.DeleteFunc(slices.Clone(known.Rows), func(row store.Passkey) bool { return row.ID == id })
	return by, s.stepUpRequired(ctx, session, req, known)
}

// MustBeFresh checks that a passkey or a vouched factor was used in the session within policy.freshness, and that its
// evidence adds up to aal2. The change must check in its commit that the evidence still stands. If the session is not
// fresh, Kratos is asked for factors, to name the ways. Errors: *StepUpRequired.
//
// With withPasskey, the user must have a passkey, or the error is ErrEnrolmentRequired: without any, Kratos' level
// alone makes a session fresh, and what was created then would outlast the first passkey.
func (s *Service) MustBeFresh(ctx context.Context, session account.Session, req audit.Request, withPasskey bool) (by store.Evidence, err error) {
	known, decision, err := s.Decide(ctx, session)
	if err == nil && withPasskey && !known.HoldsPasskey() {
		err = ErrEnrolmentRequired
	}
	if err != nil {
		return by, err
	}
	return s.freshBy(ctx, session, req, known, decision)
}

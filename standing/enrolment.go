package standing

import (
	"context"
	"log/slog"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/store"
)

// MayRegister decides whether the session may add a passkey, by the current facts. With finish, it records what
// Kratos holds; begin writes nothing unless it is refused. Errors: *StepUpRequired, ErrClocksDiffer,
// ErrEnrolmentCodeRequired, fault.ErrUnauthenticated, fault.ErrIdentityInactive, fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (s *Service) MayRegister(ctx context.Context, session account.Session, req audit.Request, finish bool) (assurance.Known, assurance.Permission, error) {
	known, err := s.settledEvidence(ctx, session)
	if err == nil {
		_, known, err = s.holdings(ctx, session, known, finish)
	}
	if err != nil {
		return known, assurance.Permission{}, err
	}
	permission, err := s.mayAddPasskey(ctx, session, req, known)
	if err != nil && !finish {
		// A refused request begins no ceremony, so it may write. Record an attacker's factors, and start waiting
		// periods.
		_, recorded, seen := s.holdings(ctx, session, known, true)
		switch {
		case seen != nil:
			return known, permission, seen
		case recorded.OwnersRecovery && !known.OwnersRecovery:
			permission, err = s.mayAddPasskey(ctx, session, req, recorded)
			return recorded, permission, err
		}
	}
	return known, permission, err
}

// VouchAtFirst records that a first passkey vouches for the factors at Kratos that were used in its session, and for
// the first factors that existed. It follows the commit and cannot fail it: the user is asked about factors that are
// not vouched.
//
// If the passkey verifies the user and Kratos holds only first factors, this waits for a later request: they matter
// only if the passkey is used without user verification, and until then Kratos reports how old they are.
func (s *Service) VouchAtFirst(ctx context.Context, session account.Session, known assurance.Known, row store.Passkey) {
	if s.policy.VerifiesUser(row) && len(known.Factors) == 0 {
		return
	}
	if _, err := s.recordFactors(context.WithoutCancel(ctx), known, true); err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "could not vouch for the factors used at the first passkey; the user will be asked about them",
			slog.String("identity_id", session.Identity.ID.String()), slog.String("cause", err.Error()))
	}
}

// mayAddPasskey returns the decision as an error for the client. Errors: *StepUpRequired, ErrClocksDiffer,
// ErrEnrolmentCodeRequired.
func (s *Service) mayAddPasskey(ctx context.Context, session account.Session, req audit.Request, known assurance.Known) (assurance.Permission, error) {
	permission := assurance.MayAddPasskey(known.Facts, s.policy)
	switch permission.Need {
	case assurance.NeedNothing:
		return permission, nil
	case assurance.NeedSignIn:
		return permission, s.stepUpBy([]Way{s.signInAgain()}, s.policy.FirstPasskeyWithin)
	case assurance.NeedVerifiedAddress:
		return permission, &StepUpRequired{Ways: []Way{{Way: "kratos", URL: s.pages.VerificationURL(s.cfg.ReturnTo)}}}
	}
	usable, err := s.UsableCodes(ctx, session.Identity)
	if err != nil {
		return permission, err
	}
	if permission.Need == assurance.NeedEnrolmentCode && usable == 0 {
		return permission, ErrEnrolmentCodeRequired
	}
	return permission, s.stepUpBy(s.ways(session, req, known, usable > 0), s.policy.FreshFor(known.Facts))
}

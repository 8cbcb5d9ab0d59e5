package standing

import (
	"context"
	"log/slog"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/store"
)

// MayRegister applies the rules to this very moment. finish: what Kratos holds is recorded; begin writes nothing.
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
		// What is refused begins no ceremony. A thief must not go unseen, and a wait must start.
		if _, _, seen := s.holdings(ctx, session, known, true); seen != nil {
			return known, permission, seen
		}
	}
	return known, permission, err
}

// VouchAtFirst vouches for the factors at Kratos that were used in the session that has just set up the first passkey, and
// for the first factors that were there. It comes after the commit and does not fail it: a factor that is not vouched for
// is one that the person is asked about.
//
// Where it verifies the user and Kratos holds nothing but first factors, that waits for the next look: they matter only if
// the passkey is used without doing so, and until then Kratos tells how old they are.
func (s *Service) VouchAtFirst(ctx context.Context, session account.Session, known assurance.Known, row store.Passkey) {
	if s.policy.VerifiesUser(row) && len(known.Factors) == 0 {
		return
	}
	if _, err := s.recordFactors(context.WithoutCancel(ctx), known, true); err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "vouching for the factors used at the first passkey failed; the person is asked about them",
			slog.String("identity_id", session.Identity.ID.String()), slog.String("cause", err.Error()))
	}
}

// mayAddPasskey applies the rule of who may add one. *StepUpRequired, ErrEnrolmentCodeRequired.
func (s *Service) mayAddPasskey(ctx context.Context, session account.Session, req audit.Request, known assurance.Known) (assurance.Permission, error) {
	permission := assurance.MayAddPasskey(known.Facts, s.policy)
	switch permission.Need {
	case assurance.NeedNothing:
		return permission, nil
	case assurance.NeedSignIn:
		return permission, &StepUpRequired{Ways: []Way{s.signInAgain()}}
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
	return permission, &StepUpRequired{Ways: s.ways(session, req, known, usable > 0)}
}

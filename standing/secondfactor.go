package standing

import (
	"context"
	"fmt"

	"latchkey/account"
	"latchkey/assurance"
)

// The values of Config.SecondFactor: whether a user who has a passkey needs a second way in.
const (
	SecondFactorNone       = "none"
	SecondFactorEncouraged = "encouraged" // pages offer it in each session, and it can be put off
	SecondFactorRequired   = "required"   // after Config.Grace
)

// NextReasonSecondFactor is the Standing.NextReason of NextEnrol if the user has a passkey, but no second way in.
const NextReasonSecondFactor = "second_factor"

// ErrSecondFactorRequired is an ErrEnrolmentRequired: the policy requires a second way in, and the grace period is over.
var ErrSecondFactorRequired = fmt.Errorf("%w: the second one", ErrEnrolmentRequired)

// secondFactorSuffices reports whether the session suffices for policy.second_factor, as far as that can be known without a call
// to Kratos.
func (s *Service) secondFactorSuffices(ctx context.Context, session account.Session, known assurance.Known) (bool, error) {
	if s.cfg.SecondFactor != SecondFactorRequired || !known.HoldsOneUsablePasskey() {
		return true, nil
	}
	codes, err := s.usableCodes(ctx, session.Identity)
	return ownCodes(codes) > 0, err
}

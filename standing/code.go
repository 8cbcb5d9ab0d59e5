package standing

import (
	"context"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/store"
)

// GrantLasts is how long a redeemed code lets its session set up one passkey.
const GrantLasts = 15 * time.Minute

// UsableCodes counts all that the identity could redeem now, those from support and for enrolment included.
func (s *Service) UsableCodes(ctx context.Context, identity account.Identity) (int, error) {
	codes, err := s.store.RecoveryCodesOf(ctx, identity.ID)
	if err != nil {
		return 0, fault.OfStore(err)
	}
	usable, now, allowed := 0, s.cfg.Now(), CodesFor(s.policy, identity)
	for _, c := range codes {
		if allowed(c) && Redeemable(c, now) {
			usable++
		}
	}
	return usable, nil
}

func Redeemable(c store.RecoveryCode, now time.Time) bool {
	return c.UsedAt == nil && (c.ExpiresAt == nil || now.Before(*c.ExpiresAt))
}

// CodesFor tells which kinds of codes the identity can redeem at all. Enrolment codes work for everyone, recovery codes
// where they are switched on, for people without a role.
func CodesFor(policy assurance.Policy, identity account.Identity) func(store.RecoveryCode) bool {
	recovery := policy.RecoveryCodes && !identity.HasRole()
	return func(c store.RecoveryCode) bool { return recovery || c.Kind == store.CodeEnrolment }
}

package standing

import (
	"context"
	"slices"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/store"
)

// GrantLasts is how long a redeemed code allows its session to register one passkey.
const GrantLasts = 15 * time.Minute

// UsableCodes counts the codes that the identity can redeem now, including those from support and for enrolment.
// Errors: fault.ErrStoreUnavailable.
func (s *Service) UsableCodes(ctx context.Context, identity account.Identity) (int, error) {
	codes, err := s.usableCodes(ctx, identity)
	return len(codes), err
}

// OwnCodes counts the unused codes of the user's own set, which are a second way to sign in. Errors: fault.ErrStoreUnavailable.
func OwnCodes(ctx context.Context, s *Service, identity account.Identity) (int, error) {
	codes, err := s.usableCodes(ctx, identity)
	return ownCodes(codes), err
}

func (s *Service) usableCodes(ctx context.Context, identity account.Identity) ([]store.RecoveryCode, error) {
	codes, err := s.store.RecoveryCodesOf(ctx, identity.ID)
	now, allowed := s.cfg.Now(), CodesFor(s.policy, identity)
	return slices.DeleteFunc(codes, func(c store.RecoveryCode) bool { return !allowed(c) || !Redeemable(c, now) }), fault.OfStore(err)
}

// ownCodes counts the codes of the user's own set. Those from others expire.
func ownCodes(codes []store.RecoveryCode) int {
	own := 0
	for _, c := range codes {
		if c.Kind == store.CodeOwn {
			own++
		}
	}
	return own
}

// Redeemable reports whether a code is neither used nor expired.
func Redeemable(c store.RecoveryCode, now time.Time) bool {
	return c.UsedAt == nil && (c.ExpiresAt == nil || now.Before(*c.ExpiresAt))
}

// CodesFor returns a filter for the codes that the identity can redeem: enrolment codes always, recovery codes if
// they are enabled and the user has no role.
func CodesFor(policy assurance.Policy, identity account.Identity) func(store.RecoveryCode) bool {
	recovery := policy.RecoveryCodes && !identity.HasRole()
	return func(c store.RecoveryCode) bool { return recovery || c.Kind == store.CodeEnrolment }
}

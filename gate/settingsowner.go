package gate

import (
	"context"

	"latchkey/store"
)

// passWithoutPasskey decides on a change at Kratos by a person whose passkeys cannot be used. For most that is Kratos' own
// business. Two kinds of accounts a thief of the password would change for good: that of a person with a role, whose address
// is where the mails about a new factor go, and a contested one, before its owner has a passkey.
func (s *Service) passWithoutPasskey(ctx context.Context, settings KratosSettings, rows []store.Passkey) (allowed, known bool, err error) {
	identity, err := s.identities.Identity(ctx, settings.IdentityID)
	if err != nil {
		return false, false, err
	}
	if !identity.HasRole() && !s.policy.Contested(rows) {
		return true, false, nil
	}
	session, known, err := s.sessionByID(ctx, settings.IdentityID, settings.SessionID)
	if err != nil || !known {
		return false, known, err
	}
	session.Identity = identity
	allowed, err = s.standing.MayChangeSettings(ctx, session, rows)
	return allowed, true, err
}

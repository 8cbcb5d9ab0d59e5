package gate

import (
	"context"

	"latchkey/store"
)

// passWithoutPasskey decides on a change at Kratos by a user without a usable passkey. Most such changes are allowed: they
// are Kratos' own concern. The session must be fresh for two kinds of accounts, which an attacker with the password could
// otherwise take over permanently: that of a user with a role, since mails about a new factor go to its address, and a
// contested one whose owner has no passkey yet.
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

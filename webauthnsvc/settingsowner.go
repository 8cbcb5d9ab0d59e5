package webauthnsvc

import (
	"context"
	"errors"
	"slices"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
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
	if !identity.HasRole() && !s.contested(rows) {
		return true, false, nil
	}
	session, known, err := s.sessionByID(ctx, settings.IdentityID, settings.SessionID)
	if err != nil || !known {
		return false, known, err
	}
	session.Identity = identity
	if identity.HasRole() {
		allowed, err = s.staffMayChangeSettings(ctx, session)
		return allowed, true, err
	}
	first, err := s.store.FirstPasskeyOf(ctx, identity.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, true, fault.OfStore(err)
	}
	return err == nil && ownersRecovery(session, &first), true, nil
}

func (s *Service) contested(rows []store.Passkey) bool {
	var facts assurance.Facts
	for _, row := range rows {
		facts.Passkeys = append(facts.Passkeys, s.policy.Passkey(row))
	}
	return facts.Contested()
}

// staffMayChangeSettings takes what may set up a passkey of a person with a role: an enrolment code, or an authenticator app
// that is old enough. Kratos notes the use of keys and backup codes also of those that are being set up; of an app it does
// so only where there was none.
func (s *Service) staffMayChangeSettings(ctx context.Context, session account.Session) (bool, error) {
	session.Methods = slices.DeleteFunc(slices.Clone(session.Methods), func(m account.Method) bool {
		return m.Name != assurance.KindTOTP && assurance.KnownKind(m.Name) && (m.Name != assurance.KindCode || m.AAL == account.AAL2)
	})
	known, err := s.evidence(ctx, session)
	if err == nil {
		_, known, err = s.holdings(ctx, session, known, false)
	}
	return err == nil && assurance.MayAddPasskey(known.Facts, s.policy).Need == assurance.NeedNothing, err
}

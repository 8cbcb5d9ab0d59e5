package standing

import (
	"context"
	"errors"
	"slices"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/store"
)

// MayChangeSettings tells whether Kratos may store a change of credentials or traits from that session. rows are the
// passkeys of its identity. For most people without a usable passkey that is Kratos' own business: the gate does not ask.
//
// Two kinds of accounts a thief of the password would change for good: that of a person with a role, whose address is where
// the mails about a new factor go, and a contested one, before its owner has a passkey.
func (s *Service) MayChangeSettings(ctx context.Context, session account.Session, rows []store.Passkey) (bool, error) {
	switch {
	case s.policy.AnyUsable(rows):
		return s.freshForSettings(ctx, session)
	case session.Identity.HasRole():
		return s.staffForSettings(ctx, session)
	}
	first, err := s.store.FirstPasskeyOf(ctx, session.Identity.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, fault.OfStore(err)
	}
	return err == nil && ownersRecovery(session, &first), nil
}

// freshForSettings takes a passkey that was used here, and the first factor beside it. Kratos' other factors are left
// out, vouched or not: it notes the same of a factor that was used and of one that is being set up in this very flow.
func (s *Service) freshForSettings(ctx context.Context, session account.Session) (bool, error) {
	session.AAL = account.AAL1
	session.Methods = slices.DeleteFunc(slices.Clone(session.Methods), func(m account.Method) bool {
		return assurance.KnownKind(m.Name) && (m.Name != assurance.KindCode || m.AAL == account.AAL2)
	})
	known, decision, err := s.Decide(ctx, session)
	if err != nil || !decision.Fresh() {
		return false, err
	}
	return s.noteSettings(ctx, session, known)
}

// noteSettings records all that Kratos holds before the change, and that a fresh session makes it: what appears at Kratos
// right afterwards is vouched for. It tells whether the session is fresh with all that is known by then.
func (s *Service) noteSettings(ctx context.Context, session account.Session, known assurance.Known) (bool, error) {
	if !known.Asked {
		var err error
		if _, known, err = s.holdings(ctx, session, known, true); err != nil {
			return false, err
		}
	}
	if !assurance.Decide(known.Facts, s.policy).Fresh() {
		return false, nil
	}
	return true, fault.OfStore(s.store.NoteSettings(ctx, session.Identity.ID, s.cfg.Now().UTC()))
}

// staffForSettings takes what may set up a passkey of a person with a role: an enrolment code, or an authenticator app
// that is old enough. Kratos notes the use of keys and backup codes also of those that are being set up; of an app it does
// so only where there was none.
func (s *Service) staffForSettings(ctx context.Context, session account.Session) (bool, error) {
	session.Methods = slices.DeleteFunc(slices.Clone(session.Methods), func(m account.Method) bool {
		return m.Name != assurance.KindTOTP && assurance.KnownKind(m.Name) && (m.Name != assurance.KindCode || m.AAL == account.AAL2)
	})
	known, err := s.evidence(ctx, session)
	if err == nil {
		_, known, err = s.holdings(ctx, session, known, false)
	}
	return err == nil && assurance.MayAddPasskey(known.Facts, s.policy).Need == assurance.NeedNothing, err
}

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

// MayChangeSettings reports whether Kratos may store a change of credentials or traits from this session. rows are
// the passkeys of its identity. The gate does not call it for most users without a usable passkey, whose changes are
// Kratos' own concern.
//
// It does so for two kinds of accounts that an attacker with the password could take over permanently: that of a user
// with a role, since mails about a new factor go to its address, and a contested one whose owner has no passkey yet. For
// these, the session's identity is one that Kratos.Identity returned: the one in Kratos' session has no ChangedAt.
func (s *Service) MayChangeSettings(ctx context.Context, session account.Session, rows []store.Passkey) (bool, error) {
	switch {
	case s.policy.AnyUsable(rows):
		return s.freshForSettings(ctx, session)
	case session.Identity.HasRole():
		return s.roleForSettings(ctx, session)
	}
	first, err := s.store.FirstPasskeyOf(ctx, session.Identity.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, fault.OfStore(err)
	}
	if err != nil {
		return false, nil
	}
	return s.bindRecovered(ctx, session, session.Identity, &first)
}

// freshForSettings requires a passkey that was used here, and counts the first factor. It ignores Kratos' other
// factors, vouched or not: Kratos records the same method for a factor that was used and for one that this flow is
// enrolling.
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

// noteSettings records what Kratos holds before the change, and that a fresh session makes it: a factor that appears
// at Kratos right afterwards is vouched. It reports whether the session is fresh with the facts known by then.
func (s *Service) noteSettings(ctx context.Context, session account.Session, known assurance.Known) (bool, error) {
	if !known.Asked {
		var err error
		if _, known, err = s.holdings(ctx, session, known, true); err != nil {
			return false, err
		}
	}
	decision := assurance.Decide(known.Facts, s.policy)
	if !decision.Fresh() {
		return false, nil
	}
	err := s.store.NoteSettings(ctx, session.Identity.ID, decision.By, s.cfg.Now().UTC())
	if errors.Is(err, store.EvidenceGone) {
		return false, nil
	}
	return err == nil, fault.OfStore(err)
}

// roleForSettings requires what lets a user with a role register a passkey: an enrolment code, or an authenticator
// app that is old enough. Kratos records keys and backup codes as used while they are being enrolled; an app only if
// there was none.
func (s *Service) roleForSettings(ctx context.Context, session account.Session) (bool, error) {
	session.Methods = slices.DeleteFunc(slices.Clone(session.Methods), func(m account.Method) bool {
		return m.Name != assurance.KindTOTP && assurance.KnownKind(m.Name) && (m.Name != assurance.KindCode || m.AAL == account.AAL2)
	})
	known, err := s.evidence(ctx, session)
	if err == nil {
		_, known, err = s.holdings(ctx, session, known, false)
	}
	return err == nil && assurance.MayAddPasskey(known.Facts, s.policy).Need == assurance.NeedNothing, err
}

package standing

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// A passkey can be registered on an account with an unverified address, which may belong to another user. When the
// owner of the address recovers the account, all its passkeys are suspended, since they may belong to the other user.
//
// The addresses to which this applies are recorded with the first passkey (store.FirstPasskey). An address that is
// added later is not among them: a stolen password is enough to add one and recover the account there, and that must
// not affect the owner's passkeys. Nor must access to the mailbox of an address that was verified long ago. So the
// time of the verification is recorded as well, because Kratos renews its own with every verification.

// reasonOlderThanVerification is the reason of suspensions by a recovery.
const reasonOlderThanVerification = "older_than_verification"

// UnverifiedAddresses returns the addresses to record with the first passkey.
func (s *Service) UnverifiedAddresses(ctx context.Context, identity account.Identity) ([]store.UnverifiedAddress, error) {
	var list []store.UnverifiedAddress
	for _, a := range identity.Addresses {
		if a.Verified {
			return nil, nil
		}
		if a.Unverifiable {
			continue
		}
		key, err := s.fingerprintKey.Load(ctx)
		if err != nil {
			return nil, err
		}
		list = append(list, store.UnverifiedAddress{Fingerprint: a.Fingerprint(key)})
	}
	return list, nil
}

// noteVerified records which of the unverified addresses have been verified, and removes all once one has been verified for
// longer than firstVerification: a recovery no longer affects the passkeys. If the others stayed, a single one could remain,
// as if the first passkey had been registered beside that address alone.
func (s *Service) noteVerified(ctx context.Context, identity account.Identity, first *store.FirstPasskey) error {
	if first == nil || len(first.Unverified) == 0 || !identity.Verified() {
		return nil
	}
	key, err := s.fingerprintKey.Load(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	var left []store.UnverifiedAddress
	for _, one := range first.Unverified {
		if one.VerifiedAt == nil {
			one.VerifiedAt = verifiedAt(identity, one, key)
		}
		left = append(left, one)
	}
	if slices.ContainsFunc(left, s.verifiedLongAgo) {
		left = nil
	}
	if slices.EqualFunc(left, first.Unverified, sameState) {
		return nil
	}
	return fault.OfStore(s.store.NoteVerified(ctx, *first, left))
}

func (s *Service) verifiedLongAgo(one store.UnverifiedAddress) bool {
	return one.VerifiedAt != nil && !assurance.Within(s.cfg.Now(), *one.VerifiedAt, firstVerification)
}

func sameState(a, b store.UnverifiedAddress) bool {
	return (a.VerifiedAt == nil) == (b.VerifiedAt == nil)
}

// takeBack returns the account to its owner if a recovery at that moment proves who that is. It suspends all passkeys
// and ends everything else that the other user may hold: recovery codes, vouched factors at Kratos, and all sessions
// but the recovery's. It reports whether the account has been taken back. session is zero if Kratos has not stored it
// yet.
func (s *Service) takeBack(
	ctx context.Context, req audit.Request, identity account.Identity, first *store.FirstPasskey, recovery time.Time, session uuid.UUID,
) (bool, error) {
	if recovery.IsZero() || first == nil || len(first.Unverified) == 0 {
		return false, nil
	}
	key, err := s.fingerprintKey.Load(ctx)
	if err != nil {
		return false, fault.OfStore(err)
	}
	verified, ok := provesOwner(identity, *first, key, recovery, session == uuid.Nil)
	if !ok {
		return false, nil
	}
	change := store.TakeBack{IdentityID: identity.ID, At: recovery, SessionID: session}
	begunBy := s.cfg.Now().UTC()
	switch {
	case session != uuid.Nil:
	case verified.Sub(recovery).Abs() <= clocksApart:
		// By Kratos' clock, like the session that it is about to store. A database with whole seconds makes the two
		// equal.
		change.At, begunBy = verified, verified.Add(-time.Microsecond)
	default:
		begunBy = recovery.Add(-recoveryApart)
	}
	s.addTakeBackEvents(&change, req)
	change.End = EndingOthersAt(change.Forgotten.At, begunBy, session)
	ended, err := s.store.TakeBack(ctx, change)
	switch {
	case errors.Is(err, store.ErrNotFound): // another request was faster
		return true, nil
	case err != nil:
		return false, fault.OfStore(err)
	}
	s.endings.Settle(ctx, ended)
	return true, nil
}

// addTakeBackEvents adds the audit events of what a take-back ends.
func (s *Service) addTakeBackEvents(change *store.TakeBack, req audit.Request) {
	id := change.IdentityID
	because := func(e store.AuditEvent) store.AuditEvent {
		e.Reason = reasonOlderThanVerification
		return e
	}
	// The one event that each take-back has, so it says that all sessions end.
	change.Forgotten = audit.With(because(s.audit.Event(audit.CodesEnded, req, audit.System, audit.AboutIdentity(id))), map[string]any{"sessions_ended": true})
	change.Suspended = func(p store.Passkey) store.AuditEvent {
		return s.cfg.Describe(because(s.audit.Event(audit.PasskeySuspended, req, audit.System, audit.AboutPasskey(id, p.ID))), p)
	}
	change.Disowned = func(f store.Factor) *store.AuditEvent {
		if f.Kind == assurance.KindAddress { // the recovery used one
			return nil
		}
		e := because(s.audit.Event(audit.FactorDisowned, req, audit.System, audit.AboutIdentity(id)))
		e.Metadata = audit.Metadata(map[string]any{"factor_id": f.ID, "kind": f.Kind})
		return &e
	}
}

// bindRecovered records the session of a recovery that a web_hook reported, and reports whether it is this one.
func (s *Service) bindRecovered(ctx context.Context, session account.Session, identity account.Identity, first *store.FirstPasskey) (bool, error) {
	if ownersRecovery(session, first) {
		return true, nil
	}
	if first == nil || first.RecoveredSession != uuid.Nil || !begunByTakeBack(session, identity, *first) {
		return false, nil
	}
	err := s.store.BindRecovered(ctx, session.Identity.ID, *first.RecoveredAt, session.ID)
	if errors.Is(err, store.ErrNotFound) { // another session was faster
		return false, nil
	}
	return err == nil, fault.OfStore(err)
}

// Recovered takes the account back, whatever the settings, if the recovery that Kratos is about to finish proves who
// owns it. Errors: fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (s *Service) Recovered(ctx context.Context, req audit.Request, identityID uuid.UUID) error {
	first, err := s.store.FirstPasskeyOf(ctx, identityID)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && len(first.Unverified) == 0:
		return nil
	case err != nil:
		return fault.OfStore(err)
	}
	identity, err := s.identities.Identity(ctx, identityID)
	if err == nil {
		_, err = s.takeBack(ctx, req, identity, &first, s.cfg.Now().UTC(), uuid.Nil)
	}
	return err
}

package standing

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
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

// clocksApart is the tolerated difference between Kratos' clock and ours.
const clocksApart = 90 * time.Second

// firstVerification is how long after the first verification of an address a recovery counts as one that verified it.
// The mail that Kratos sends at registration asks the owner of the address to verify it with one click, which says
// nothing about who registered the passkeys. A recovery soon afterwards is by an owner who never knew the password.
// Later, protection of the passkey from an attacker with access to the mailbox is more important.
const firstVerification = 7 * 24 * time.Hour

// recoveryApart is the tolerated difference between a recovery, the verification of its address and the beginning of
// its session. Kratos records all three in one request, by one clock.
const recoveryApart = 5 * time.Second

// reasonOlderThanVerification is the reason of suspensions by a recovery.
const reasonOlderThanVerification = "older_than_verification"

// recoveredAt returns when a recovery began the session, or a login by a code sent to an address, which verifies the address
// as well. Zero: neither did.
func recoveredAt(session account.Session) time.Time {
	for i, m := range session.Methods {
		if strings.HasSuffix(m.Name, "_recovery") || i == 0 && m.Name == assurance.KindCode && m.AAL != account.AAL2 {
			return m.CompletedAt
		}
	}
	return time.Time{}
}

// ownersRecovery reports whether the session comes from the recovery that took the account back. Later recoveries do
// not count: Kratos does not report which address a recovery used, and the other user may have added one.
func ownersRecovery(session account.Session, first *store.FirstPasskey) bool {
	at := recoveredAt(session)
	switch {
	case at.IsZero(), first == nil, first.RecoveredAt == nil:
		return false
	case first.RecoveredSession != uuid.Nil:
		return first.RecoveredSession == session.ID
	}
	return at.Sub(*first.RecoveredAt).Abs() <= recoveryApart
}

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

// noteVerified records which of the unverified addresses have been verified, and removes those verified longer than
// firstVerification ago: a recovery at them no longer affects the passkeys.
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
		if one.VerifiedAt == nil || assurance.Within(s.cfg.Now(), *one.VerifiedAt, firstVerification) {
			left = append(left, one)
		}
	}
	if slices.EqualFunc(left, first.Unverified, sameState) {
		return nil
	}
	return fault.OfStore(s.store.NoteVerified(ctx, *first, left))
}

func sameState(a, b store.UnverifiedAddress) bool {
	return (a.VerifiedAt == nil) == (b.VerifiedAt == nil)
}

// verifiedAt returns when Kratos verified the address; nil if it has not, or if the identity no longer has the address.
func verifiedAt(identity account.Identity, one store.UnverifiedAddress, key []byte) *time.Time {
	for _, a := range identity.Addresses {
		if a.Verified && !a.VerifiedAt.IsZero() && bytes.Equal(a.Fingerprint(key), one.Fingerprint) {
			at := a.VerifiedAt.UTC().Truncate(time.Microsecond)
			return &at
		}
	}
	return nil
}

// provesOwner reports whether a recovery at that moment used one of the unverified addresses, and verified it or came
// within firstVerification of its verification. hook means that Kratos has not finished the recovery yet. verified is
// when Kratos verified the address.
func provesOwner(identity account.Identity, first store.FirstPasskey, key []byte, recovery time.Time, hook bool) (verified time.Time, ok bool) {
	for _, one := range first.Unverified {
		at := verifiedAt(identity, one, key)
		if at == nil {
			continue
		}
		since := *at
		if one.VerifiedAt != nil {
			since = *one.VerifiedAt
		}
		there := at.Sub(recovery).Abs() <= recoveryApart || hook && onlyAddress(identity, *at)
		if there && recovery.Sub(since) <= firstVerification {
			return *at, true
		}
	}
	return time.Time{}, false
}

// onlyAddress reports whether a recovery that finishes now can have used only the address verified at that moment,
// because a recovery verifies its address. For an earlier recovery this proves nothing: an attacker with the password
// can add an address, recover the account there, and remove it.
func onlyAddress(identity account.Identity, at time.Time) bool {
	return !slices.ContainsFunc(identity.Addresses, func(a account.Address) bool {
		return a.Unverifiable || a.Verified && !a.VerifiedAt.Truncate(time.Microsecond).Equal(at)
	})
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
	begunBy := s.cfg.Now().UTC()
	switch {
	case session != uuid.Nil:
	case verified.Sub(recovery).Abs() <= clocksApart:
		// By Kratos' clock, like the session that it is about to store. A database with whole seconds makes the two
		// equal.
		recovery, begunBy = verified, verified.Add(-time.Microsecond)
	default:
		begunBy = recovery.Add(-recoveryApart)
	}
	event := func(e store.AuditEvent) store.AuditEvent {
		e.Reason = reasonOlderThanVerification
		return e
	}
	forgotten := event(s.audit.Event(audit.CodesEnded, req, audit.System, audit.AboutIdentity(identity.ID)))
	ended, err := s.store.TakeBack(ctx, store.TakeBack{
		IdentityID: identity.ID,
		At:         recovery,
		SessionID:  session,
		End:        EndingOthersAt(forgotten.At, begunBy, session),
		Forgotten:  forgotten,
		Suspended: func(p store.Passkey) store.AuditEvent {
			return event(s.audit.Event(audit.PasskeySuspended, req, audit.System, audit.AboutPasskey(identity.ID, p.ID)))
		},
		Disowned: func(f store.Factor) *store.AuditEvent {
			if f.Kind == assurance.KindAddress { // the recovery used one
				return nil
			}
			e := event(s.audit.Event(audit.FactorDisowned, req, audit.System, audit.AboutIdentity(identity.ID)))
			e.Metadata = audit.Metadata(map[string]any{"factor_id": f.ID, "kind": f.Kind})
			return &e
		},
	})
	switch {
	case errors.Is(err, store.ErrNotFound): // another request was faster
		return true, nil
	case err != nil:
		return false, fault.OfStore(err)
	}
	s.endings.Settle(ctx, ended)
	return true, nil
}

// bindRecovered records the session of a recovery that a web_hook reported.
func (s *Service) bindRecovered(ctx context.Context, session account.Session, first *store.FirstPasskey) error {
	if first == nil || first.RecoveredSession != uuid.Nil || !ownersRecovery(session, first) {
		return nil
	}
	err := s.store.BindRecovered(ctx, session.Identity.ID, *first.RecoveredAt, session.ID)
	if err == nil || errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return fault.OfStore(err)
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

package webauthnsvc

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

// A passkey can be set up on an account whose address is not verified yet, and that may be the address of another
// person. When its owner recovers the account by that address, which verifies it for the first time, every passkey that
// was set up beside the unverified address may be the other's: all of them are suspended, and the owner starts anew.
//
// A passkey that is older than the address is not among them. A password is enough to put another address in place of
// the owner's, and to recover the account there; that must not take the owner's passkey away.

// verificationWindow is how far apart a recovery and the verification that it brought may be. Kratos makes both in one
// request; its clock and ours may differ.
const verificationWindow = 90 * time.Second

// addressSlack is how far Kratos' clock may be ahead of ours: a passkey that is set up the moment an account is registered
// must not look older than its address.
const addressSlack = 5 * time.Second

// hookSlack is how long before its web_hook, by our clock, the session of a recovery may have begun.
const hookSlack = 5 * time.Second

// firstDays is how long after the first verification of an address a recovery counts as one that verified it. The mail that
// Kratos sends at registration asks the owner of the address to verify it, and a click suffices: it says nothing about
// who set up the passkeys. A recovery soon afterwards is by an owner who never knew the password. Later on, the passkey
// protects its owner from a thief of the mailbox, and that weighs more.
const firstDays = 7 * 24 * time.Hour

// justVerified are the addresses that were verified for the first time by a recovery at that moment; or the one within
// firstDays before it that the recovery must have been at.
func justVerified(identity account.Identity, recovery time.Time) []account.Address {
	var list []account.Address
	for _, address := range identity.Addresses {
		if address.Verified && !address.VerifiedAt.IsZero() && address.VerifiedAt.Sub(recovery).Abs() <= verificationWindow {
			list = append(list, address)
		}
	}
	only, ok := recoveredAddress(identity, recovery)
	if len(list) == 0 && ok && recovery.Sub(only.VerifiedAt) <= firstDays {
		list = append(list, only)
	}
	return list
}

// besideUnverified tells whether a passkey was set up while the identity had the address and had not verified it. Where
// Kratos does not say since when it has it, none was.
func besideUnverified(a account.Address, row store.Passkey) bool {
	return !a.CreatedAt.IsZero() && row.CreatedAt.After(a.CreatedAt.Add(-addressSlack)) && row.CreatedAt.Before(a.VerifiedAt)
}

// couldBeAnothers lists the passkeys that were set up beside one of the unverified addresses.
func couldBeAnothers(identity account.Identity, verified []account.Address, rows []store.Passkey, removed []store.Tombstone) []store.Passkey {
	var list []store.Passkey
	for _, row := range rows {
		if !row.Disregarded() && slices.ContainsFunc(verified, func(a account.Address) bool {
			return besideUnverified(a, row) && !verifiedBefore(identity, row.CreatedAt) && !holderBefore(a, rows, removed)
		}) {
			list = append(list, row)
		}
	}
	return list
}

// holderBefore tells whether the identity has or had a passkey that is older than the address: it was that person's already.
func holderBefore(a account.Address, rows []store.Passkey, removed []store.Tombstone) bool {
	before := a.CreatedAt.Add(-addressSlack)
	return slices.ContainsFunc(removed, func(one store.Tombstone) bool { return one.RegisteredAt.Before(before) }) ||
		slices.ContainsFunc(rows, func(row store.Passkey) bool {
			return !row.Disregarded() && !besideUnverified(a, row) && row.CreatedAt.Before(a.VerifiedAt)
		})
}

func verifiedBefore(identity account.Identity, at time.Time) bool {
	for _, address := range identity.Addresses {
		if address.Verified && !address.VerifiedAt.IsZero() && address.VerifiedAt.Before(at) {
			return true
		}
	}
	return false
}

// startAnew takes from an identity all else that the other person may hold but sessions: recovery codes, and what vouches for
// factors at Kratos.
func (s *Service) startAnew(ctx context.Context, req audit.Request, identityID uuid.UUID) error {
	ended := s.audit.Event(audit.CodesEnded, req, audit.System, audit.AboutIdentity(identityID))
	ended.Reason = reasonOlder
	if err := s.store.ForgetRecovery(ctx, identityID, ended); err != nil {
		return fault.OfStore(err)
	}
	factors, err := s.store.FactorsOf(ctx, identityID)
	if err != nil {
		return fault.OfStore(err)
	}
	for _, f := range factors {
		if f.VouchedAt == nil || f.GoneAt != nil || f.Kind == assurance.KindAddress { // the recovery went to an address
			continue
		}
		event := s.audit.Event(audit.FactorDisowned, req, audit.System, audit.AboutIdentity(identityID))
		event.Reason, event.Metadata = reasonOlder, audit.Metadata(map[string]any{"factor_id": f.ID, "kind": f.Kind})
		if _, err := s.store.DisownFactor(ctx, identityID, f.ID, nil, store.Ending{At: event.At}, event); err != nil && !errors.Is(err, store.ErrNotFound) {
			return fault.OfStore(err)
		}
	}
	return nil
}

// suspendOlder suspends the passkeys that are older than the verification of an address by a recovery at that moment, and
// no older than the address; then the owner starts anew, and all sessions but that of the recovery end. It tells whether
// there were any. session is that of the recovery; zero where Kratos has not stored it yet.
func (s *Service) suspendOlder(ctx context.Context, req audit.Request, identity account.Identity, recovery time.Time, session uuid.UUID) (bool, error) {
	verified := justVerified(identity, recovery)
	if recovery.IsZero() || len(verified) == 0 {
		return false, nil
	}
	rows, err := s.passkeysOf(ctx, identity.ID)
	if err != nil {
		return false, err
	}
	removed, err := s.store.TombstonesOf(ctx, identity.ID)
	if err != nil {
		return false, fault.OfStore(err)
	}
	var ended []store.SessionEnding
	suspended := false
	for _, row := range couldBeAnothers(identity, verified, rows, removed) {
		event := s.audit.Event(audit.PasskeySuspended, req, audit.System, audit.AboutPasskey(identity.ID, row.ID))
		event.Reason = reasonOlder
		more, err := s.store.SuspendForVerification(ctx, row.ID, endingOthersAt(event.At, begunBefore(event.At, session), session), event)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return suspended, fault.OfStore(err)
		}
		suspended, ended = true, append(ended, more...)
	}
	if !suspended {
		return false, nil
	}
	err = s.startAnew(ctx, req, identity.ID)
	s.endings.settle(ctx, ended)
	return true, err
}

// begunBefore is the time after which a session began that stays. One of a recovery that Kratos is about to store has begun
// already, a moment before its web_hook.
func begunBefore(at time.Time, session uuid.UUID) time.Time {
	if session == uuid.Nil {
		return at.Add(-hookSlack)
	}
	return at
}

// reasonOlder is the reason of a suspension that no admin has written.
const reasonOlder = "older_than_verification"

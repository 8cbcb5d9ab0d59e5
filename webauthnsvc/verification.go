package webauthnsvc

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// A passkey can be set up on an account whose address is not verified yet, and that may be the address of another
// person. When its owner recovers the account by that address, which verifies it for the first time, every passkey that
// is older than the verification may be the other's: all of them are suspended, and the owner starts anew.

// verificationWindow is how far apart a recovery and the verification that it brought may be. Kratos makes both in one
// request; its clock and ours may differ.
const verificationWindow = 90 * time.Second

// verifiedBy is when a recovery at that moment verified an address for the first time; zero: it did not.
func (i Identity) verifiedBy(recovery time.Time) time.Time {
	for _, address := range i.Addresses {
		if address.Verified && !address.VerifiedAt.IsZero() && address.VerifiedAt.Sub(recovery).Abs() <= verificationWindow {
			return address.VerifiedAt
		}
	}
	return time.Time{}
}

// recoveredAt is when the session was begun by a recovery; zero: it was not.
func recoveredAt(session Session) time.Time {
	for _, m := range session.Methods {
		if strings.HasSuffix(m.Name, "_recovery") {
			return m.CompletedAt
		}
	}
	return time.Time{}
}

// suspendOlder suspends the passkeys that are older than the verification of an address by a recovery at that moment, and
// tells whether there were any.
func (s *Service) suspendOlder(ctx context.Context, req Request, identity Identity, recovery time.Time) (bool, error) {
	verified := identity.verifiedBy(recovery)
	if recovery.IsZero() || verified.IsZero() {
		return false, nil
	}
	rows, err := s.passkeysOf(ctx, identity.ID)
	if err != nil {
		return false, err
	}
	suspended := false
	for _, row := range rows {
		if row.SuspendedFor == store.SuspendedForVerification || !row.CreatedAt.Before(verified) {
			continue
		}
		event := s.event(eventPasskeySuspended, req, actor{kind: "system"}, aboutPasskey(identity.ID, row.ID))
		event.Reason = reasonOlder
		ended, err := s.store.SuspendForVerification(ctx, row.ID, event.At, event)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return suspended, storeError(err)
		}
		s.endSessions(ctx, identity.ID, ended, uuid.Nil)
		suspended = true
	}
	return suspended, nil
}

// reasonOlder is the reason of a suspension that no admin has written.
const reasonOlder = "older_than_verification"

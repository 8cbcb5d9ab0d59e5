package standing

import (
	"bytes"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/store"
)

// A recovery proves who owns an address only if it can have been at no other address of the account. Kratos does not say
// which address a recovery used, and its times do not either: an attacker with the password can add an address, wait for
// the owner to verify theirs, and recover the account at the added one in the same second. The attacker can also remove the
// added address right after using its link, so the identity must not have changed since before the recovery. Kratos deletes
// the links and codes of a removed address, except those of a login by a code, which therefore proves nothing.

// clocksApart is the tolerated difference between Kratos' clock and ours.
const clocksApart = 90 * time.Second

// firstVerification is how long after the first verification of an address a recovery counts as one that verified it.
// The mail that Kratos sends at registration asks the owner of the address to verify it with one click, which says
// nothing about who registered the passkeys. A recovery soon afterwards is by an owner who never knew the password.
// Later, protection of the passkey from an attacker with access to the mailbox is more important.
const firstVerification = 7 * 24 * time.Hour

// requestTime is the tolerated duration of a recovery at Kratos, from the use of the link or code to the session. In
// between, Kratos verifies the address.
const requestTime = time.Second

// recoveryApart is how far apart a recovery that a web_hook reported, by our clock, and the beginning of its session may be.
const recoveryApart = 5 * time.Second

// promptly is how soon after the verification of its address the session of a recovery begins. To sign in, add an address,
// and follow the link that Kratos mails to it takes longer.
const promptly = 250 * time.Millisecond

// recoveredAt returns when a recovery began the session. Zero: none did.
func recoveredAt(session account.Session) time.Time {
	for _, m := range session.Methods {
		if strings.HasSuffix(m.Name, "_recovery") {
			return m.CompletedAt
		}
	}
	return time.Time{}
}

// onlyAddress returns the address of an identity that has no other one, if Kratos has verified it.
func onlyAddress(identity account.Identity) (account.Address, bool) {
	if len(identity.Addresses) != 1 {
		return account.Address{}, false
	}
	only := identity.Addresses[0]
	return only, only.Verified && !only.VerifiedAt.IsZero()
}

// unchangedSince reports whether the addresses of an identity are those of a recovery that finished at that moment of
// Kratos' clock. An identity whose time Kratos does not report counts as changed.
func unchangedSince(identity account.Identity, recovery time.Time) bool {
	return !identity.ChangedAt.IsZero() && identity.ChangedAt.Add(requestTime).Before(recovery)
}

// provesOwner reports whether a recovery at that moment was at the address that was recorded with the first passkey,
// and verified it or came within firstVerification of its verification. hook: Kratos has not finished the recovery yet,
// and the moment is one of our clock. verified is when Kratos verified the address.
func provesOwner(identity account.Identity, first store.FirstPasskey, key []byte, recovery time.Time, hook bool) (verified time.Time, ok bool) {
	only, alone := onlyAddress(identity)
	if !alone || len(first.Unverified) != 1 {
		return time.Time{}, false
	}
	at := verifiedAt(identity, first.Unverified[0], key)
	if at == nil {
		return time.Time{}, false
	}
	since := *at
	if first.Unverified[0].VerifiedAt != nil {
		since = *first.Unverified[0].VerifiedAt
	}
	if recovery.Sub(since) > firstVerification {
		return time.Time{}, false
	}
	if hook {
		return *at, unchangedSince(identity, only.VerifiedAt) || unchangedSince(identity, recovery.Add(-clocksApart))
	}
	apart := recovery.Sub(*at)
	return *at, apart >= 0 && apart <= requestTime && unchangedSince(identity, *at)
}

// begunByTakeBack reports whether the session is that of the recovery which took the account back, where a web_hook reported
// it and so could not name the session.
func begunByTakeBack(session account.Session, identity account.Identity, first store.FirstPasskey) bool {
	recovery := recoveredAt(session)
	if first.RecoveredAt == nil || recovery.IsZero() || recovery.Sub(*first.RecoveredAt).Abs() > recoveryApart {
		return false
	}
	only, alone := onlyAddress(identity)
	if !alone || !verifiedUpTo(only.VerifiedAt, *first.RecoveredAt) {
		return false
	}
	return unchangedSince(identity, *first.RecoveredAt) || verifiedPromptly(only.VerifiedAt, recovery, *first.RecoveredAt)
}

// verifiedUpTo reports whether the address that was verified then can be that of the take-back: it was verified by it, or long
// before. An attacker who signs in after the take-back can replace the address and recover the account at the new one,
// which Kratos verifies only then.
func verifiedUpTo(verified, takenBack time.Time) bool {
	return verified.Truncate(time.Microsecond).Equal(takenBack) || verified.Add(clocksApart).Before(takenBack)
}

// verifiedPromptly reports whether the take-back was at the moment of the verification, and the recovery right after it. A
// change of the identity since then, such as that of a password, does not matter. Times of whole seconds are too coarse.
func verifiedPromptly(verified, recovery, takenBack time.Time) bool {
	apart := recovery.Sub(verified)
	return verified.Truncate(time.Microsecond).Equal(takenBack) && verified.Nanosecond() != 0 && apart >= 0 && apart <= promptly
}

// ownersRecovery reports whether the session is known to come from the recovery that took the account back. Later
// recoveries do not count: the other user may have added an address.
func ownersRecovery(session account.Session, first *store.FirstPasskey) bool {
	return first != nil && first.RecoveredSession != uuid.Nil && first.RecoveredSession == session.ID
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

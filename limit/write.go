package limit

import (
	"net/netip"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
)

const (
	// sessionsOfIdentity is how many sessions of an identity can use their full rate. One stolen session must not use
	// up the calls that the owner needs to end it.
	sessionsOfIdentity = 4
	// sessionsOfAddress is how many of them can be at one client address.
	sessionsOfAddress = 2
)

// Writes limits calls that write, successful or refused: the audit log is append-only, and one account must not fill
// it. It counts per session, per identity, and per identity and client address.
//
// Calls that a passkey has verified have a separate bucket for each identity. An attacker with the password can use
// up all other buckets, but cannot keep the owner from signing in and ending the attacker's sessions.
type Writes struct {
	Sessions   *limiter[uuid.UUID]
	identities *limiter[uuid.UUID]
	addresses  *limiter[addressOfIdentity]
	verified   *limiter[uuid.UUID] // by identity
}

type addressOfIdentity struct {
	identity uuid.UUID
	address  netip.Addr
}

// NewWrites returns limits of perMinute calls for one session, and multiples of it for identities.
func NewWrites(perMinute int, now func() time.Time) Writes {
	ofAddress, ofIdentity := sessionsOfAddress*perMinute, sessionsOfIdentity*perMinute
	return Writes{
		Sessions:   newLimiter[uuid.UUID](perMinute, perMinute, now),
		identities: newLimiter[uuid.UUID](ofIdentity, ofIdentity, now),
		addresses:  newLimiter[addressOfIdentity](ofAddress, ofAddress, now),
		verified:   newLimiter[uuid.UUID](ofIdentity, ofIdentity, now),
	}
}

// Take counts a call that no passkey has verified. The error is nil or a *Limited.
func (l Writes) Take(identityID uuid.UUID, ip string) error {
	giveBack, err := l.addresses.Take(addressOfIdentity{identityID, clientOf(ip)})
	if err != nil {
		return err
	}
	if _, err := l.identities.Take(identityID); err != nil {
		giveBack()
		return err
	}
	return nil
}

// TakeVerified counts a call that a passkey has verified. The error is nil or a *Limited.
func (l Writes) TakeVerified(identityID uuid.UUID) error {
	_, err := l.verified.Take(identityID)
	return err
}

// Admit counts a finished ceremony, by whether a passkey was verified in it. The error is nil or a *Limited.
func (l Writes) Admit(a audit.Admission, ip string) error {
	if a.Verified {
		return l.TakeVerified(a.IdentityID)
	}
	return l.Take(a.IdentityID, ip)
}

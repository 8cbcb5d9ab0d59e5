package limit

import (
	"net/netip"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
)

const (
	// sessionsOfIdentity is how many sessions at their limit an identity may have. One stolen session must not use up
	// what the owner needs to remove the thief.
	sessionsOfIdentity = 4
	// sessionsOfAddress is how many of them may be at one client address.
	sessionsOfAddress = 2
)

// Writes limits calls that write, successful or refused: the audit log is append-only, and one account must not
// fill it. It counts per session, and per identity over all its sessions and over those at one address.
//
// Calls that a passkey has verified have a separate bucket for each identity. A thief with the password can use up all
// the others, and must not prevent the owner from signing in and removing them.
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

func NewWrites(perMinute int, now func() time.Time) Writes {
	ofAddress, ofIdentity := sessionsOfAddress*perMinute, sessionsOfIdentity*perMinute
	return Writes{
		Sessions:   newLimiter[uuid.UUID](perMinute, perMinute, now),
		identities: newLimiter[uuid.UUID](ofIdentity, ofIdentity, now),
		addresses:  newLimiter[addressOfIdentity](ofAddress, ofAddress, now),
		verified:   newLimiter[uuid.UUID](ofIdentity, ofIdentity, now),
	}
}

// Take counts a call that no passkey has verified.
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

func (l Writes) TakeVerified(identityID uuid.UUID) error {
	_, err := l.verified.Take(identityID)
	return err
}

// Admit counts a finished ceremony.
func (l Writes) Admit(a audit.Admission, ip string) error {
	if a.Verified {
		return l.TakeVerified(a.IdentityID)
	}
	return l.Take(a.IdentityID, ip)
}

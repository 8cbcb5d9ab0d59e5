package api

import (
	"net/netip"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/account"
	"latchkey/audit"
)

const (
	// sessionsOfIdentity is how many sessions at their limit an identity may have. One stolen session must not use up
	// what the owner needs to remove the thief.
	sessionsOfIdentity = 4
	// sessionsOfAddress is how many of them may be at one client address.
	sessionsOfAddress = 2
)

// writeLimiter limits calls that write, successful or refused: the audit log is append-only, and one account must not
// fill it. It counts per session, and per identity over all its sessions and over those at one address.
//
// Calls that a passkey has verified have a separate bucket for each identity. A thief with the password can use up all
// the others, and must not prevent the owner from signing in and removing them.
type writeLimiter struct {
	sessions   *limiter[uuid.UUID]
	identities *limiter[uuid.UUID]
	addresses  *limiter[addressOfIdentity]
	verified   *limiter[uuid.UUID] // by identity
}

type addressOfIdentity struct {
	identity uuid.UUID
	address  netip.Addr
}

func newWriteLimiter(perMinute int, now func() time.Time) writeLimiter {
	ofAddress, ofIdentity := sessionsOfAddress*perMinute, sessionsOfIdentity*perMinute
	return writeLimiter{
		sessions:   newLimiter[uuid.UUID](perMinute, perMinute, now),
		identities: newLimiter[uuid.UUID](ofIdentity, ofIdentity, now),
		addresses:  newLimiter[addressOfIdentity](ofAddress, ofAddress, now),
		verified:   newLimiter[uuid.UUID](ofIdentity, ofIdentity, now),
	}
}

// take counts a call that no passkey has verified.
func (l writeLimiter) take(identityID uuid.UUID, ip string) error {
	giveBack, err := l.addresses.take(addressOfIdentity{identityID, clientOf(ip)})
	if err != nil {
		return err
	}
	if _, err := l.identities.take(identityID); err != nil {
		giveBack()
		return err
	}
	return nil
}

func (l writeLimiter) takeVerified(identityID uuid.UUID) error {
	_, err := l.verified.take(identityID)
	return err
}

// admit counts a finished ceremony.
func (l writeLimiter) admit(a audit.Admission, ip string) error {
	if a.Verified {
		return l.takeVerified(a.IdentityID)
	}
	return l.take(a.IdentityID, ip)
}

// writingSession returns the caller's session, for a call that always writes. If the identity's limit is used up, a
// session in which a passkey was used continues.
func (s *Server) writingSession(c echo.Context) (account.Session, error) {
	session, giveBack, err := s.limitedSession(c)
	if err != nil {
		return session, err
	}
	limited := s.writes.take(session.Identity.ID, c.RealIP())
	if limited == nil {
		return session, nil
	}
	proven, err := s.rules.Standing.ProvenByPasskey(c.Request().Context(), session)
	if err == nil && proven {
		limited = s.writes.takeVerified(session.Identity.ID)
	}
	if err == nil {
		err = limited
	}
	if err != nil {
		giveBack()
	}
	return session, err
}

// limitedSession returns the caller's session, and counts one call.
func (s *Server) limitedSession(c echo.Context) (session account.Session, giveBack func(), err error) {
	session, err = s.sessions.SessionOf(c.Request())
	if err != nil {
		return session, nil, err
	}
	giveBack, err = s.writes.sessions.take(session.ID)
	return session, giveBack, err
}

// assertingSession returns the caller's session and request, for a call with a passkey's signature: only after
// verifying it is it known which limit of the identity applies.
func (s *Server) assertingSession(c echo.Context) (account.Session, audit.Request, error) {
	session, giveBack, err := s.limitedSession(c)
	req := s.request(c)
	req.Admit = func(a audit.Admission) error {
		err := s.writes.admit(a, req.IP)
		if err != nil {
			giveBack()
		}
		return err
	}
	return session, req, err
}

// loginRequest returns the request of a login, which has no session yet.
func (s *Server) loginRequest(c echo.Context) audit.Request {
	req := s.request(c)
	req.Admit = func(a audit.Admission) error { return s.writes.admit(a, req.IP) }
	return req
}

// gateRequest returns the request of a call at the login gate, where the flow takes the place of a session.
func (s *Server) gateRequest(c echo.Context) audit.Request {
	req := s.request(c)
	req.Admit = func(a audit.Admission) error {
		if a.Verified {
			return s.writes.takeVerified(a.IdentityID)
		}
		giveBack, err := s.gates.sessions.take(a.FlowID)
		if err != nil {
			return err
		}
		if err = s.gates.take(a.IdentityID, req.IP); err != nil {
			giveBack()
		}
		return err
	}
	return req
}

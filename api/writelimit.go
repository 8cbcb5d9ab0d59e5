package api

import (
	"github.com/labstack/echo/v4"

	"latchkey/account"
	"latchkey/audit"
)

// writingSession returns the caller's session, for a call that always writes. If the identity's limit is used up, a
// session in which a passkey was used continues.
func (s *Server) writingSession(c echo.Context) (account.Session, error) {
	session, giveBack, err := s.limitedSession(c)
	if err != nil {
		return session, err
	}
	limited := s.writes.Take(session.Identity.ID, c.RealIP())
	if limited == nil {
		return session, nil
	}
	proven, err := s.rules.Standing.ProvenByPasskey(c.Request().Context(), session)
	if err == nil && proven {
		limited = s.writes.TakeVerified(session.Identity.ID)
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
	giveBack, err = s.writes.Sessions.Take(session.ID)
	return session, giveBack, err
}

// assertingSession returns the caller's session and request, for a call with a passkey's signature: only after
// verifying it is it known which limit of the identity applies.
func (s *Server) assertingSession(c echo.Context) (account.Session, audit.Request, error) {
	session, giveBack, err := s.limitedSession(c)
	req := requestOf(c)
	req.Admit = func(a audit.Admission) error {
		err := s.writes.Admit(a, req.IP)
		if err != nil {
			giveBack()
		}
		return err
	}
	return session, req, err
}

// loginRequest returns the request of a login, which has no session yet.
func (s *Server) loginRequest(c echo.Context) audit.Request {
	req := requestOf(c)
	req.Admit = func(a audit.Admission) error { return s.writes.Admit(a, req.IP) }
	return req
}

// gateRequest returns the request of a call at the login gate, where the flow takes the place of a session.
func (s *Server) gateRequest(c echo.Context) audit.Request {
	req := requestOf(c)
	req.Admit = func(a audit.Admission) error {
		if a.Verified {
			return s.writes.TakeVerified(a.IdentityID)
		}
		giveBack, err := s.gates.Sessions.Take(a.FlowID)
		if err != nil {
			return err
		}
		if err = s.gates.Take(a.IdentityID, req.IP); err != nil {
			giveBack()
		}
		return err
	}
	return req
}

package authz

import (
	"errors"
	"net/http"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/standing"
)

// Sessions identifies callers. Package kratos implements it.
type Sessions interface {
	// SessionOf checks the session of the request's sender: that of X-Session-Token, otherwise of the Kratos cookies, and
	// of a bearer token if Kratos rejects all of these. Each is sent to Kratos alone. Cookies with sessions of different
	// users are a conflict. Errors: fault.ErrUnauthenticated, fault.ErrCookieConflict, fault.ErrIdentityInactive,
	// *account.AAL2Required, fault.ErrKratosUnavailable.
	SessionOf(r *http.Request) (account.Session, error)
	// CachedSessionOf is SessionOf, but the answer may be a few seconds old, as cached reports.
	CachedSessionOf(r *http.Request) (session account.Session, cached bool, err error)
}

// Service answers proxies.
type Service struct {
	cfg      Config
	sessions Sessions
	standing *standing.Service
}

// New returns the service. It makes no calls.
func New(cfg Config, sessions Sessions, standing *standing.Service) *Service {
	return &Service{cfg: cfg, sessions: sessions, standing: standing}
}

// Answer is the answer to a proxy.
type Answer struct {
	Session account.Session
	Level   string // "" if the question does not ask for it
	// Page is, with an error, where the user gets what the session lacks; "" if no page helps.
	Page string
}

// Ask decides whether a request may go on. The answer has a page with any error for which there is one. Errors: those of
// Sessions.SessionOf and standing.Service.Authorize, of which *standing.Insufficient comes as a *Challenge.
func (s *Service) Ask(r *http.Request, q Question) (Answer, error) {
	session, found, err := s.authorize(r, q)
	var insufficient *standing.Insufficient
	if errors.As(err, &insufficient) {
		err = &Challenge{insufficient, s.cfg.acrValues(insufficient.Demand.Level)}
	}
	if err != nil {
		return Answer{Page: s.cfg.page(err, q)}, err
	}
	answer := Answer{Session: session}
	if q.Level {
		answer.Level = found.Level
	}
	return answer, nil
}

func (s *Service) authorize(r *http.Request, q Question) (account.Session, standing.Assurance, error) {
	session, cached, err := s.sessions.CachedSessionOf(r)
	var found standing.Assurance
	if err == nil {
		found, err = s.standing.Authorize(r.Context(), session, q.Level, q.Demand)
	}
	if err != nil && cached {
		// Only a success may use the cache: a user who has just reached aal2 at Kratos would be sent there again and
		// again.
		if session, err = s.sessions.SessionOf(r); err == nil {
			found, err = s.standing.Authorize(r.Context(), session, q.Level, q.Demand)
		}
	}
	return session, found, unraised(err, q.Demand)
}

// unraised has a session that Kratos itself refuses below aal2 not meet a demand for that level. Other errors stay as they are.
func unraised(err error, demand assurance.Demand) error {
	var aal2 *account.AAL2Required
	var insufficient *standing.Insufficient
	if demand.Level != account.AAL2 || !errors.As(err, &aal2) || errors.As(err, &insufficient) {
		return err
	}
	return &standing.Insufficient{Demand: demand, Unmet: []assurance.Shortfall{assurance.BelowLevel}, Remedy: err}
}

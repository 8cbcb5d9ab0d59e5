package gate

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// The gate stands behind a login at Kratos, before its session is made: whoever has a passkey that works must show
// it. All that is known of the login comes from Kratos' web_hook, so traits and the like are never believed; what
// decides is looked up here, or asked of Kratos.

// Lifetime is how long after a refusal the passkey may be shown, and then how long the pass is good.
const Lifetime = 5 * time.Minute

// KratosLogin is a login, or a recovery, that Kratos is about to make a session of.
type KratosLogin struct {
	FlowID     uuid.UUID
	IdentityID uuid.UUID
	SessionID  uuid.UUID // zero while there is none, which is the common case
	Browser    bool      // an app cannot hold a pass
	Recovery   bool
	Methods    []account.Method // of the session to be, oldest first
	Pass       string           // the value of the pass cookie, "" without one
}

// begunAt is when the first method of the session to be was completed, by Kratos' clock; now, where its template leaves that
// out.
func (l KratosLogin) begunAt(now time.Time) time.Time {
	if len(l.Methods) == 0 || l.Methods[0].CompletedAt.IsZero() {
		return now
	}
	return l.Methods[0].CompletedAt
}

// Refusal is why Kratos shall make no session. Token, for a browser's login, lets it show a passkey instead of
// having a session (Begin).
type Refusal struct {
	Token    string
	Recovery bool
}

func (e *Refusal) Error() string { return "the passkey has not been shown" }

// PassLogin decides on a login at Kratos. *Refusal; every other error must keep the login out as well.
func (s *Service) PassLogin(ctx context.Context, req audit.Request, login KratosLogin) error {
	if login.Recovery {
		if err := s.standing.Recovered(ctx, req, login.IdentityID); err != nil {
			return err
		}
	}
	if !s.cfg.LoginGate {
		return nil
	}
	rows, err := s.store.PasskeysOf(ctx, login.IdentityID)
	if err != nil {
		return fault.OfStore(err)
	}
	if !login.Recovery && s.madeByPasskey(login.Methods) {
		return nil
	}
	usable := s.policy.AnyUsable(rows)
	if usable {
		if stands, err := s.sessionStands(ctx, login); stands || err != nil {
			return err
		}
	}
	// Also without a passkey that works, since the pass of a code tells which session its grant is for.
	if passed, err := s.spendPass(ctx, req, login); passed || err != nil {
		return err
	}
	if !usable {
		return nil
	}
	return s.refuseLogin(ctx, req, login)
}

// spendPass uses up the pass that the browser holds for this login, if it holds one.
func (s *Service) spendPass(ctx context.Context, req audit.Request, login KratosLogin) (passed bool, err error) {
	if login.Recovery || !login.Browser || login.Pass == "" {
		return false, nil
	}
	event := s.audit.Event(audit.GatePassed, req, audit.ByIdentity(login.IdentityID), audit.AboutIdentity(login.IdentityID))
	err = s.store.SpendGatePass(ctx, passHash(login.FlowID, login.IdentityID, login.Pass), login.begunAt(event.At), event.At, event)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, fault.OfStore(err)
}

func (s *Service) refuseLogin(ctx context.Context, req audit.Request, login KratosLogin) error {
	event := s.audit.Event(audit.GateRefused, req, audit.Anonymous, audit.AboutIdentity(login.IdentityID))
	refusal := &Refusal{Recovery: login.Recovery}
	switch {
	case login.Recovery:
		event.Reason = "recovery"
	case !login.Browser:
		event.Reason = "app"
	default:
		event.Reason = "passkey_not_shown"
		refusal.Token = s.sealLogin(RefusedLogin{FlowID: login.FlowID, IdentityID: login.IdentityID, ExpiresAt: s.cfg.Now().Add(Lifetime)})
	}
	if event = s.audit.Spare(event); event.Type == "" {
		return refusal
	}
	if err := s.store.RecordEvent(ctx, event); err != nil {
		return fault.OfStore(err)
	}
	return refusal
}

// madeByPasskey: the login came from our own provider.
func (s *Service) madeByPasskey(methods []account.Method) bool {
	return len(methods) > 0 && s.policy.Ours(methods[len(methods)-1])
}

// sessionStands: a refresh, or a second factor, in a session that the identity has already. Kratos says so in the
// flow, but sets the flow's refresh for a login as somebody else, too: who has an account of their own could refresh
// it with a stolen password of another. The session tells the two apart, and Kratos is asked for it.
func (s *Service) sessionStands(ctx context.Context, login KratosLogin) (bool, error) {
	_, stands, err := s.sessionByID(ctx, login.IdentityID, login.SessionID)
	return stands, err
}

// RefusedLogin is a refused login, as it travels through the browser.
type RefusedLogin struct {
	FlowID     uuid.UUID `json:"flow"`
	IdentityID uuid.UUID `json:"identity"`
	ExpiresAt  time.Time `json:"exp"`
}

const kindGate = "gate"

func (s *Service) sealLogin(g RefusedLogin) string {
	plain, _ := json.Marshal(g) // IDs and a time marshal
	return s.seal.SealToken(kindGate, plain)
}

// Open: ErrCeremonyInvalid, ErrCeremonyExpired.
func (s *Service) Open(token string) (RefusedLogin, error) {
	var g RefusedLogin
	plain, err := s.seal.OpenToken(kindGate, token)
	if err == nil {
		err = json.Unmarshal(plain, &g)
	}
	switch {
	case err != nil:
		return RefusedLogin{}, fmt.Errorf("%w: %w", fault.ErrCeremonyInvalid, err)
	case !s.cfg.Now().Before(g.ExpiresAt):
		return RefusedLogin{}, fault.ErrCeremonyExpired
	}
	return g, nil
}

// passHash binds a pass to the login flow, the identity and the browser that holds the secret. The IDs have one
// length, so no two such triples read the same.
func passHash(flowID, identityID uuid.UUID, secret string) [32]byte {
	text := append([]byte("latchkey gate pass v1\x00"), flowID[:]...)
	text = append(append(text, identityID[:]...), secret...)
	return sha256.Sum256(text)
}

// registrationMark keeps the record of a registration for a day: Kratos may tell of one more than once.
const registrationMark = 24 * time.Hour

// IdentityRegistered records that Kratos has a new identity, once per flow.
func (s *Service) IdentityRegistered(ctx context.Context, req audit.Request, flowID, identityID uuid.UUID) error {
	once := store.Challenge{
		Hash:      sha256.Sum256(append([]byte("latchkey hook registration\x00"), flowID[:]...)),
		ExpiresAt: s.cfg.Now().Add(registrationMark),
	}
	event := s.audit.Event(audit.IdentityRegistered, req, audit.System, audit.AboutIdentity(identityID))
	if err := s.store.SpendChallenge(ctx, once, event); !errors.Is(err, store.ChallengeSpent) {
		return fault.OfStore(err)
	}
	return nil
}

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
	"latchkey/standing"
	"latchkey/store"
)

// The login gate runs in a web_hook of Kratos' login flow, before Kratos creates the session. A user who has a usable
// passkey must use it. The hook's body identifies the login; all other facts are read from the database or from Kratos.

// Lifetime limits the time from a refusal to the use of the passkey, and then the lifetime of the pass.
const Lifetime = 5 * time.Minute

// KratosLogin is a login or recovery for which Kratos is about to create a session.
type KratosLogin struct {
	FlowID     uuid.UUID
	IdentityID uuid.UUID
	SessionID  uuid.UUID // usually zero: most logins have no session yet
	Browser    bool      // false for an app, which cannot hold a pass
	Recovery   bool
	Methods    []account.Method // of the new session, oldest first
	Pass       string           // the value of the pass cookie, or ""
}

// begunAt returns when the first method of the new session was completed, by Kratos' clock, or now if the hook's template
// omits it.
func (l KratosLogin) begunAt(now time.Time) time.Time {
	if len(l.Methods) == 0 || l.Methods[0].CompletedAt.IsZero() {
		return now
	}
	return l.Methods[0].CompletedAt
}

// Refusal is the error for a login that needs the user's passkey. For a login in a browser it has the Token for Begin,
// which replaces the session that the user does not have yet.
type Refusal struct {
	Token    string
	Recovery bool
}

func (e *Refusal) Error() string { return "the login requires a passkey" }

// PassLogin returns nil if Kratos may create the session. If the login needs the passkey, the error is a *Refusal. The
// caller must block the login after any error.
func (s *Service) PassLogin(ctx context.Context, req audit.Request, login KratosLogin) error {
	err := s.passLogin(ctx, req, login)
	if err == nil && !login.Recovery && login.SessionID == uuid.Nil && !s.fromOurProvider(login.Methods) {
		s.audit.Count(audit.CounterKratosLogin)
	}
	return err
}

func (s *Service) passLogin(ctx context.Context, req audit.Request, login KratosLogin) error {
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
	if !login.Recovery && s.fromOurProvider(login.Methods) {
		return nil
	}
	if rows, err = standing.Resumed(ctx, s.standing, login.IdentityID, rows); err != nil {
		return err
	}
	usable := s.policy.AnyUsable(rows)
	if usable {
		if refresh, err := s.isRefresh(ctx, login); refresh || err != nil {
			return err
		}
	}
	// Spend a pass even if there is no usable passkey: the pass of a recovery code determines which session gets the grant.
	if passed, err := s.spendPass(ctx, req, login); passed || err != nil {
		return err
	}
	if !usable {
		return nil
	}
	return s.refuseLogin(ctx, req, login)
}

// spendPass uses up the browser's pass for this login, if there is one.
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
	if event = s.audit.Limit(event); event.Type == "" {
		return refusal
	}
	if err := s.store.RecordEvent(ctx, event); err != nil {
		return fault.OfStore(err)
	}
	return refusal
}

// fromOurProvider reports whether the login came through Latchkey's OpenID provider, so with a passkey.
func (s *Service) fromOurProvider(methods []account.Method) bool {
	return len(methods) > 0 && s.policy.Ours(methods[len(methods)-1])
}

// isRefresh reports whether the login refreshes an active session of this identity, or adds a second factor to it. The
// refresh flag of the flow does not prove this: Kratos also sets it if a user signs in to a second account, so an attacker
// could refresh their own session with a stolen password. So Kratos is asked for the session.
func (s *Service) isRefresh(ctx context.Context, login KratosLogin) (bool, error) {
	_, known, err := s.sessionByID(ctx, login.IdentityID, login.SessionID)
	return known, err
}

// RefusedLogin is the content of a refusal's token, which the browser carries.
type RefusedLogin struct {
	FlowID     uuid.UUID `json:"flow"`
	IdentityID uuid.UUID `json:"identity"`
	ExpiresAt  time.Time `json:"exp"`
}

const kindGate = "gate"

func (s *Service) sealLogin(g RefusedLogin) string {
	plain, _ := json.Marshal(g) // cannot fail for UUIDs and a time
	return s.seal.SealToken(kindGate, plain)
}

// Open decrypts a refusal's token. Errors: fault.ErrCeremonyInvalid, fault.ErrCeremonyExpired.
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

// passHash binds a pass to the login flow, the identity and the browser that holds the secret. UUIDs have a fixed length,
// so different triples have different encodings.
func passHash(flowID, identityID uuid.UUID, secret string) [32]byte {
	text := append([]byte("latchkey gate pass v1\x00"), flowID[:]...)
	text = append(append(text, identityID[:]...), secret...)
	return sha256.Sum256(text)
}

// registrationMark is how long a registration flow is remembered: Kratos may call its hook more than once.
const registrationMark = 24 * time.Hour

// IdentityRegistered records a registration at Kratos, once per flow. Errors: fault.ErrStoreUnavailable.
func (s *Service) IdentityRegistered(ctx context.Context, req audit.Request, flowID, identityID uuid.UUID) error {
	if err := s.knowCanary(ctx, req, flowID, identityID); err != nil {
		return err
	}
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

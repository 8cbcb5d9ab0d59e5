package gate

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Pass lets one login through the gate. The caller puts Secret into the browser's pass cookie and sends the user back to
// the login flow.
type Pass struct {
	FlowID    uuid.UUID
	Secret    string
	ExpiresAt time.Time
}

// NewPass returns a pass for a login, and the hash under which it is stored. The secret is always new, so a cookie that an
// attacker planted in the browser never becomes valid.
func NewPass(flowID, identityID uuid.UUID, at time.Time) (pass *Pass, hash [32]byte) {
	pass = &Pass{FlowID: flowID, Secret: rand.Text(), ExpiresAt: at.Add(Lifetime)}
	return pass, passHash(flowID, identityID, pass.Secret)
}

// Begin begins the ceremony for a refused login. The refusal's token replaces the session. Errors: fault.ErrCeremonyInvalid,
// fault.ErrCeremonyExpired, fault.ErrNotFound.
func (s *Service) Begin(ctx context.Context, req audit.Request, token, rpID string) (*webauthnsvc.Begun, error) {
	g, err := s.Open(token)
	if err != nil {
		return nil, err
	}
	return s.ceremonies.BeginGateProof(ctx, req, g.IdentityID, g.FlowID, rpID)
}

// Finish verifies the passkey and stores a pass for the login. It returns the errors of Begin and of
// webauthnsvc.Service.FinishLogin.
func (s *Service) Finish(ctx context.Context, req audit.Request, gateToken, token string, credential []byte) (*Pass, error) {
	g, err := s.Open(gateToken)
	if err != nil {
		return nil, err
	}
	passkeyID, at, err := s.ceremonies.FinishGateProof(ctx, req, g.IdentityID, g.FlowID, token, credential)
	if err != nil {
		return nil, err
	}
	pass, hash := NewPass(g.FlowID, g.IdentityID, at)
	return pass, fault.OfStore(s.store.PutGatePass(ctx, store.GatePass{
		Hash:       hash,
		IdentityID: g.IdentityID,
		PasskeyID:  passkeyID,
		ExpiresAt:  pass.ExpiresAt,
	}))
}

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

// Pass is what the browser is given for a passkey shown: Secret goes into its pass cookie, and the person back
// to the login flow.
type Pass struct {
	FlowID    uuid.UUID
	Secret    string
	ExpiresAt time.Time
}

// NewPass makes a pass for a login, as the browser gets it and as it is stored. The secret is always a new one: one that was
// planted in the browser must not become good.
func NewPass(flowID, identityID uuid.UUID, at time.Time) (pass *Pass, hash [32]byte) {
	pass = &Pass{FlowID: flowID, Secret: rand.Text(), ExpiresAt: at.Add(Lifetime)}
	return pass, passHash(flowID, identityID, pass.Secret)
}

// Begin asks for a passkey, for a login that the gate has refused, with the refusal's token in place of a session.
// ErrCeremonyInvalid, ErrCeremonyExpired, ErrNotFound.
func (s *Service) Begin(ctx context.Context, req audit.Request, token string) (*webauthnsvc.Begun, error) {
	g, err := s.Open(token)
	if err != nil {
		return nil, err
	}
	return s.ceremonies.BeginGateProof(ctx, req, g.IdentityID, g.FlowID)
}

// Finish verifies the passkey and makes the pass. Errors as of FinishLogin.
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

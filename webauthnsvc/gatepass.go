package webauthnsvc

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// kindGateProof is the ceremony in which a passkey is shown to the gate.
const kindGateProof = "gate-proof"

// GatePass is what the browser is given for a passkey shown: Secret goes into its pass cookie, and the person back
// to the login flow.
type GatePass struct {
	FlowID    uuid.UUID
	Secret    string
	ExpiresAt time.Time
}

// BeginGate starts a step-up for a login that the gate has refused, with the refusal's token in place of a session.
// ErrCeremonyInvalid, ErrCeremonyExpired, ErrNotFound.
func (s *Service) BeginGate(ctx context.Context, req audit.Request, token string) (*Begun, error) {
	g, err := s.OpenGate(token)
	if err != nil {
		return nil, err
	}
	p, assertion, data, err := s.askForPasskeyOf(ctx, req, g.IdentityID, anyPasskey)
	if err != nil {
		return nil, err
	}
	c := s.newCeremony(p, req)
	c.IdentityID, c.FlowID, c.Session = g.IdentityID, g.FlowID, *data
	c.bindBrowser(req)
	return s.sealCeremony(kindGateProof, c, assertion.Response, assertion.Mediation)
}

// FinishGate verifies the passkey and makes the pass. The secret is always a new one: one that somebody has planted in
// the browser must not become good. Errors as of FinishLogin.
func (s *Service) FinishGate(ctx context.Context, req audit.Request, gateToken, token string, credential []byte) (*GatePass, error) {
	g, err := s.OpenGate(gateToken)
	if err != nil {
		return nil, err
	}
	c, p, err := s.openCeremony(kindGateProof, token)
	if err != nil {
		return nil, err
	}
	if c.FlowID != g.FlowID || c.IdentityID != g.IdentityID {
		return nil, fmt.Errorf("%w: begun for another login", fault.ErrCeremonyInvalid)
	}
	if err := c.boundToBrowser(req); err != nil {
		return nil, err
	}
	parsed, err := parseAssertion(credential)
	if err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.GateProven, req, audit.ByIdentity(c.IdentityID), audit.AboutIdentity(c.IdentityID))
	a, err := s.verifyAssertion(ctx, c, p, parsed, &c.IdentityID)
	if err := admit(req, audit.Admission{IdentityID: c.IdentityID, FlowID: c.FlowID}, err); err != nil {
		return nil, err
	}
	if err == nil {
		err = s.mustBeActive(ctx, c, c.IdentityID)
	}
	if err != nil {
		return nil, s.spendRefused(ctx, c, event, audit.GateProofRefused, err)
	}
	if err := s.commit(ctx, c, a, nil, event, audit.GateProofRefused); err != nil {
		return nil, err
	}
	pass := &GatePass{FlowID: c.FlowID, Secret: rand.Text(), ExpiresAt: event.At.Add(GateLifetime)}
	return pass, fault.OfStore(s.store.PutGatePass(ctx, store.GatePass{
		Hash:       passHash(c.FlowID, c.IdentityID, pass.Secret),
		IdentityID: c.IdentityID,
		PasskeyID:  a.row.ID,
		ExpiresAt:  pass.ExpiresAt,
	}))
}

// NewPass makes a pass for a login, as the browser gets it and as it is stored. The secret is always a new one: one that was
// planted in the browser must not become good.
func NewPass(flowID, identityID uuid.UUID, at time.Time) (pass *GatePass, hash [32]byte) {
	pass = &GatePass{FlowID: flowID, Secret: rand.Text(), ExpiresAt: at.Add(GateLifetime)}
	return pass, passHash(flowID, identityID, pass.Secret)
}

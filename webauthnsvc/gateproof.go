package webauthnsvc

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/webauthnsvc/response"
)

// kindGateProof is the ceremony for a login that the gate has refused.
const kindGateProof = "gate-proof"

// BeginGateProof begins an assertion for a login at Kratos that the gate has refused. There is no session yet, so the
// ceremony is bound to the login flow and to the browser. Errors: fault.ErrNotFound if the identity has no usable
// passkey for the origin.
func (s *Service) BeginGateProof(ctx context.Context, req audit.Request, identityID, flowID uuid.UUID, rpID string) (*Begun, error) {
	o, err := s.offerTo(ctx, req, identityID, rpID, anyPasskey)
	if err != nil {
		return nil, err
	}
	c := s.newCeremony(o.rp, req)
	c.IdentityID, c.FlowID, c.Session = identityID, flowID, *o.session
	c.bindBrowser(req)
	return s.sealCeremony(kindGateProof, c, o.assertion.Response, o.assertion.Mediation, o.others...)
}

// FinishGateProof verifies the passkey for this identity and login flow, and returns its ID and when it was used. It returns
// the errors of FinishLogin.
func (s *Service) FinishGateProof(
	ctx context.Context, req audit.Request, identityID, flowID uuid.UUID, token string, credential []byte,
) (passkeyID uuid.UUID, at time.Time, err error) {
	c, rp, err := s.openCeremony(kindGateProof, token)
	if err != nil {
		return uuid.Nil, at, err
	}
	if c.FlowID != flowID || c.IdentityID != identityID {
		return uuid.Nil, at, fmt.Errorf("%w: begun for another login", fault.ErrCeremonyInvalid)
	}
	if err := c.boundToBrowser(req); err != nil {
		return uuid.Nil, at, err
	}
	if err := req.HasOpened(c.challenge().Hash); err != nil {
		return uuid.Nil, at, err
	}
	parsed, err := response.Assertion(credential)
	if err != nil {
		return uuid.Nil, at, refuse(ReasonMalformed, err)
	}
	event := s.audit.Event(audit.GateProven, req, audit.ByIdentity(c.IdentityID), audit.AboutIdentity(c.IdentityID))
	a, err := s.verifyAssertion(ctx, c, rp, parsed, &c.IdentityID)
	if err := admit(req, audit.Admission{IdentityID: c.IdentityID, FlowID: c.FlowID}, err); err != nil {
		return uuid.Nil, at, err
	}
	if err == nil {
		err = s.requireActive(ctx, c, c.IdentityID)
	}
	if err != nil {
		return uuid.Nil, at, s.spendRefused(ctx, c, event, audit.GateProofRefused, err)
	}
	if err := s.commit(ctx, c, a, nil, event, audit.GateProofRefused); err != nil {
		return uuid.Nil, at, err
	}
	return a.row.ID, event.At, nil
}

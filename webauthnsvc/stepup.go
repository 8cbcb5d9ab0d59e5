package webauthnsvc

import (
	"context"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc/response"
)

// SteppedUp is the result of a step-up.
type SteppedUp struct {
	SignedIn  SignedIn
	Assurance standing.Assurance
	Proof     ProofRequest // the proof to sign for the response, if it has an audience
}

// BeginStepUp begins a step-up: evidence that the user of the session holds one of the identity's passkeys now, of this RP ID if
// there are several. It writes nothing. Errors: *fault.FieldError, fault.ErrIdentityInactive, and fault.ErrNotFound if the
// identity has no usable passkey for the origin.
func (s *Service) BeginStepUp(ctx context.Context, session account.Session, req audit.Request, rpID string, proof ProofRequest) (*Begun, error) {
	if err := s.checkProof(proof); err != nil {
		return nil, err
	}
	if !session.Identity.Active {
		return nil, fault.ErrIdentityInactive
	}
	o, err := s.offerTo(ctx, req, session.Identity.ID, rpID, anyPasskey)
	if err != nil {
		return nil, err
	}
	c := s.newCeremony(o.rp, req)
	c.IdentityID, c.SessionID, c.Session, c.Proof = session.Identity.ID, session.ID, *o.session, proof
	s.audit.Count(audit.CounterStepUpStarted)
	return s.sealCeremony(kindStepUp, c, o.assertion.Response, o.assertion.Mediation, o.others...)
}

// FinishStepUp verifies the response and makes the session fresh. It returns the errors of FinishLogin, and
// fault.ErrIdentityInactive.
func (s *Service) FinishStepUp(ctx context.Context, session account.Session, req audit.Request, token string, credential []byte) (*SteppedUp, error) {
	c, rp, err := s.openCeremony(kindStepUp, token)
	if err != nil {
		return nil, err
	}
	if err := c.boundTo(session); err != nil {
		return nil, err
	}
	if !session.Identity.Active {
		return nil, fault.ErrIdentityInactive
	}
	parsed, err := response.Assertion(credential)
	if err != nil {
		return nil, refuse(ReasonMalformed, err)
	}
	if err := s.prepareProof(ctx, c); err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.StepUpSucceeded, req, audit.ByIdentity(session.Identity.ID), audit.AboutIdentity(session.Identity.ID))
	a, err := s.verifyAssertion(ctx, c, rp, parsed, &session.Identity.ID)
	if err := admit(req, audit.Admission{IdentityID: session.Identity.ID}, err); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, s.spendRefused(ctx, c, a.about(event), audit.StepUpRefused, err)
	}
	if a.userVerified && !a.row.UVInitialized {
		if a.initializeUV, err = s.standing.InitializesUV(ctx, session, a.row.ID); err != nil {
			return nil, err
		}
	}
	stepUp := &store.StepUp{
		SessionID:    session.ID,
		IdentityID:   session.Identity.ID,
		Method:       standing.MethodPasskey,
		PasskeyID:    a.row.ID,
		UserVerified: s.verifiesUser(a.row, a.userVerified),
		Origin:       parsed.Response.CollectedClientData.Origin,
		At:           event.At,
		ExpiresAt:    session.ExpiresAt,
	}
	if err := s.commit(ctx, c, a, stepUp, event, audit.StepUpRefused); err != nil {
		return nil, err
	}
	_, decision, err := s.standing.Decide(ctx, session)
	if err != nil {
		return nil, err
	}
	return &SteppedUp{
		SignedIn:  SignedIn{IdentityID: session.Identity.ID, PasskeyID: a.row.ID, UserVerified: stepUp.UserVerified, At: event.At},
		Assurance: standing.AssuranceOf(decision),
		Proof:     c.Proof,
	}, nil
}

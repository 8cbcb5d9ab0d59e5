package webauthnsvc

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
)

// SteppedUp is a finished step-up.
type SteppedUp struct {
	SignedIn  SignedIn
	Assurance standing.Assurance
	Proof     ProofRequest // to be signed for the answer, if it names an audience
}

// BeginStepUp starts the proof that the person behind a session holds one of the identity's passkeys now. It
// writes nothing. FieldError, ErrNotFound when the identity has no usable passkey here; ErrIdentityInactive.
func (s *Service) BeginStepUp(ctx context.Context, session account.Session, req audit.Request, proof ProofRequest) (*Begun, error) {
	if err := s.checkProof(proof); err != nil {
		return nil, err
	}
	if !session.Identity.Active {
		return nil, fault.ErrIdentityInactive
	}
	p, assertion, data, err := s.askForPasskeyOf(ctx, req, session.Identity.ID, anyPasskey)
	if err != nil {
		return nil, err
	}
	c := s.newCeremony(p, req)
	c.IdentityID, c.SessionID, c.Session, c.Proof = session.Identity.ID, session.ID, *data, proof
	s.audit.Count(audit.CounterStepUpStarted)
	return s.sealCeremony(kindStepUp, c, assertion.Response, assertion.Mediation)
}

func anyPasskey(store.Passkey) bool { return true }

// askForPasskeyOf begins an assertion by one of an identity's usable passkeys that suits, at the first relying party of the
// request's origin that has one: while people move to another RP ID, most have theirs at the old one. ErrNotFound when there
// is no usable one; a Refusal (user_verification_missing) when none of them suits a ceremony that takes UV.
func (s *Service) askForPasskeyOf(ctx context.Context, req audit.Request, identityID uuid.UUID, suits func(store.Passkey) bool, options ...webauthn.LoginOption) (*party, *protocol.CredentialAssertion, *webauthn.SessionData, error) {
	parties, err := s.partiesFor(req.Origin)
	if err != nil {
		return nil, nil, nil, err
	}
	rows, err := s.passkeysOf(ctx, identityID)
	if err != nil {
		return nil, nil, nil, err
	}
	usable := slices.ContainsFunc(parties, func(p *party) bool { return len(usableAt(p.ID, rows)) > 0 })
	rows = slices.DeleteFunc(rows, func(row store.Passkey) bool { return !suits(row) })
	for _, p := range parties {
		listed := usableAt(p.ID, rows)
		if len(listed) == 0 {
			continue
		}
		assertion, data, err := p.beginAssertion(protocol.MediationDefault, append(options, webauthn.WithAllowedCredentials(listed))...)
		if err != nil {
			return nil, nil, nil, err
		}
		return p, assertion, data, nil
	}
	if usable {
		return nil, nil, nil, refuse(ReasonUserVerificationMissing, errors.New("no passkey whose user verification counts"))
	}
	return nil, nil, nil, fmt.Errorf("%w: no usable passkey for this origin", fault.ErrNotFound)
}

// FinishStepUp makes the session fresh. Errors as of FinishLogin, and ErrIdentityInactive.
func (s *Service) FinishStepUp(ctx context.Context, session account.Session, req audit.Request, token string, credential []byte) (*SteppedUp, error) {
	c, p, err := s.openCeremony(kindStepUp, token)
	if err != nil {
		return nil, err
	}
	if err := c.boundTo(session); err != nil {
		return nil, err
	}
	if !session.Identity.Active {
		return nil, fault.ErrIdentityInactive
	}
	parsed, err := parseAssertion(credential)
	if err != nil {
		return nil, err
	}
	if err := s.prepareProof(ctx, c); err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.StepUpSucceeded, req, audit.ByIdentity(session.Identity.ID), audit.AboutIdentity(session.Identity.ID))
	a, err := s.verifyAssertion(ctx, c, p, parsed, &session.Identity.ID)
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

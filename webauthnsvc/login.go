package webauthnsvc

import (
	"context"
	"errors"
	"strings"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
)

// NewLogin is what a caller may wish for.
type NewLogin struct {
	Identifier string // "" for a discoverable login
	Mediation  string // "" or "conditional"
	RPID       string
	// Session is the kind of Kratos session to make: "", SessionNone, SessionCookie or SessionToken.
	Session string
	// Interaction is what the oidc package sealed when Kratos sent the person here.
	Interaction string
	Proof       ProofRequest
}

// Login is a finished one: who it is, and how sure we are.
type Login struct {
	SignedIn   SignedIn
	Passkey    Passkey
	Assurance  standing.Assurance
	Minted     *MintedSession // nil: none was wished for
	RedirectTo string         // of an interaction: where the browser takes the code, which is in it
	Proof      ProofRequest   // to be signed for the answer, if it names an audience
}

// MaxIdentifierBytes bounds what is sent on to Kratos.
const MaxIdentifierBytes = 320

// BeginLogin starts a login. It writes nothing, and answers the same for people who do not exist.
// FieldError, Refusal (origin_mismatch), ErrKratosUnavailable.
func (s *Service) BeginLogin(ctx context.Context, req audit.Request, wish NewLogin) (*Begun, error) {
	mediation := protocol.CredentialMediationRequirement(wish.Mediation)
	if mediation != protocol.MediationDefault && mediation != protocol.MediationConditional {
		return nil, &fault.FieldError{Field: "mediation", Problem: "is not conditional"}
	}
	if len(wish.Identifier) > MaxIdentifierBytes || strings.ContainsRune(wish.Identifier, 0) {
		return nil, &fault.FieldError{Field: "identifier", Problem: "is too long or not text"}
	}
	if err := s.checkProof(wish.Proof); err != nil {
		return nil, err
	}
	mint, err := s.chooseSession(req, wish)
	if err != nil {
		return nil, err
	}
	p, err := s.chooseParty(req.Origin, wish.RPID)
	if err != nil {
		return nil, err
	}
	var options []webauthn.LoginOption
	if strings.TrimSpace(wish.Identifier) != "" {
		listed, err := s.credentialsOf(ctx, wish.Identifier, p.ID)
		if err != nil {
			return nil, err
		}
		options = append(options, webauthn.WithAllowedCredentials(listed))
	}
	assertion, data, err := p.beginAssertion(mediation, options...)
	if err != nil {
		return nil, err
	}
	c := s.newCeremony(p, req)
	c.Session, c.Mint, c.Interaction, c.Proof = *data, mint, wish.Interaction, wish.Proof
	c.bindBrowser(req)
	if mediation == protocol.MediationConditional {
		s.audit.Count(audit.CounterLoginOffered)
	} else {
		s.audit.Count(audit.CounterLoginStarted)
	}
	return s.sealCeremony(kindLogin, c, assertion.Response, assertion.Mediation)
}

// credentialsOf lists the usable passkeys of a person, or a decoy. Everybody costs the same: one question to
// Kratos, one to the database. Both know the identifier by one normal form: a spelling that finds the decoy but not
// the person would tell the two apart.
func (s *Service) credentialsOf(ctx context.Context, identifier, rpID string) ([]protocol.CredentialDescriptor, error) {
	identifier = normalIdentifier(identifier)
	decoys, err := s.decoys(ctx, identifier, rpID)
	if err != nil {
		return nil, err
	}
	identity, err := s.identities.FindIdentity(ctx, identifier)
	known := err == nil && identity.Active
	if err != nil && !errors.Is(err, fault.ErrIdentityNotFound) {
		return nil, err
	}
	if !known {
		identity.ID = uuid.Nil // nobody's
	}
	rows, err := s.passkeysOf(ctx, identity.ID)
	if err != nil {
		return nil, err
	}
	if listed := usableAt(rpID, rows); len(listed) > 0 {
		return listed, nil
	}
	return decoys, nil
}

// FinishLogin verifies the answer, asks Kratos for the identity and for whatever else the login needs there, commits, and
// then takes the code to Kratos. ErrCeremonyInvalid, ErrCeremonyExpired, ErrCeremonySpent, Refusal, ErrKratosUnavailable,
// ErrStoreUnavailable.
func (s *Service) FinishLogin(ctx context.Context, req audit.Request, token string, credential []byte) (*Login, error) {
	c, p, err := s.openCeremony(kindLogin, token)
	if err != nil {
		return nil, err
	}
	if err := c.boundToBrowser(req); err != nil {
		return nil, err
	}
	parsed, err := parseAssertion(credential)
	if err != nil {
		return nil, err
	}
	if err := s.prepareProof(ctx, c); err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.LoginSucceeded, req, audit.Anonymous, audit.Nothing)
	picked := pickedPasskey{parsed.RawID, parsed.Response.UserHandle} // verifying puts the row's own handle there
	a, err := s.verifyAssertion(ctx, c, p, parsed, nil)
	event = a.about(event)
	if err != nil {
		err = s.signalRemoved(ctx, c, picked, err)
		return nil, s.spendRefused(ctx, c, event, audit.LoginRefused, err)
	}
	if err := req.Admitted(audit.Admission{IdentityID: a.row.IdentityID, Verified: true}); err != nil {
		return nil, err
	}
	event.ActorKind, event.ActorID = "identity", a.row.IdentityID.String()
	if err := s.mustBeActive(ctx, c, a.row.IdentityID); err != nil {
		return nil, s.spendRefused(ctx, c, event, audit.LoginRefused, err)
	}
	who := SignedIn{
		IdentityID: a.row.IdentityID, PasskeyID: a.row.ID, UserVerified: s.verifiesUser(a.row, a.userVerified),
		At: event.At, UserAgent: req.UserAgent, IP: req.IP,
	}
	next, err := s.prepareOnward(ctx, c, req, who)
	if err != nil {
		return nil, err
	}
	a.code = next.row()
	if err := s.commit(ctx, c, a, nil, event, audit.LoginRefused); err != nil {
		return nil, err
	}
	login := &Login{
		SignedIn:  who,
		Passkey:   s.viewOf(a.used(event.At), a.credential),
		Assurance: standing.AssuranceOfLogin(s.policy, who.UserVerified),
		Proof:     c.Proof,
	}
	switch {
	case next.minting != nil:
		login.Minted, err = s.mint(ctx, next, who)
	case next.code != nil:
		login.RedirectTo = next.code.RedirectTo
	}
	return login, err
}

// mustBeActive: an inactive, deleted or unlinked identity gets nothing, whatever the signature says, and is not told
// apart from a wrong one. Where the login goes on to Kratos, the identity is linked before.
func (s *Service) mustBeActive(ctx context.Context, c *ceremony, id uuid.UUID) error {
	active, err := s.active(ctx, c, id)
	switch {
	case errors.Is(err, fault.ErrIdentityNotFound), errors.Is(err, fault.ErrIdentityInactive):
		return refuse(ReasonNotAccepted, err)
	case err != nil:
		return err
	case !active:
		return refuse(ReasonNotAccepted, fault.ErrIdentityInactive)
	}
	return nil
}

func (s *Service) active(ctx context.Context, c *ceremony, id uuid.UUID) (bool, error) {
	if c.Mint == "" && c.Interaction == "" {
		return s.identities.Active(ctx, id)
	}
	identity, err := s.cfg.Minter.Link(ctx, id)
	return identity.Active, err
}

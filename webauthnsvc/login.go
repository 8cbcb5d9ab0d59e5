package webauthnsvc

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc/response"
)

// NewLogin holds the options of BeginLogin.
type NewLogin struct {
	Identifier string // "" for a discoverable login
	Mediation  string // "" or "conditional"
	RPID       string
	// Session is the kind of Kratos session to create: "", SessionNone, SessionCookie or SessionToken.
	Session string
	// SessionByDefault: the caller named no Session, and this one is the configured default.
	SessionByDefault bool
	// Binding is what a page of a related origin on another site is bound by (package related). Others need none.
	Binding string
	// Interaction is Kratos' authorization request, sealed by package oidc.
	Interaction string
	RequiresUV  bool // that request accepts no other login
	Proof       ProofRequest
}

// Login is the result of a login: the user, and the assurance.
type Login struct {
	SignedIn   SignedIn
	Passkey    Passkey
	Assurance  standing.Assurance
	Minted     *MintedSession // nil if none was requested
	RedirectTo string         // in an interaction: the URL, with the code, to which the browser is redirected
	Proof      ProofRequest   // the proof to sign for the response, if it has an audience
}

// MaxIdentifierBytes limits the identifiers that are sent to Kratos.
const MaxIdentifierBytes = 320

// BeginLogin begins a login. It writes nothing, and its response does not depend on whether the identifier exists.
// Errors: *fault.FieldError, *Refusal with ReasonOriginMismatch, fault.ErrKratosUnavailable,
// fault.ErrStoreUnavailable.
func (s *Service) BeginLogin(ctx context.Context, req audit.Request, request NewLogin) (*Begun, error) {
	mediation := protocol.CredentialMediationRequirement(request.Mediation)
	if mediation != protocol.MediationDefault && mediation != protocol.MediationConditional {
		return nil, &fault.FieldError{Field: "mediation", Problem: "is not conditional"}
	}
	if len(request.Identifier) > MaxIdentifierBytes || strings.ContainsRune(request.Identifier, 0) {
		return nil, &fault.FieldError{Field: "identifier", Problem: "is too long or not text"}
	}
	if err := s.checkProof(request.Proof); err != nil {
		return nil, err
	}
	rp, err := s.chooseRelyingParty(req.Origin, request.RPID)
	if err != nil {
		return nil, err
	}
	c := s.newCeremony(rp, req)
	if err := c.bindLogin(req, rp.RelatedOrigins, request.Binding); err != nil {
		return nil, err
	}
	mint, err := s.chooseSession(req, request, c.Page != nil)
	if err != nil {
		return nil, err
	}
	var options []webauthn.LoginOption
	if strings.TrimSpace(request.Identifier) != "" {
		listed, err := s.credentialsOf(ctx, request.Identifier, rp.ID)
		if err != nil {
			return nil, err
		}
		options = append(options, webauthn.WithAllowedCredentials(listed))
	}
	if request.RequiresUV {
		options = append(options, webauthn.WithUserVerification(protocol.VerificationRequired))
	}
	assertion, data, err := rp.beginAssertion(mediation, options...)
	if err != nil {
		return nil, err
	}
	c.Session, c.Mint, c.Interaction, c.Proof = *data, mint, request.Interaction, request.Proof
	if mediation == protocol.MediationConditional {
		s.audit.CountHourly(audit.CounterLoginOffered, req.Nonce) // once for each browser, which renews its autofill
	} else {
		s.audit.Count(audit.CounterLoginStarted)
	}
	others := slices.DeleteFunc(RPIDsAt(s.cfg.RPs, req.Origin), func(id string) bool { return id == rp.ID })
	return s.sealCeremony(kindLogin, c, assertion.Response, assertion.Mediation, others...)
}

// credentialsOf returns the usable passkeys of a user, or decoys. Both cost one call to Kratos and one to the
// database. Both use the same normal form of the identifier: otherwise a spelling that finds only the decoys would
// reveal them.
func (s *Service) credentialsOf(ctx context.Context, identifier, rpID string) ([]protocol.CredentialDescriptor, error) {
	identifier = normalizeIdentifier(identifier)
	decoys, err := s.decoys.Of(ctx, identifier, rpID)
	if err != nil {
		return nil, err
	}
	identity, err := s.identities.FindIdentity(ctx, identifier)
	known := err == nil && identity.Active
	if err != nil && !errors.Is(err, fault.ErrIdentityNotFound) {
		return nil, err
	}
	if !known {
		identity.ID = uuid.Nil // matches no rows
	}
	rows, err := s.passkeysOf(ctx, identity.ID)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row store.Passkey) bool { return row.StepUpOnly })
	if listed := usableAt(rpID, rows); len(listed) > 0 {
		return listed, nil
	}
	listed := make([]protocol.CredentialDescriptor, len(decoys))
	for i, d := range decoys {
		listed[i] = protocol.CredentialDescriptor{Type: protocol.PublicKeyCredentialType, CredentialID: d.ID}
		for _, transport := range d.Transports {
			listed[i].Transport = append(listed[i].Transport, protocol.AuthenticatorTransport(transport))
		}
	}
	return listed, nil
}

// normalizeIdentifier returns the form in which Kratos compares identifiers.
func normalizeIdentifier(identifier string) string {
	return strings.ToLower(strings.TrimSpace(identifier))
}

// FinishLogin verifies the response, asks Kratos for the identity and what else the login needs, commits, and then
// creates the Kratos session if one was requested. Errors: fault.ErrCeremonyInvalid, fault.ErrCeremonyExpired,
// fault.ErrCeremonySpent, *Refusal, fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (s *Service) FinishLogin(ctx context.Context, req audit.Request, token string, credential []byte) (*Login, error) {
	c, rp, err := s.openCeremony(kindLogin, token)
	if err != nil {
		return nil, err
	}
	if err := c.checkLogin(req); err != nil {
		return nil, err
	}
	if err := req.HasOpened(c.challenge().Hash); err != nil {
		return nil, err
	}
	parsed, err := response.Assertion(credential)
	if err != nil {
		return nil, refuse(ReasonMalformed, err)
	}
	if err := s.prepareProof(ctx, c); err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.LoginSucceeded, req, audit.Anonymous, audit.Nothing)
	picked := pickedPasskey{parsed.RawID, parsed.Response.UserHandle} // copied: verifyAssertion replaces it by the row's handle
	a, err := s.verifyAssertion(ctx, c, rp, parsed, nil)
	event = a.about(event)
	if err != nil {
		err = s.signalRemoved(ctx, c, picked, err)
		return nil, s.spendRefused(ctx, c, event, audit.LoginRefused, err)
	}
	if err := req.Admitted(audit.Admission{IdentityID: a.row.IdentityID, Verified: true}); err != nil {
		return nil, err
	}
	event.ActorKind, event.ActorID = store.ActorIdentity, a.row.IdentityID.String()
	if err := s.requireActive(ctx, c, a.row.IdentityID); err != nil {
		return nil, s.spendRefused(ctx, c, event, audit.LoginRefused, err)
	}
	who := SignedIn{
		IdentityID: a.row.IdentityID, PasskeyID: a.row.ID, UserVerified: s.verifiesUser(a.row, a.userVerified),
		At: event.At, UserAgent: req.UserAgent, IP: req.IP,
	}
	next, err := s.prepareHandoff(ctx, c, req, who)
	if err != nil {
		return nil, s.spendRefused(ctx, c, event, audit.LoginRefused, err)
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

// chooseSession returns the kind of session to create; "" for none. Tokens are for apps: a page that could request
// one would expose it to its scripts. They are also for pages on another site, where no cookie of ours can be set.
func (s *Service) chooseSession(req audit.Request, request NewLogin, otherSite bool) (string, error) {
	switch {
	case request.Interaction != "" && s.cfg.Minter == nil:
		return "", &fault.FieldError{Field: "interaction", Problem: "needs kratos.login.enabled"}
	case request.Interaction != "" && request.Session != "" && request.Session != SessionNone:
		return "", &fault.FieldError{Field: "session", Problem: "cannot be set in an interaction, where Kratos creates the session"}
	case request.Session == "" || request.Session == SessionNone:
		return "", nil
	case request.Session != SessionCookie && request.Session != SessionToken:
		return "", &fault.FieldError{Field: "session", Problem: "is not one of cookie, token, none"}
	case s.cfg.Minter == nil:
		return "", &fault.FieldError{Field: "session", Problem: "must be none, because kratos.login.enabled is false"}
	case request.Session == SessionCookie && otherSite && request.SessionByDefault:
		return SessionToken, nil
	case request.Session == SessionCookie && otherSite:
		return "", &fault.FieldError{Field: "session", Problem: "cannot be cookie on another site; use token or none"}
	case request.Session == SessionToken && req.Browser && !otherSite:
		return "", &fault.FieldError{Field: "session", Problem: "cannot be token in a browser; use cookie"}
	}
	return request.Session, nil
}

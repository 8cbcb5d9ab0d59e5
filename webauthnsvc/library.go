package webauthnsvc

import (
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// This file is where go-webauthn runs ceremonies: another library would be called from these five functions. What it parses
// and reports is used elsewhere as the data types of WebAuthn that they are.

// party is a relying party with the go-webauthn instance that verifies for it.
type party struct {
	RP
	accepts []string // what accepted returns
	lib     *webauthn.WebAuthn
}

// newParty checks a relying party's settings by building the instance that verifies for it.
func newParty(rp RP, cfg Config) (party, error) {
	web, opaque := splitOrigins(rp.accepted())
	lib, err := webauthn.New(&webauthn.Config{
		RPID:            rp.ID,
		RPDisplayName:   rp.Name,
		RPOrigins:       web,
		RPOpaqueOrigins: opaque,
		// checkClientData lets pass those alone that name one of these.
		RPAllowCrossOrigin: len(cfg.FrameAncestors) > 0,
		RPTopOrigins:       cfg.FrameAncestors,
		// We ask for no attestation, and judge authenticators by their keys alone.
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			UserVerification: protocol.UserVerificationRequirement(cfg.UserVerification),
		},
		// Password managers send outputs nobody asked for; they carry no weight here.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: CeremonyLifetime, TimeoutUVD: CeremonyLifetime},
			Registration: webauthn.TimeoutConfig{Timeout: CeremonyLifetime, TimeoutUVD: CeremonyLifetime},
		},
	})
	if err != nil {
		return party{}, fmt.Errorf("webauthn.rp %q: %w", rp.ID, err)
	}
	return party{RP: rp, accepts: rp.accepted(), lib: lib}, nil
}

// beginRegistration makes the options of a registration, and the state that its finish needs.
func (p *party) beginRegistration(
	user person, mediation protocol.CredentialMediationRequirement, options *registrationOptions,
) (*protocol.CredentialCreation, *webauthn.SessionData, error) {
	creation, data, err := p.lib.BeginMediatedRegistration(user, mediation, options.list()...)
	if err != nil {
		return nil, nil, fmt.Errorf("beginning a registration: %w", err)
	}
	return creation, data, nil
}

// beginAssertion makes the options of a login or a step-up, and the state that its finish needs.
func (p *party) beginAssertion(
	mediation protocol.CredentialMediationRequirement, options ...webauthn.LoginOption,
) (*protocol.CredentialAssertion, *webauthn.SessionData, error) {
	assertion, data, err := p.lib.BeginDiscoverableMediatedLogin(mediation, options...)
	if err != nil {
		return nil, nil, fmt.Errorf("beginning an assertion: %w", err)
	}
	return assertion, data, nil
}

// createCredential verifies a registration whose client data and key have been checked: that the algorithm was offered, and
// the attestation.
func (p *party) createCredential(c *ceremony, parsed *protocol.ParsedCredentialCreationData) (*webauthn.Credential, error) {
	return p.lib.CreateCredential(person{handle: c.Session.UserID}, c.Session, parsed)
}

// validateAssertion verifies the signature of an assertion, and what else go-webauthn checks.
func (p *party) validateAssertion(user person, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData) error {
	_, err := p.lib.ValidateLogin(user, session, parsed)
	return err
}

// splitOrigins tells those of Android apps from those with a scheme and a host, which go-webauthn wants apart.
func splitOrigins(origins []string) (web, opaque []string) {
	for _, origin := range origins {
		if protocol.IsOpaqueOrigin(origin) {
			opaque = append(opaque, origin)
		} else {
			web = append(web, origin)
		}
	}
	return web, opaque
}

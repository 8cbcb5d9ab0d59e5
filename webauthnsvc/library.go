package webauthnsvc

import (
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Only this file calls go-webauthn to run ceremonies: to use another library, change these five functions. Other
// files use its types for WebAuthn's data.

// relyingParty is a relying party with its instance of go-webauthn.
type relyingParty struct {
	RP
	accepts        []string // the result of accepted
	frameAncestors []string // see Config
	configured     []string // the IDs of all relying parties
	lib            *webauthn.WebAuthn
}

// newRelyingParty constructs the instance, which checks the settings of the relying party.
func newRelyingParty(rp RP, frameAncestors []string, userVerification string) (relyingParty, error) {
	web, opaque := splitOrigins(rp.accepted())
	lib, err := webauthn.New(&webauthn.Config{
		RPID:            rp.ID,
		RPDisplayName:   rp.Name,
		RPOrigins:       web,
		RPOpaqueOrigins: opaque,
		// checkClientData accepts only these top-level origins.
		RPAllowCrossOrigin: len(frameAncestors) > 0,
		RPTopOrigins:       frameAncestors,
		// go-webauthn checks the keys of authenticators, and never sees their attestation statements (package response).
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			UserVerification: protocol.UserVerificationRequirement(userVerification),
		},
		// Password managers send extension outputs that were not requested; they are ignored.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: CeremonyLifetime, TimeoutUVD: CeremonyLifetime},
			Registration: webauthn.TimeoutConfig{Timeout: CeremonyLifetime, TimeoutUVD: CeremonyLifetime},
		},
	})
	if err != nil {
		return relyingParty{}, fmt.Errorf("webauthn.rp %q: %w", rp.ID, err)
	}
	return relyingParty{RP: rp, accepts: rp.accepted(), frameAncestors: frameAncestors, lib: lib}, nil
}

// beginRegistration returns the options of a registration, and the state for its finish.
func (rp *relyingParty) beginRegistration(
	user webauthnUser, mediation protocol.CredentialMediationRequirement, options *registrationOptions,
) (*protocol.CredentialCreation, *webauthn.SessionData, error) {
	creation, data, err := rp.lib.BeginMediatedRegistration(user, mediation, options.list()...)
	if err != nil {
		return nil, nil, fmt.Errorf("beginning a registration: %w", err)
	}
	if options.deviceBound { // as an option of go-webauthn, the hint would exclude platforms, which can be device-bound, too
		creation.Response.Hints = []protocol.PublicKeyCredentialHints{protocol.PublicKeyCredentialHintSecurityKey}
	}
	return creation, data, nil
}

// beginAssertion returns the options of an assertion, and the state for its finish.
func (rp *relyingParty) beginAssertion(
	mediation protocol.CredentialMediationRequirement, options ...webauthn.LoginOption,
) (*protocol.CredentialAssertion, *webauthn.SessionData, error) {
	assertion, data, err := rp.lib.BeginDiscoverableMediatedLogin(mediation, options...)
	if err != nil {
		return nil, nil, fmt.Errorf("beginning an assertion: %w", err)
	}
	return assertion, data, nil
}

// createCredential verifies the algorithm of a registration whose client data and key have been checked.
func (rp *relyingParty) createCredential(c *ceremony, parsed *protocol.ParsedCredentialCreationData) (*webauthn.Credential, error) {
	return rp.lib.CreateCredential(webauthnUser{handle: c.Session.UserID}, c.Session, parsed)
}

// validateAssertion verifies an assertion, its signature included.
func (rp *relyingParty) validateAssertion(user webauthnUser, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData) error {
	_, err := rp.lib.ValidateLogin(user, session, parsed)
	return err
}

// splitOrigins separates origins of Android apps from web origins, as go-webauthn requires.
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

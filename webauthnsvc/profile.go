package webauthnsvc

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/account"
	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/fault"
	"latchkey/webauthnsvc/publickey"
	"latchkey/webauthnsvc/signal"
)

// NotAllowed is the error for a passkey of an authenticator that the identity's profile does not allow (problem code
// authenticator_not_allowed). Nothing of the passkey is stored.
type NotAllowed struct {
	Profile string
	Wanted  []authenticator.Want // at least one
	// Signal lets the browser forget the passkey that it has just made.
	Signal []signal.Signal

	model  authenticator.Model // as it claims
	reason string              // of authenticator.Facts.Reason
	cause  error               // why its attestation was not verified, or nil
}

func (e *NotAllowed) Error() string {
	text := fmt.Sprintf("authenticator not allowed by the profile %s: wanted %v", e.Profile, e.Wanted)
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

func (e *NotAllowed) Unwrap() error { return fault.ErrAuthenticatorNotAllowed }

// Members are those of the problem. A reason is there if a page can say more about it than that another authenticator is needed.
func (e *NotAllowed) Members() map[string]any {
	members := map[string]any{"wanted": e.Wanted}
	if e.reason != "" {
		members["reason"] = e.reason
	}
	if e.Signal != nil {
		members["signal"] = e.Signal
	}
	return members
}

// AuditReason implements audit.Reasoned.
func (e *NotAllowed) AuditReason() (string, map[string]any) {
	return "authenticator_not_allowed", e.model.Refused(e.Profile, e.Wanted)
}

// profileOf returns the profile that new passkeys of an identity must meet. The zero profile requires nothing.
func (s *Service) profileOf(ctx context.Context, identity account.Identity) (authenticator.Profile, error) {
	if s.cfg.ProfileOf == nil {
		return authenticator.Profile{}, nil
	}
	return s.cfg.ProfileOf(ctx, identity)
}

// request makes the options of a registration ask for what the profile wants, so that browsers offer it first.
func (o *registrationOptions) request(p authenticator.Profile) {
	if p.Asks() {
		o.attestation = protocol.ConveyancePreference(p.Attestation)
	}
	if p.UserVerification {
		o.selection.UserVerification = protocol.VerificationRequired
	}
	o.deviceBound = p.Binding == authenticator.DeviceBound && len(o.hints) == 0 && o.selection.AuthenticatorAttachment == ""
	o.minECBits = p.MinECBits
}

// checkProfile verifies the attestation of a passkey that is otherwise good, if the profile asks for one, and checks the passkey
// against the profile. It returns nil if no attestation was verified. Errors: *NotAllowed, and a *Refusal for a key that cannot be
// read.
func (s *Service) checkProfile(p authenticator.Profile, parsed *protocol.ParsedCredentialCreationData, object *attestation.Object) (*attestation.Attested, error) {
	data := &parsed.Response.AttestationObject.AuthData
	facts := authenticator.Facts{BackupEligible: data.Flags.HasBackupEligible(), UserVerified: data.Flags.HasUserVerified()}
	copy(facts.Of.AAGUID[:], data.AttData.AAGUID)
	var err error
	if facts.RSABits, facts.ECBits, err = publickey.Bits(data.AttData.CredentialPublicKey); err != nil {
		return nil, refuse(ReasonKeyUnusable, err)
	}
	if s.cfg.Authenticators != nil {
		if known := s.cfg.Authenticators(facts.Of.AAGUID); known != nil {
			facts.Names = append(facts.Names, known.Name)
		}
	}
	var attested *attestation.Attested
	var cause error
	if p.Asks() && s.cfg.Attestation != nil {
		hash := sha256.Sum256(parsed.Raw.AttestationResponse.ClientDataJSON)
		var result *attestation.Result
		if result, cause = s.cfg.Attestation.Verify(object, hash[:]); cause == nil {
			attested = &result.Attested
			addAttested(&facts, result)
		}
	}
	wanted := p.Unmet(facts)
	if cause != nil && !errors.Is(cause, attestation.ErrUntrusted) && !slices.Contains(wanted, authenticator.WantAttested) {
		wanted = append([]authenticator.Want{authenticator.WantAttested}, wanted...) // a wrong statement is worse than none
	}
	if len(wanted) > 0 {
		facts.Compromised = errors.Is(cause, attestation.ErrCompromised)
		claimed := facts.Of
		if cause != nil && !claimed.Known() {
			claimed.KeyIdentifier = object.KeyIdentifier()
		}
		return nil, &NotAllowed{Profile: p.Name, Wanted: wanted, model: claimed, reason: facts.Reason(p, wanted, object.Empty()), cause: cause}
	}
	return attested, nil
}

// addAttested adds what a verified attestation says. That of a U2F key signs no flags, and such a key verifies no user.
func addAttested(facts *authenticator.Facts, result *attestation.Result) {
	facts.Attested, facts.Model, facts.U2F, facts.Of.KeyIdentifier = true, result.Model, result.U2F, result.KeyIdentifier
	facts.UserVerified = facts.UserVerified && !result.U2F
	if result.Entry != nil {
		facts.Names, facts.Certified = append(facts.Names, result.Entry.Name), result.Entry.Certified
	}
}

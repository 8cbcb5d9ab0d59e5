package webauthnsvc

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/text"
	"latchkey/webauthnsvc/response"
)

// A confirmation is a user's signature over a text, such as a transfer. The challenge is a hash of the exact bytes of
// the text, so the authenticator itself signs them, and no one, Latchkey included, can attach the signature to
// another text. It requires user verification that counts (docs/security.md, "Confirmations"): a stolen security key for
// which the attacker sets a PIN cannot sign. It does not make a session fresh.

const kindConfirmation = "confirmation"

// maxPayloadBytes limits the text to what a user can read.
const maxPayloadBytes = 4096

// confirmationDomain separates these challenges from other hashes of the same bytes.
const confirmationDomain = "latchkey confirmation v1\x00"

// Confirmation is a finished confirmation, with everything required to verify it without Latchkey (L3 §7.2 steps 19
// to 21): the challenge in ClientDataJSON is SHA-256 over confirmationDomain, Salt and Payload; Signature is over
// AuthenticatorData and the SHA-256 of ClientDataJSON, by PublicKey.
type Confirmation struct {
	SignedIn  SignedIn
	SessionID uuid.UUID
	RPID      string
	Payload   string
	Salt      []byte

	ClientDataJSON, AuthenticatorData, Signature []byte
	PublicKey                                    []byte // COSE_Key (RFC 9052 §7)
}

// BeginConfirmation begins a signature over payload: 1 to 4096 bytes of plain text (text.IsPlain), line feeds and tabs
// included. User verification is required, whatever webauthn.user_verification is, and only passkeys whose user
// verification counts are listed. It writes nothing. Errors: *fault.FieldError, fault.ErrNotFound if the identity has
// no usable passkey for the origin, *Refusal with ReasonUserVerificationMissing if none of them verifies the user,
// fault.ErrIdentityInactive.
func (s *Service) BeginConfirmation(ctx context.Context, session account.Session, req audit.Request, rpID, payload string) (*Begun, error) {
	if err := checkPayload(payload); err != nil {
		return nil, err
	}
	if !session.Identity.Active {
		return nil, fault.ErrIdentityInactive
	}
	salt := make([]byte, 32)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	o, err := s.offerTo(ctx, req, session.Identity.ID, rpID, s.policy.VerifiesUser,
		webauthn.WithUserVerification(protocol.VerificationRequired),
		func(options *protocol.PublicKeyCredentialRequestOptions) error {
			options.Challenge = confirmationChallenge(salt, payload)
			return nil
		},
	)
	if err != nil {
		return nil, err
	}
	c := s.newCeremony(o.rp, req)
	c.IdentityID, c.SessionID, c.Session = session.Identity.ID, session.ID, *o.session
	c.Payload, c.Salt = []byte(payload), salt
	return s.sealCeremony(kindConfirmation, c, o.assertion.Response, o.assertion.Mediation, o.others...)
}

func checkPayload(payload string) error {
	switch {
	case payload == "":
		return &fault.FieldError{Field: "payload", Problem: "is missing or empty"}
	case len(payload) > maxPayloadBytes:
		return &fault.FieldError{Field: "payload", Problem: "is longer than 4096 bytes"}
	case !text.IsPlain(payload, true):
		return &fault.FieldError{Field: "payload", Problem: "is not plain text: it has nothing to see, or invisible characters, or some that change the direction of text"}
	}
	return nil
}

func confirmationChallenge(salt []byte, payload string) []byte {
	hash := sha256.New()
	hash.Write([]byte(confirmationDomain))
	hash.Write(salt)
	hash.Write([]byte(payload))
	return hash.Sum(nil)
}

// matchesPayload reports whether the challenge was made from the payload. The ceremony is sealed, but an attacker who
// knows secrets.cipher must not be able to change the text.
func (c *ceremony) matchesPayload() bool {
	challenge, err := base64.RawURLEncoding.DecodeString(c.Session.Challenge)
	return err == nil && bytes.Equal(challenge, confirmationChallenge(c.Salt, string(c.Payload)))
}

// FinishConfirmation verifies the signature. It returns the errors of FinishStepUp, fault.ErrCeremonyInvalid if the
// challenge does not match the text, and a *Refusal with ReasonUserVerificationMissing if the user verification of
// the passkey does not count.
func (s *Service) FinishConfirmation(ctx context.Context, session account.Session, req audit.Request, token string, credential []byte) (*Confirmation, error) {
	c, rp, err := s.openCeremony(kindConfirmation, token)
	if err != nil {
		return nil, err
	}
	if err := c.boundTo(session); err != nil {
		return nil, err
	}
	if !c.matchesPayload() {
		return nil, fmt.Errorf("%w: the challenge does not match the text", fault.ErrCeremonyInvalid)
	}
	if !session.Identity.Active {
		return nil, fault.ErrIdentityInactive
	}
	parsed, err := response.Assertion(credential)
	if err != nil {
		return nil, refuse(ReasonMalformed, err)
	}
	event := s.audit.Event(audit.ConfirmationSigned, req, audit.ByIdentity(session.Identity.ID), audit.AboutIdentity(session.Identity.ID))
	// The event identifies the text without containing it.
	digest := sha256.Sum256(c.Payload)
	event.Metadata = audit.Metadata(map[string]any{"payload_sha256": base64.RawURLEncoding.EncodeToString(digest[:])})
	a, err := s.verifyAssertion(ctx, c, rp, parsed, &session.Identity.ID)
	if err := admit(req, audit.Admission{IdentityID: session.Identity.ID}, err); err != nil {
		return nil, err
	}
	if err == nil && !s.verifiesUser(a.row, a.userVerified) {
		err = refuse(ReasonUserVerificationMissing, errors.New("the user verification of this passkey does not count"))
	}
	if err != nil {
		return nil, s.spendRefused(ctx, c, a.about(event), audit.ConfirmationRefused, err)
	}
	key, err := credentialOf(a.row)
	if err != nil {
		return nil, err
	}
	if err := s.commit(ctx, c, a, nil, event, audit.ConfirmationRefused); err != nil {
		return nil, err
	}
	return &Confirmation{
		SignedIn:  SignedIn{IdentityID: session.Identity.ID, PasskeyID: a.row.ID, UserVerified: true, At: event.At},
		SessionID: session.ID,
		RPID:      c.RPID,
		Payload:   string(c.Payload),
		Salt:      c.Salt,

		ClientDataJSON:    parsed.Raw.AssertionResponse.ClientDataJSON,
		AuthenticatorData: parsed.Raw.AssertionResponse.AuthenticatorData,
		Signature:         parsed.Raw.AssertionResponse.Signature,
		PublicKey:         key.PublicKey,
	}, nil
}

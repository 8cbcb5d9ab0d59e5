package webauthnsvc

import (
	"context"
	"errors"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// offer is the begin of an assertion by the passkeys of a known identity.
type offer struct {
	rp        *relyingParty
	assertion *protocol.CredentialAssertion
	session   *webauthn.SessionData
	others    []string // the IDs of further relying parties with such passkeys
}

// offerTo begins an assertion by the identity's usable passkeys for which suits is true. It uses the relying party with this ID
// if that has such a passkey, otherwise the first of the request's origin that has: while a service moves to another RP ID, most
// users have passkeys at the old one. Errors: *fault.FieldError, fault.ErrNoPasskeyHere, and a *Refusal
// with ReasonUserVerificationMissing if none of them suits.
func (s *Service) offerTo(ctx context.Context, req audit.Request, identityID uuid.UUID, rpID string, suits func(store.Passkey) bool, options ...webauthn.LoginOption) (*offer, error) {
	if _, err := s.chooseRelyingParty(req.Origin, rpID); err != nil {
		return nil, err
	}
	rows, err := s.passkeysOf(ctx, identityID)
	if err != nil {
		return nil, err
	}
	usable := slices.ContainsFunc(s.relyingPartiesAt(req.Origin), func(rp *relyingParty) bool { return len(usableAt(rp.ID, rows)) > 0 })
	rows = slices.DeleteFunc(rows, func(row store.Passkey) bool { return !suits(row) })
	var o offer
	for _, rp := range s.relyingPartiesAt(req.Origin) {
		if len(usableAt(rp.ID, rows)) > 0 {
			o.others = append(o.others, rp.ID)
			if o.rp == nil || rp.ID == rpID {
				o.rp = rp
			}
		}
	}
	switch {
	case o.rp == nil && usable:
		return nil, refuse(ReasonUserVerificationMissing, errors.New("no passkey whose user verification counts"))
	case o.rp == nil:
		return nil, fault.ErrNoPasskeyHere
	}
	o.others = slices.DeleteFunc(o.others, func(id string) bool { return id == o.rp.ID })
	options = append(options, webauthn.WithAllowedCredentials(usableAt(o.rp.ID, rows)))
	if o.assertion, o.session, err = o.rp.beginAssertion(protocol.MediationDefault, options...); err != nil {
		return nil, err
	}
	o.assertion.Response.Hints = hintsFor(o.rp.ID, rows)
	o.requestAppID(req.Origin, rows)
	return &o, nil
}

// requestAppID names the AppID for a security key of the U2F API, which cannot verify users.
func (o *offer) requestAppID(origin string, rows []store.Passkey) {
	if o.session.UserVerification == protocol.VerificationRequired {
		return
	}
	if o.assertion.Response.Extensions.AppID = o.rp.appIDFor(origin, rows); o.assertion.Response.Extensions.AppID != "" {
		o.session.Extensions = o.assertion.Response.Extensions.Session()
	}
}

func anyPasskey(store.Passkey) bool { return true }

package webauthnsvc

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// beginAssertionFor begins an assertion by the identity's usable passkeys for which suits is true. It uses the first
// relying party of the request's origin with such a passkey: while a service moves to another RP ID, most users have
// passkeys at the old one. Errors: fault.ErrNotFound if there is no usable passkey, and a *Refusal with
// ReasonUserVerificationMissing if none of them suits.
func (s *Service) beginAssertionFor(ctx context.Context, req audit.Request, identityID uuid.UUID, suits func(store.Passkey) bool, options ...webauthn.LoginOption) (*relyingParty, *protocol.CredentialAssertion, *webauthn.SessionData, error) {
	relyingParties, err := s.relyingPartiesAt(req.Origin)
	if err != nil {
		return nil, nil, nil, err
	}
	rows, err := s.passkeysOf(ctx, identityID)
	if err != nil {
		return nil, nil, nil, err
	}
	usable := slices.ContainsFunc(relyingParties, func(rp *relyingParty) bool { return len(usableAt(rp.ID, rows)) > 0 })
	rows = slices.DeleteFunc(rows, func(row store.Passkey) bool { return !suits(row) })
	for _, rp := range relyingParties {
		listed := usableAt(rp.ID, rows)
		if len(listed) == 0 {
			continue
		}
		assertion, data, err := rp.beginAssertion(protocol.MediationDefault, append(options, webauthn.WithAllowedCredentials(listed))...)
		if err != nil {
			return nil, nil, nil, err
		}
		assertion.Response.Hints = hintsFor(rp.ID, rows)
		return rp, assertion, data, nil
	}
	if usable {
		return nil, nil, nil, refuse(ReasonUserVerificationMissing, errors.New("no passkey whose user verification counts"))
	}
	return nil, nil, nil, fmt.Errorf("%w: no usable passkey for this origin", fault.ErrNotFound)
}

func anyPasskey(store.Passkey) bool { return true }

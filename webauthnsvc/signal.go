package webauthnsvc

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/store"
)

// Signal is one call of the browser's Signal API (WebAuthn L3 §5.1.10): the static method of PublicKeyCredential
// and its exact argument.
type Signal struct {
	Method  string `json:"method"`
	Options any    `json:"options"`
}

type currentUserDetails struct {
	RPID        string                    `json:"rpId"`
	UserID      protocol.URLEncodedBase64 `json:"userId"`
	Name        string                    `json:"name"`
	DisplayName string                    `json:"displayName"`
}

type unknownCredential struct {
	RPID         string                    `json:"rpId"`
	CredentialID protocol.URLEncodedBase64 `json:"credentialId"`
}

// Signals tells the authenticators what their person is called by now, and which passkeys were removed: those that have a
// tombstone. It comes with an answer that stands by itself, so a database that fails here only shortens the list.
//
// There is no signalAllAcceptedCredentials: it deletes for good what it does not list, and a database may lack a passkey
// that works: one that is Kratos' own, another instance's, or newer than the backup that was restored.
func (s *Service) Signals(ctx context.Context, identity account.Identity, rows []store.Passkey) []Signal {
	list := userDetails(identity, rows)
	removed, err := s.store.TombstonesOf(ctx, identity.ID)
	if err != nil {
		s.cfg.Log.WarnContext(ctx, "the removed passkeys of a person could not be read; their browser hears of them another time", "cause", err.Error())
	}
	for _, t := range removed {
		if len(t.UserHandle) > 0 {
			list = append(list, signalUnknown(t))
		}
	}
	return list
}

// userDetails is one signal for each (RP ID, user handle), suspended passkeys included.
func userDetails(identity account.Identity, rows []store.Passkey) []Signal {
	list := []Signal{}
	for i, row := range rows {
		known := slices.ContainsFunc(rows[:i], func(other store.Passkey) bool {
			return other.RPID == row.RPID && bytes.Equal(other.UserHandle, row.UserHandle)
		})
		if !known {
			details := currentUserDetails{row.RPID, row.UserHandle, identity.Login, identity.DisplayName}
			list = append(list, Signal{"signalCurrentUserDetails", details})
		}
	}
	return list
}

// signalUnknown makes the browser forget a passkey for good. Not found is not removed: it takes a tombstone.
func signalUnknown(t store.Tombstone) Signal {
	return Signal{"signalUnknownCredential", unknownCredential{t.RPID, t.CredentialID}}
}

// pickedPasskey is what an answer says of the passkey that was picked.
type pickedPasskey struct{ credentialID, userHandle []byte }

// signalRemoved adds to the refusal of a discoverable login that the browser may forget the passkey that was picked, if it
// was removed here. The signature cannot be verified any more, and credential IDs are no secret: anyone could register the
// ID of another's passkey and remove it. So the answer must hold the user handle, which only the passkey's own device knows.
// All refusals look for the tombstone, so that they take equally long. err is what verifying said.
func (s *Service) signalRemoved(ctx context.Context, c *ceremony, picked pickedPasskey, err error) error {
	var refusal *Refusal
	if !errors.As(err, &refusal) || refusal.Reason != ReasonNotAccepted || len(c.Session.AllowedCredentialIDs) > 0 {
		return err
	}
	t, lookErr := s.store.TombstoneOf(ctx, picked.credentialID)
	switch {
	case errors.Is(lookErr, store.ErrNotFound):
	case lookErr != nil:
		return fault.OfStore(lookErr)
	case t.RPID == c.RPID && len(t.UserHandle) > 0 && bytes.Equal(t.UserHandle, picked.userHandle):
		refusal.Signal = []Signal{signalUnknown(t)}
	}
	return err
}

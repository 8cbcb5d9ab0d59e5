package webauthnsvc

import (
	"bytes"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"

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

// signals tells the authenticators what their person is called by now, once for each (RP ID, user handle), suspended
// passkeys included, and which passkeys are known to have been removed.
//
// There is no signalAllAcceptedCredentials: it deletes for good what it does not list, and a database may lack a passkey
// that works: one that is Kratos' own, another instance's, or newer than the backup that was restored.
func signals(identity Identity, rows []store.Passkey, removed ...store.Passkey) []Signal {
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
	for _, row := range removed {
		list = append(list, signalUnknown(row.RPID, row.CredentialID))
	}
	return list
}

// signalUnknown makes the browser forget a passkey for good. Not found is not removed: it takes a record of the removal.
func signalUnknown(rpID string, credentialID []byte) Signal {
	return Signal{"signalUnknownCredential", unknownCredential{rpID, credentialID}}
}

package webauthnsvc

import (
	"bytes"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/store"
)

// Signal is one call of the browser's Signal API (WebAuthn L3 §5.1.10): the static method of PublicKeyCredential
// and its exact argument.
type Signal struct {
	Method  string `json:"method"`
	Options any    `json:"options"`
}

type allAcceptedCredentials struct {
	RPID                     string                      `json:"rpId"`
	UserID                   protocol.URLEncodedBase64   `json:"userId"`
	AllAcceptedCredentialIDs []protocol.URLEncodedBase64 `json:"allAcceptedCredentialIds"`
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

// signals tells the authenticators which passkeys stand, once for each (RP ID, user handle). Suspended ones stand:
// the browser would delete what is not listed, for good. Of removed ones the handle is told as well, under which
// nothing may be left.
func signals(identity Identity, rows []store.Passkey, removed ...store.Passkey) []Signal {
	var accepted []*allAcceptedCredentials
	of := func(row store.Passkey) *allAcceptedCredentials {
		for _, a := range accepted {
			if a.RPID == row.RPID && bytes.Equal(a.UserID, row.UserHandle) {
				return a
			}
		}
		a := &allAcceptedCredentials{row.RPID, row.UserHandle, []protocol.URLEncodedBase64{}}
		accepted = append(accepted, a)
		return a
	}
	for _, row := range rows {
		a := of(row)
		a.AllAcceptedCredentialIDs = append(a.AllAcceptedCredentialIDs, row.CredentialID)
	}
	for _, row := range removed {
		of(row)
	}
	list := []Signal{}
	for _, a := range accepted {
		list = append(list, Signal{"signalAllAcceptedCredentials", a})
		if len(a.AllAcceptedCredentialIDs) > 0 {
			details := currentUserDetails{a.RPID, a.UserID, identity.Login, identity.DisplayName}
			list = append(list, Signal{"signalCurrentUserDetails", details})
		}
	}
	return list
}

// signalUnknown makes the browser forget a passkey. It deletes for good, so it is sent on a clean miss only.
func signalUnknown(rpID string, credentialID []byte) []Signal {
	return []Signal{{"signalUnknownCredential", unknownCredential{rpID, credentialID}}}
}

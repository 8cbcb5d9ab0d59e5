// Package signal owns what browsers learn of passkeys by the Signal API (WebAuthn L3 §5.1.10). Which passkeys those are is decided by
// package webauthnsvc.
package signal

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

// UserDetails returns the names of a user, once for each (RP ID, user handle), suspended passkeys included.
func UserDetails(name, displayName string, rows []store.Passkey) []Signal {
	list := []Signal{}
	for i, row := range rows {
		known := slices.ContainsFunc(rows[:i], func(other store.Passkey) bool {
			return other.RPID == row.RPID && bytes.Equal(other.UserHandle, row.UserHandle)
		})
		if !known {
			list = append(list, Signal{"signalCurrentUserDetails", currentUserDetails{row.RPID, row.UserHandle, name, displayName}})
		}
	}
	return list
}

// Unknown makes browsers delete a passkey permanently. It must have a tombstone, or have been refused a moment ago: one that is
// merely not in the database may still work.
func Unknown(rpID string, credentialID []byte) Signal {
	return Signal{"signalUnknownCredential", unknownCredential{rpID, credentialID}}
}

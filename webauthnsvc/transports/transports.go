// Package transports reads how an authenticator can be reached, as its browser says (WebAuthn L3 §5.8.4). It owns which of them
// are kept and what they hint at, and leaves the choice for a user's passkeys to webauthnsvc.
package transports

import (
	"slices"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
)

// Clean keeps well-formed transports, also unknown ones, and limits their number.
func Clean(transports []protocol.AuthenticatorTransport) []protocol.AuthenticatorTransport {
	transports = slices.DeleteFunc(transports, func(t protocol.AuthenticatorTransport) bool {
		return len(t) == 0 || len(t) > 32 || strings.Trim(string(t), "abcdefghijklmnopqrstuvwxyz-") != ""
	})
	slices.Sort(transports)
	transports = slices.Compact(transports)
	return transports[:min(len(transports), 8)]
}

// Hints returns the kinds that the transports name, or nil. A synced passkey is on this device or on the user's phone.
func Hints(transports []protocol.AuthenticatorTransport) (hints []protocol.PublicKeyCredentialHints) {
	if slices.Contains(transports, protocol.Internal) {
		hints = append(hints, protocol.PublicKeyCredentialHintClientDevice)
	}
	if slices.Contains(transports, protocol.Hybrid) {
		hints = append(hints, protocol.PublicKeyCredentialHintHybrid)
	}
	if hints == nil && slices.ContainsFunc(transports, ofSecurityKey) {
		hints = append(hints, protocol.PublicKeyCredentialHintSecurityKey)
	}
	return hints
}

func ofSecurityKey(t protocol.AuthenticatorTransport) bool {
	return t == protocol.USB || t == protocol.NFC || t == protocol.BLE || t == protocol.SmartCard
}

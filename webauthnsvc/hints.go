package webauthnsvc

import (
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/store"
)

// hintsFor returns what a browser should offer first (WebAuthn L3 §5.8.7): the kinds of the passkeys at this relying
// party, the last used first. Only for users who are signed in: at a login they would tell who exists.
func hintsFor(rpID string, rows []store.Passkey) []protocol.PublicKeyCredentialHints {
	rows = slices.DeleteFunc(slices.Clone(rows), func(row store.Passkey) bool { return row.RPID != rpID || row.SuspendedAt != nil })
	slices.SortStableFunc(rows, func(a, b store.Passkey) int { return used(b).Compare(used(a)) })
	var hints []protocol.PublicKeyCredentialHints
	for _, row := range rows {
		kinds := hintsOf(descriptor(row).Transport)
		if kinds == nil {
			return nil // it could be anywhere, so the browser chooses
		}
		for _, hint := range kinds {
			if !slices.Contains(hints, hint) {
				hints = append(hints, hint)
			}
		}
	}
	return hints
}

func used(row store.Passkey) time.Time {
	if row.LastUsedAt == nil {
		return row.CreatedAt
	}
	return *row.LastUsedAt
}

func ofSecurityKey(t protocol.AuthenticatorTransport) bool {
	return t == protocol.USB || t == protocol.NFC || t == protocol.BLE || t == protocol.SmartCard
}

// hintsOf returns the kinds that the transports name, or nil. A synced passkey is on this device or on the user's phone.
func hintsOf(transports []protocol.AuthenticatorTransport) (hints []protocol.PublicKeyCredentialHints) {
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

package webauthnsvc

import (
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/store"
	"latchkey/webauthnsvc/transports"
)

// hintsFor returns what a browser should offer first (WebAuthn L3 §5.8.7): the kinds of the passkeys at this relying
// party, the last used first. Only for users who are signed in: at a login they would tell who exists.
func hintsFor(rpID string, rows []store.Passkey) []protocol.PublicKeyCredentialHints {
	rows = slices.DeleteFunc(slices.Clone(rows), func(row store.Passkey) bool { return row.RPID != rpID || row.SuspendedAt != nil })
	slices.SortStableFunc(rows, func(a, b store.Passkey) int { return used(b).Compare(used(a)) })
	var hints []protocol.PublicKeyCredentialHints
	for _, row := range rows {
		kinds := transports.Hints(descriptor(row).Transport)
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

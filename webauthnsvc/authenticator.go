package webauthnsvc

import (
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/store"
	"latchkey/webauthnsvc/transports"
)

// WithAuthenticator adds to an event about a passkey what is known about its authenticator, which other services are told:
// the row may be gone when they are.
func WithAuthenticator(event store.AuditEvent, row store.Passkey) store.AuditEvent {
	details := map[string]any{}
	if row.AAGUID != uuid.Nil {
		details["aaguid"] = row.AAGUID
	}
	if kind := attachment(row); kind != "" {
		details["authenticator"] = kind
	}
	return audit.With(event, details)
}

// attachment returns "platform" for a passkey on a device or in a password manager, "roaming" for a security key, and "" if
// its browser did not say.
func attachment(row store.Passkey) string {
	credential, _ := credentialOf(row)
	hints := transports.Hints(credential.Transport)
	switch {
	case slices.Contains(hints, protocol.PublicKeyCredentialHintSecurityKey):
		return "roaming"
	case hints != nil, row.BackupEligible != nil && *row.BackupEligible:
		return "platform"
	}
	return ""
}

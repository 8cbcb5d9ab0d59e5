// Package authenticator adds to audit events what is known about the authenticator of a passkey. It owns what that is; who may
// register which authenticator is up to webauthnsvc.
package authenticator

import (
	"encoding/json"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/attestation"
	"latchkey/audit"
	"latchkey/store"
	"latchkey/webauthnsvc/transports"
)

// Describe adds to an event about a passkey what other services learn about its authenticator: the row may be gone when
// they are.
func Describe(event store.AuditEvent, row store.Passkey) store.AuditEvent {
	details := map[string]any{}
	if model := row.Model(); model.Known() {
		details[model.Member()] = model.ID()
	}
	var record struct {
		Transport []protocol.AuthenticatorTransport
		Attested  *attestation.Attested
	}
	_ = json.Unmarshal(row.Record, &record) // a malformed record yields fewer details, and is refused at login
	if kind := attachment(row, record.Transport); kind != "" {
		details["authenticator"] = kind
	}
	if record.Attested != nil { // else the AAGUID is what the authenticator claims
		details["attested"] = record.Attested
	}
	return audit.With(event, details)
}

// attachment returns "platform" for a passkey on a device or in a password manager, "roaming" for a security key, and "" if
// its browser did not say.
func attachment(row store.Passkey, reported []protocol.AuthenticatorTransport) string {
	hints := transports.Hints(reported)
	switch {
	case slices.Contains(hints, protocol.PublicKeyCredentialHintSecurityKey):
		return "roaming"
	case hints != nil, row.BackupEligible != nil && *row.BackupEligible:
		return "platform"
	}
	return ""
}

package webauthnsvc

import (
	"encoding/json"
	"time"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/audit"
	"latchkey/store"
)

// assertion is a verified response of an authenticator, checked against the row as it was read.
type assertion struct {
	row          store.Passkey
	credential   registered // from the row's record
	parsed       *protocol.ParsedCredentialAssertionData
	userHandle   []byte                   // to store as that of a passkey whose handle is unknown, or nil
	userVerified bool                     // in this assertion; go-webauthn's credential has the stored flag
	backupFlags  bool                     // BE has changed, which webauthn.backup_flags allows
	regressed    bool                     // the signature counter decreased (L3 §7.2 step 22)
	initializeUV *store.Evidence          // user verification counts from now on (L3 §4, uvInitialized), and rests on this; or nil
	adopts       *store.PasskeyImport     // the passkey is Kratos' until this login is committed; or nil
	code         *store.AuthorizationCode // for a login that continues at Kratos, or nil
}

// about adds the passkey to an event if the signature was valid, so support can find refused logins of a user.
func (a *assertion) about(event store.AuditEvent) store.AuditEvent {
	if a != nil {
		event.IdentityID, event.PasskeyID = a.row.IdentityID, a.row.ID
	}
	return event
}

func (a *assertion) signCount() uint32 {
	return max(a.row.SignCount, a.parsed.Response.AuthenticatorData.Counter)
}

// describe adds details of the assertion to the event.
func (a *assertion) describe(event store.AuditEvent) store.AuditEvent {
	switch {
	case event.Metadata != nil: // from a confirmation
		details := map[string]any{"user_verified": a.userVerified}
		_ = json.Unmarshal(event.Metadata, &details) // always valid: written by Latchkey
		event.Metadata = audit.Metadata(a.mark(details))
	case a.regressed, a.backupFlags:
		event.Metadata = audit.Metadata(a.mark(map[string]any{"user_verified": a.userVerified}))
	case a.userVerified:
		event.Metadata = json.RawMessage(`{"user_verified":true}`)
	default:
		event.Metadata = json.RawMessage(`{"user_verified":false}`)
	}
	return event
}

// mark adds what support should notice.
func (a *assertion) mark(details map[string]any) map[string]any {
	if a.regressed {
		details["clone_warning"] = true
	}
	if a.backupFlags {
		details["backup_flags_changed"] = true
	}
	return details
}

// used returns the row as committed, for the response.
func (a *assertion) used(at time.Time) store.Passkey {
	row := a.row
	eligible := a.parsed.Response.AuthenticatorData.Flags.HasBackupEligible()
	row.BackupEligible = &eligible
	row.BackedUp = a.parsed.Response.AuthenticatorData.Flags.HasBackupState()
	row.LastUsedAt = &at
	return row
}

// adopted returns the row to store of a passkey that this login adopts.
func (a *assertion) adopted(at time.Time) store.Passkey {
	if at.Before(a.adopts.At) { // the login began before Kratos was asked, and is a use of what is here since then
		at = a.adopts.At
	}
	row := a.used(at)
	if row.SignCount = a.signCount(); a.regressed {
		row.CloneWarningAt = &at
	}
	return row
}

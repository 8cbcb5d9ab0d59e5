package row

import (
	"github.com/google/uuid"

	"latchkey/store"
)

// PasskeyColumns are the columns of a passkey. The slot is used by the drivers only.
const PasskeyColumns = `
		id,
		identity_id,
		credential_id,
		user_handle,
		rp_id,
		name,
		record,
		aaguid,
		backup_eligible,
		backed_up,
		sign_count,
		created_at,
		last_used_at,
		suspended_at,
		clone_warning_at,
		uv_initialized,
		confirmed_at,
		suspended_for,
		uv_initialized_by,
		backup_flags_at,
		step_up_only,
		handle_unknown,
		source,
		imported_at,
		suspended_by,
		key_identifier`

// Passkey returns the fields of PasskeyColumns.
func Passkey(p *store.Passkey) []any {
	return []any{
		&p.ID,
		&p.IdentityID,
		&p.CredentialID,
		&p.UserHandle,
		&p.RPID,
		&p.Name,
		&p.Record,
		&p.AAGUID,
		&p.BackupEligible,
		&p.BackedUp,
		&p.SignCount,
		&p.CreatedAt,
		&p.LastUsedAt,
		&p.SuspendedAt,
		&p.CloneWarningAt,
		&p.UVInitialized,
		&p.ConfirmedAt,
		&p.SuspendedFor,
		&p.UVInitializedBy,
		&p.BackupFlagsAt,
		&p.StepUpOnly,
		&p.HandleUnknown,
		&p.Source,
		&p.ImportedAt,
		&p.SuspendedBy,
		&p.KeyIdentifier,
	}
}

// ID returns the field of an ID.
func ID(id *uuid.UUID) []any { return []any{id} }

// Bytes returns the field of a user handle or credential ID.
func Bytes(b *[]byte) []any { return []any{b} }

// HandleOwner returns the fields of an owner.
func HandleOwner(o *store.HandleOwner) []any { return []any{&o.IdentityID, &o.Missing} }

// Passkeys returns the condition of a page of passkeys.
func Passkeys(filter store.PasskeyFilter, p store.Page) *Where {
	w := page(p)
	equal(w, `id`, filter.ID)
	equal(w, `identity_id`, filter.IdentityID)
	equal(w, `aaguid`, filter.AAGUID)
	if key := filter.KeyIdentifier; key != nil && *key != "" {
		w.and(Keyed+` AND key_identifier = ?`, *key)
	} else {
		equal(w, `key_identifier`, key)
	}
	equal(w, `rp_id`, filter.RPID)
	equal(w, `backed_up`, filter.Synced)
	if filter.UnusedSince != nil {
		w.and(`created_at < ? AND (last_used_at IS NULL OR last_used_at < ?)`, *filter.UnusedSince, *filter.UnusedSince)
	}
	if filter.CreatedSince != nil {
		w.and(`created_at >= ?`, *filter.CreatedSince)
	}
	if filter.CreatedUntil != nil {
		w.and(`created_at < ?`, *filter.CreatedUntil)
	}
	w.set(`clone_warning_at`, filter.CloneWarning)
	w.set(`suspended_at`, filter.Suspended)
	return w
}

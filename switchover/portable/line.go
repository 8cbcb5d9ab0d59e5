package portable

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
	"latchkey/strictjson"
	"latchkey/text"
	"latchkey/webauthnsvc/record"
)

// ahead is how far another clock may be ahead.
const ahead = 30 * time.Second

// Parse reads the line of an identity. If it can be read, the IDs are returned beside an error, too. The rows are not marked as
// imported.
func Parse(line []byte, now time.Time) (l Line, err error) {
	var read Identity
	if err := strictjson.Decode(line, &read); err != nil {
		return l, problem("", err)
	}
	l.IdentityID, l.Disowned = read.IdentityID, read.DisownedKinds
	switch {
	case read.IdentityID == uuid.Nil:
		err = errors.New("identity_id is missing")
	case len(read.Passkeys) == 0 && len(read.RemovedCredentialIDs) == 0 || len(read.Passkeys) > store.MaxPasskeys:
		err = fmt.Errorf("passkeys: %d, not 1 to %d", len(read.Passkeys), store.MaxPasskeys)
	case len(read.RemovedCredentialIDs) > maxRemoved:
		err = fmt.Errorf("removed_credential_ids: more than %d", maxRemoved)
	case len(read.UserHandles) > 2*store.MaxPasskeys:
		err = fmt.Errorf("user_handles: more than %d", 2*store.MaxPasskeys)
	}
	for _, handle := range read.UserHandles {
		if len(handle) == 0 || len(handle) > 64 {
			err = errors.Join(err, errors.New("user_handles: one does not have 1 to 64 bytes"))
		}
		l.Handles = append(l.Handles, handle)
	}
	err = errors.Join(err, l.remove(read.RemovedCredentialIDs))
	for n, p := range read.Passkeys {
		row, wrong := p.row(read.IdentityID, now)
		if wrong == nil {
			wrong = distinct(row, l.Passkeys)
		}
		if wrong == nil && row.HandleUnknown && !slices.ContainsFunc(l.Handles, func(h []byte) bool { return bytes.Equal(h, row.UserHandle) }) {
			wrong = errors.New("user_handle is unknown, and none of user_handles")
		}
		if wrong != nil && err == nil {
			err = problem(fmt.Sprintf("passkeys/%d: ", n), wrong)
		}
		l.Passkeys = append(l.Passkeys, row)
	}
	resetUV(l.Passkeys)
	return l, err
}

// remove adds the IDs of passkeys that were removed, and checks them and the kinds of what was disowned.
func (l *Line) remove(ids []Bytes) (err error) {
	for _, id := range ids {
		if len(id) == 0 || len(id) > 1023 {
			err = errors.New("removed_credential_ids: one does not have 1 to 1023 bytes")
		}
		l.Removed = append(l.Removed, id)
	}
	if len(l.Disowned) > 32 || slices.ContainsFunc(l.Disowned, func(kind string) bool {
		return kind == "" || len(kind) > 32 || strings.Trim(kind, "abcdefghijklmnopqrstuvwxyz0123456789_-") != ""
	}) {
		err = errors.Join(err, errors.New("disowned_kinds: more than 32, or one is not a word of a-z, 0-9, _ and -, with at most 32 characters"))
	}
	return err
}

// problem names a fault without quoting the file.
func problem(where string, err error) error {
	var field *fault.FieldError
	if errors.As(err, &field) && field.Field == "body" {
		return errors.New(where + "it " + field.Problem)
	}
	return fmt.Errorf("%s%w", where, err)
}

// row checks a passkey, and returns its row.
func (p Passkey) row(identityID uuid.UUID, now time.Time) (store.Passkey, error) {
	row := store.Passkey{
		ID: p.ID, IdentityID: identityID, CredentialID: p.CredentialID, UserHandle: p.UserHandle, HandleUnknown: p.UserHandleUnknown, RPID: p.RPID,
		Name: p.Name, BackupEligible: p.BackupEligible, BackedUp: p.BackedUp, SignCount: p.SignCount, CreatedAt: *utc(&p.CreatedAt),
		LastUsedAt: utc(p.LastUsedAt), SuspendedAt: utc(p.SuspendedAt), SuspendedFor: p.SuspendedFor, SuspendedBy: p.SuspendedBy, CloneWarningAt: utc(p.CloneWarningAt),
		BackupFlagsAt: utc(p.BackupFlagsAt), UVInitialized: p.UVInitialized, UVInitializedBy: p.UVInitializedBy, StepUpOnly: p.StepUpOnly, Source: p.Source,
	}
	switch {
	case len(p.CredentialID) == 0 || len(p.CredentialID) > 1023:
		return row, errors.New("credential_id does not have 1 to 1023 bytes")
	case p.ID.Version() != 7:
		return row, errors.New("id is not a UUID of version 7")
	case len(p.UserHandle) == 0 || len(p.UserHandle) > 64:
		return row, errors.New("user_handle does not have 1 to 64 bytes")
	case len(p.RPID) == 0 || len(p.RPID) > 253 || strings.Trim(p.RPID, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "":
		return row, errors.New("rp_id is not a domain name")
	case len(p.Source) > 32 || strings.Trim(p.Source, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return row, errors.New("source is not a word of a-z, 0-9 and -, with at most 32 characters")
	case p.BackedUp && p.BackupEligible != nil && !*p.BackupEligible:
		return row, errors.New("backed_up without backup_eligible")
	case !store.KnownSuspension(p.SuspendedFor, p.SuspendedBy) || p.SuspendedFor+p.SuspendedBy != "" && p.SuspendedAt == nil:
		return row, errors.New("suspended_for or suspended_by is not known, or without suspended_at")
	case len(p.UVInitializedBy) > 0 && !p.UVInitialized:
		return row, errors.New("uv_initialized_by without uv_initialized")
	}
	if clean, err := text.CleanName(p.Name); err != nil || clean != p.Name {
		return row, errors.New("name is empty, too long, not in NFC, or has characters that cannot be displayed")
	}
	if err := p.checkTimes(now); err != nil {
		return row, err
	}
	var err error
	if row.Record, row.AAGUID, err = record.Check(p.Record, p.CredentialID); err != nil {
		return row, problem("record: ", err)
	}
	return row, nil
}

func (p Passkey) checkTimes(now time.Time) error {
	for _, one := range []struct {
		name string
		at   *time.Time
	}{
		{"created_at", &p.CreatedAt}, {"last_used_at", p.LastUsedAt}, {"suspended_at", p.SuspendedAt}, {"clone_warning_at", p.CloneWarningAt},
		{"backup_flags_at", p.BackupFlagsAt},
	} {
		if one.at != nil && (one.at.After(now.Add(ahead)) || one.at.Year() < 2000) {
			return errors.New(one.name + " is in the future, or before 2000")
		}
	}
	return nil
}

// distinct refuses a second passkey with the same ID.
func distinct(row store.Passkey, others []store.Passkey) error {
	for _, other := range others {
		if other.ID == row.ID || bytes.Equal(other.CredentialID, row.CredentialID) {
			return errors.New("its id or credential_id is that of another passkey in the line")
		}
	}
	return nil
}

// resetUV ends user verification that rests on something which does not move, such as a factor at Kratos: nobody could end it
// later by disowning that. A step-up initialises it again.
func resetUV(passkeys []store.Passkey) {
	for i, p := range passkeys {
		moves := func(id uuid.UUID) bool {
			return slices.ContainsFunc(passkeys, func(other store.Passkey) bool { return other.ID == id })
		}
		if !slices.ContainsFunc(p.UVInitializedBy, func(id uuid.UUID) bool { return !moves(id) }) {
			continue
		}
		passkeys[i].UVInitialized, passkeys[i].UVInitializedBy = false, nil
	}
}

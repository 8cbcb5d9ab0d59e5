package sqlite

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// SuspendPasskey suspends a passkey.
func (s *Store) SuspendPasskey(
	ctx context.Context, passkeyID uuid.UUID, end store.Ending, keepLast bool, event store.AuditEvent,
) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		if keepLast {
			last, err := exists(ctx, tx, `
				SELECT count(*)
				FROM passkeys AS p
				WHERE id = ? AND (suspended_at IS NULL OR (suspended_by IN ('inactivity', 'compromised') AND suspended_for = '')) AND NOT EXISTS (
					SELECT 1
					FROM passkeys AS other
					WHERE other.identity_id = p.identity_id AND other.id <> p.id AND (other.suspended_at IS NULL OR (other.suspended_by = 'inactivity' AND other.suspended_for = ''))
				)`,
				id(passkeyID))
			if err != nil {
				return err
			}
			if last {
				return store.LastPasskey
			}
		}
		ended, err = suspend(ctx, tx, passkeyID, "", end, event)
		return err
	})
	return ended, err
}

// suspend suspends a passkey for a verification, or if why is empty, for staff.
func suspend(
	ctx context.Context, tx *sql.Tx, passkeyID uuid.UUID, why string, end store.Ending, event store.AuditEvent,
) (ended []store.SessionEnding, err error) {
	if err := release(ctx, tx, passkeyID); err != nil {
		return nil, err
	}
	suspended, err := changed(ctx, tx, `
		UPDATE passkeys
		SET suspended_at = coalesce(suspended_at, ?1),
		    suspended_for = ?2,
		    suspended_by = CASE WHEN ?2 = '' THEN 'staff' ELSE '' END
		WHERE id = ?3 AND (suspended_at IS NULL OR (suspended_for = '' AND (?2 <> '' OR suspended_by IN ('inactivity', 'compromised'))))`,
		end.At.UnixMicro(), why, id(passkeyID))
	if err != nil {
		return nil, err
	}
	if suspended == 0 {
		return nil, orNotFound(exists(ctx, tx, `SELECT count(*) FROM passkeys WHERE id = ?`, id(passkeyID)))
	}
	if ended, err = endGrantsOf(ctx, tx, passkeyID, end); err != nil {
		return nil, err
	}
	return ended, recordEvent(ctx, tx, event.Naming(ended))
}

// release forgets a report's suspension of a passkey.
func release(ctx context.Context, tx *sql.Tx, passkeyID uuid.UUID) error {
	_, err := tx.ExecContext(ctx, row.Released, id(passkeyID), id(passkeyID))
	return err
}

// ResumePasskey ends a suspension.
func (s *Store) ResumePasskey(ctx context.Context, passkeyID uuid.UUID, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		resumed, err := changed(ctx, tx, `
			UPDATE passkeys
			SET suspended_at = NULL,
			    suspended_by = '',
			    clone_warning_at = NULL
			WHERE id = ? AND suspended_for = '' AND (suspended_at IS NOT NULL OR clone_warning_at IS NOT NULL)`,
			id(passkeyID))
		if err != nil {
			return err
		}
		if resumed == 0 {
			return orNotFound(exists(ctx, tx, `SELECT count(*) FROM passkeys WHERE id = ? AND suspended_for = ''`, id(passkeyID)))
		}
		return recordEvent(ctx, tx, event)
	})
}

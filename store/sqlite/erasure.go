package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// Holdings uses one query per table. It is rarely called.
func (s *Store) Holdings(ctx context.Context, identityID uuid.UUID) (store.Holdings, error) {
	var h store.Holdings
	var err error
	h.Sessions, err = list(ctx, s.reader, row.HeldSession, row.HeldSessions, id(identityID), id(identityID), id(identityID))
	if err != nil {
		return h, err
	}
	if h.Factors, err = s.FactorsOf(ctx, identityID); err != nil {
		return h, err
	}
	if h.Tombstones, err = list(ctx, s.reader, row.Tombstone, tombstonesOf, id(identityID)); err != nil {
		return h, err
	}
	if h.Removed, err = list(ctx, s.reader, row.RemovedPasskey, row.SelectRemovedPasskeys, id(identityID)); err != nil {
		return h, err
	}
	if h.Revocations, err = list(ctx, s.reader, row.HeldRevocation, row.SelectHeldRevocations, id(identityID)); err != nil {
		return h, err
	}
	if h.Marks, err = list(ctx, s.reader, row.HeldMark, row.HeldMarks, id(identityID)); err != nil {
		return h, err
	}
	if h.Endings, err = list(ctx, s.reader, row.Ending, row.EndingsOf, id(identityID)); err != nil {
		return h, err
	}
	if h.Handles, err = list(ctx, s.reader, row.Bytes, handlesOf, id(identityID)); err != nil {
		return h, err
	}
	if h.Struck, err = list(ctx, s.reader, row.Bytes, removedCredentials, id(identityID)); err != nil {
		return h, err
	}
	err = s.reader.QueryRowContext(ctx, `
		SELECT
			(SELECT count(*) FROM gate_passes WHERE identity_id = ?1),
			(SELECT count(*) FROM authorization_codes WHERE identity_id = ?1),
			(SELECT began_at FROM enrolment_grace WHERE identity_id = ?1),
			(SELECT began_at FROM second_grace WHERE identity_id = ?1),
			(SELECT since FROM missing_identities WHERE identity_id = ?1),
			(SELECT locked_until FROM recovery_attempts WHERE identity_id = ?1)`,
		id(identityID)).Scan(&h.GatePasses, &h.Codes, optional{&h.GraceBegan}, optional{&h.SecondGraceBegan}, optional{&h.MissingSince}, optional{&h.CodesLockedUntil})
	return h, err
}

// ErasableEvents lists events that are sealed and not blanked.
func (s *Store) ErasableEvents(ctx context.Context, identityID uuid.UUID, size int) ([]store.SealedEvent, error) {
	return list(ctx, s.reader, row.SealedEvent, `
		SELECT`+row.SealedEventColumns+`
		FROM security_audit
		WHERE identity_id = ? AND salt IS NOT NULL
		ORDER BY id
		LIMIT ?`,
		id(identityID), size)
}

// EraseIdentity deletes the rows of an identity but its session endings, revokes its admin keys and blanks events.
func (s *Store) EraseIdentity(
	ctx context.Context, identityID uuid.UUID, at time.Time, events []store.EventErasure,
	revoked func(store.AdminKey) store.AuditEvent, record func(store.Erased) store.AuditEvent,
) (store.Erased, error) {
	var erased store.Erased
	err := s.write(ctx, func(tx *sql.Tx) error {
		var rest int64
		err := deleteFrom(ctx, tx, identityID, []rowsOf{
			{"tombstones", &erased.Tombstones}, {"deliveries", &rest}, {"removed_credentials", &erased.Struck}, {"factors", &erased.Factors},
			{"user_handle_aliases", &erased.Handles},
		})
		if err != nil {
			return err
		}
		if err := deleteRows(ctx, tx, identityID, &erased, at, revoked); err != nil {
			return err
		}
		for _, e := range events {
			blanked, err := changed(ctx, tx, blankEvent, e.Signature[:], id(e.ID), id(identityID))
			if err != nil {
				return err
			}
			erased.Events += blanked
		}
		if erased.None() {
			return store.ErrNotFound
		}
		return recordEvent(ctx, tx, record(erased))
	})
	return erased, err
}

// rowsOf is a table and where its deleted rows are counted.
type rowsOf struct {
	table string
	count *int64
}

func deleteFrom(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, tables []rowsOf) error {
	for _, d := range tables {
		deleted, err := changed(ctx, tx, `DELETE FROM `+d.table+` WHERE identity_id = ?`, id(identityID))
		if err != nil {
			return err
		}
		*d.count += deleted
	}
	return nil
}

// deleteRows deletes the rows of an identity but its tombstones, aliases, removed credentials, disowned factors, deliveries and session
// endings, and revokes its admin keys.
func deleteRows(
	ctx context.Context, tx *sql.Tx, identityID uuid.UUID, erased *store.Erased, at time.Time, revoked func(store.AdminKey) store.AuditEvent,
) error {
	var rest int64
	// Rows that reference passkeys are counted before they are deleted with them.
	err := deleteFrom(ctx, tx, identityID, []rowsOf{
		{"step_ups", &erased.Sessions},
		{"passkey_sessions", &erased.Sessions},
		{"recoveries", &erased.Sessions},
		{"gate_passes", &erased.GatePasses},
		{"authorization_codes", &erased.Codes},
		{"removed_passkeys", &erased.Removed},
		{"recovery_codes", &erased.RecoveryCodes},
		{"recovery_attempts", &rest},
		{"resets", &rest},
		{"approvals", &rest},
		{"revocation_passkeys", &rest},
		{"revocations", &rest},
		{"missing_identities", &rest},
		{"enrolment_grace", &erased.Graces},
		{"second_grace", &erased.Graces},
		{"first_passkeys", &erased.FirstPasskeys},
		{"passkeys", &erased.Passkeys},
	})
	if err != nil {
		return err
	}
	factors, err := changed(ctx, tx, `DELETE FROM factors WHERE identity_id = ? AND disowned_at IS NULL`, id(identityID))
	if err != nil {
		return err
	}
	erased.Factors += factors
	keys, err := revokeAdminKeys(ctx, tx, `owner = ?1`, text(store.OwnedByIdentity+identityID.String()), at, revoked)
	erased.AdminKeys = int64(len(keys))
	return err
}

const blankEvent = `
	UPDATE security_audit
	SET salt = NULL,
	    erasure = ?,
	    identity_id = NULL,
	    actor_id = CASE
	        WHEN actor_kind = 'identity' AND replace(actor_id, '-', '') = lower(hex(identity_id)) THEN ''
	        ELSE actor_id
	    END,
	    ip = '',
	    user_agent = '',
	    reason = '',
	    metadata = NULL
	WHERE id = ? AND identity_id = ? AND salt IS NOT NULL`

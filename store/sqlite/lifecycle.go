package sqlite

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

var heldIdentities = map[string]string{
	store.ScopeAll:     row.HeldIdentities(store.ScopeAll, `?1`, `?2`),
	store.ScopeWaiting: row.HeldIdentities(store.ScopeWaiting, `?1`, `?2`),
}

// HeldIdentities lists identities by ID.
func (s *Store) HeldIdentities(ctx context.Context, scope string, after uuid.UUID, limit int) ([]store.HeldIdentity, error) {
	return list(ctx, s.reader, row.HeldIdentity, heldIdentities[scope], after[:], limit) // the zero UUID is before all others
}

var heldIDs = row.HeldIDs(`?1`, `?2`)

// HeldIDs lists the IDs only, which costs a fraction of HeldIdentities.
func (s *Store) HeldIDs(ctx context.Context, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	return list(ctx, s.reader, row.HeldID, heldIDs, after[:], limit)
}

// CountMissing counts the missing identities.
func (s *Store) CountMissing(ctx context.Context) (n int, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT count(*) FROM missing_identities`).Scan(&n)
	return n, err
}

// MissIdentity records the event only with a new row.
func (s *Store) MissIdentity(ctx context.Context, identityID uuid.UUID, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		missed, err := changed(ctx, tx, `
			INSERT INTO missing_identities (identity_id, since)
			VALUES (?, ?)
			ON CONFLICT (identity_id) DO NOTHING`,
			id(identityID), event.At.UnixMicro())
		if err != nil || missed == 0 {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// AcceptMissing accepts all that are missing.
func (s *Store) AcceptMissing(ctx context.Context) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE missing_identities SET accepted = 1`)
		return err
	})
}

// FindIdentityAgain records the event only with a deleted row.
func (s *Store) FindIdentityAgain(ctx context.Context, identityID uuid.UUID, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		found, err := changed(ctx, tx, `DELETE FROM missing_identities WHERE identity_id = ?`, id(identityID))
		if err != nil || found == 0 {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// RemoveIdentity removes an identity that is missing.
func (s *Store) RemoveIdentity(ctx context.Context, d store.Departure) (erased store.Erased, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		erased = store.Erased{}
		err := orNotFound(exists(ctx, tx, `
			SELECT count(*)
			FROM missing_identities
			WHERE identity_id = ? AND since <= ?`, id(d.IdentityID), d.MissingUntil.UnixMicro()))
		if err != nil {
			return err
		}
		if err := bury(ctx, tx, `identity_id`, d.IdentityID, d.At); err != nil {
			return err
		}
		if err := strike(ctx, tx, `identity_id = ? AND suspended_at IS NOT NULL AND NOT (`+row.Inactive+`)`, d.IdentityID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE user_handle_aliases SET removed_at = ? WHERE identity_id = ?`, d.At.UnixMicro(), id(d.IdentityID)); err != nil {
			return err
		}
		if err := deleteRows(ctx, tx, d.IdentityID, &erased, d.At, d.KeyRevoked); err != nil {
			return err
		}
		return recordEvent(ctx, tx, d.Removed(erased))
	})
	return erased, err
}

// SuspendInactive suspends passkeys.
func (s *Store) SuspendInactive(
	ctx context.Context, identityID uuid.UUID, end store.Ending, event func(int) store.AuditEvent,
) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		ended = nil
		suspended, err := list(ctx, tx, row.ID, `
			UPDATE passkeys
			SET suspended_at = ?,
			    suspended_by = 'inactivity'
			WHERE identity_id = ? AND suspended_at IS NULL
			RETURNING id`, end.At.UnixMicro(), id(identityID))
		if err != nil || len(suspended) == 0 {
			return err
		}
		for _, passkeyID := range suspended {
			more, err := endSessionsBy(ctx, tx, identityID, passkeyID, end)
			if err != nil {
				return err
			}
			ended = append(ended, more...)
		}
		return recordEvent(ctx, tx, event(len(suspended)))
	})
	return ended, err
}

// ResumeActive resumes passkeys.
func (s *Store) ResumeActive(ctx context.Context, identityID uuid.UUID, event func(int) store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		resumed, err := changed(ctx, tx, row.ResumeInactive+`identity_id = ?`, id(identityID))
		if err != nil || resumed == 0 {
			return err
		}
		return recordEvent(ctx, tx, event(int(resumed)))
	})
}

package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

var heldIdentities = map[string]string{
	store.ScopeAll:     row.HeldIdentities(store.ScopeAll, `$1`, `$2`),
	store.ScopeWaiting: row.HeldIdentities(store.ScopeWaiting, `$1`, `$2`),
}

// HeldIdentities lists identities by ID.
func (s *Store) HeldIdentities(ctx context.Context, scope string, after uuid.UUID, limit int) ([]store.HeldIdentity, error) {
	return list(ctx, s.pool, row.HeldIdentity, heldIdentities[scope], after, limit)
}

var heldIDs = row.HeldIDs(`$1`, `$2`)

// HeldIDs lists the IDs only, which costs a fraction of HeldIdentities.
func (s *Store) HeldIDs(ctx context.Context, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	return list(ctx, s.pool, row.HeldID, heldIDs, after, limit)
}

// CountMissing counts the missing identities.
func (s *Store) CountMissing(ctx context.Context) (int, error) {
	n, err := s.count(ctx, `SELECT count(*) FROM missing_identities`)
	return int(n), err
}

// MissIdentity records the event only with a new row.
func (s *Store) MissIdentity(ctx context.Context, id uuid.UUID, event store.AuditEvent) error {
	_, err := s.count(ctx, `
		WITH missed AS (
			INSERT INTO missing_identities (identity_id, since)
			VALUES ($13, $14)
			ON CONFLICT (identity_id) DO NOTHING
			RETURNING identity_id
		), audit AS (`+recordEvent+` FROM missed)
		SELECT count(*) FROM missed`,
		eventArgs(event, id, event.At)...)
	return err
}

// AcceptMissing accepts all that are missing.
func (s *Store) AcceptMissing(ctx context.Context) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE missing_identities SET accepted = true WHERE NOT accepted`)
		return err
	})
}

// FindIdentityAgain records the event only with a deleted row.
func (s *Store) FindIdentityAgain(ctx context.Context, id uuid.UUID, event store.AuditEvent) error {
	_, err := s.count(ctx, `
		WITH found AS (
			DELETE FROM missing_identities
			WHERE identity_id = $13
			RETURNING identity_id
		), audit AS (`+recordEvent+` FROM found)
		SELECT count(*) FROM found`,
		eventArgs(event, id)...)
	return err
}

// RemoveIdentity locks the row of the missing identity first, so that it is removed once.
func (s *Store) RemoveIdentity(ctx context.Context, d store.Departure) (erased store.Erased, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		var missing bool
		err := tx.QueryRow(ctx, `
			SELECT since <= $2
			FROM missing_identities
			WHERE identity_id = $1
			FOR UPDATE`, d.IdentityID, d.MissingUntil).Scan(&missing)
		if err == pgx.ErrNoRows || err == nil && !missing {
			return store.ErrNotFound
		}
		if err != nil {
			return err
		}
		if erased, err = deleteRows(ctx, tx, d.IdentityID, true, d.At, d.KeyRevoked); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, recordEvent, eventArgs(d.Removed(erased))...)
		return err
	})
	return erased, err
}

// SuspendInactive locks all passkeys of the identity first: then none grants anything meanwhile.
func (s *Store) SuspendInactive(
	ctx context.Context, identityID uuid.UUID, end store.Ending, event func(int) store.AuditEvent,
) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		ended = nil
		held, err := holdPasskeys(ctx, tx, `identity_id = $1`, identityID)
		if err != nil {
			return err
		}
		suspended, err := tx.Exec(ctx, `
			UPDATE passkeys
			SET suspended_at = $2,
			    suspended_by = 'inactivity'
			WHERE identity_id = $1 AND suspended_at IS NULL`, identityID, end.At)
		if err != nil || suspended.RowsAffected() == 0 {
			return err
		}
		for id, usable := range held {
			if !usable {
				continue
			}
			more, err := endSessionsBy(ctx, tx, identityID, id, end)
			if err != nil {
				return err
			}
			ended = append(ended, more...)
		}
		_, err = tx.Exec(ctx, recordEvent, eventArgs(event(int(suspended.RowsAffected())))...)
		return err
	})
	return ended, err
}

// ResumeActive resumes passkeys.
func (s *Store) ResumeActive(ctx context.Context, identityID uuid.UUID, event func(int) store.AuditEvent) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		if _, err := holdPasskeys(ctx, tx, `identity_id = $1`, identityID); err != nil {
			return err
		}
		resumed, err := tx.Exec(ctx, row.ResumeInactive+`identity_id = $1`, identityID)
		if err != nil || resumed.RowsAffected() == 0 {
			return err
		}
		_, err = tx.Exec(ctx, recordEvent, eventArgs(event(int(resumed.RowsAffected())))...)
		return err
	})
}

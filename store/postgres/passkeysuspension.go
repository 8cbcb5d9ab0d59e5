package postgres

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// SuspendPasskey uses two statements in one transaction: the second must see what was granted and committed while the
// first waited for the row, and a statement does not see later commits.
func (s *Store) SuspendPasskey(
	ctx context.Context, id uuid.UUID, end store.Ending, keepLast bool, event store.AuditEvent,
) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		held, err := holdPasskeysBeside(ctx, tx, id)
		if err != nil {
			return err
		}
		if keepLast {
			if err := held.addCompromised(ctx, tx, id); err != nil {
				return err
			}
		}
		if err := held.mayGo(id, keepLast); err != nil {
			return err
		}
		ended, err = suspend(ctx, tx, id, "", end, event)
		return err
	})
	return ended, err
}

// suspend suspends a passkey for a verification, or if why is empty, for staff.
func suspend(
	ctx context.Context, tx pgx.Tx, id uuid.UUID, why string, end store.Ending, event store.AuditEvent,
) ([]store.SessionEnding, error) {
	if err := release(ctx, tx, id); err != nil {
		return nil, err
	}
	var (
		identityID uuid.UUID
		suspended  bool
	)
	err := tx.QueryRow(ctx, `
		WITH suspended AS (
			UPDATE passkeys
			SET suspended_at = coalesce(suspended_at, $2),
			    suspended_for = $3,
			    suspended_by = CASE WHEN $3 = '' THEN 'staff' ELSE '' END
			WHERE id = $1 AND (suspended_at IS NULL OR (suspended_for = '' AND ($3 <> '' OR suspended_by IN ('inactivity', 'compromised'))))
			RETURNING id
		)
		SELECT identity_id, EXISTS (SELECT 1 FROM suspended)
		FROM passkeys
		WHERE id = $1`,
		id, end.At, why).Scan(&identityID, &suspended)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, store.ErrNotFound
	}
	if err != nil || !suspended {
		return nil, err
	}
	ended, err := endGrants(ctx, tx, identityID, id, end)
	if err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, recordEvent, eventArgs(event.Naming(ended))...)
	return ended, err
}

var released = numbered(row.Released)

// release forgets a report's suspension of a passkey whose row is locked.
func release(ctx context.Context, tx pgx.Tx, id uuid.UUID) error {
	_, err := tx.Exec(ctx, released, id, id)
	return err
}

// ResumePasskey ends a suspension.
func (s *Store) ResumePasskey(ctx context.Context, id uuid.UUID, event store.AuditEvent) error {
	found, err := s.count(ctx, `
		WITH resumed AS (
			UPDATE passkeys
			SET suspended_at = NULL,
			    suspended_by = '',
			    clone_warning_at = NULL
			WHERE id = $13 AND suspended_for = '' AND (suspended_at IS NOT NULL OR clone_warning_at IS NOT NULL)
			RETURNING id
		), audit AS (`+recordEvent+` FROM resumed)
		SELECT count(*) FROM passkeys WHERE id = $13 AND suspended_for = ''`,
		eventArgs(event, id)...)
	return orNotFound(found, err)
}

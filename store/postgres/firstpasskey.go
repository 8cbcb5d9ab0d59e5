package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

const firstPasskeyOf = `
	SELECT` + row.FirstPasskeyColumns + `
	FROM first_passkeys
	WHERE identity_id = $1`

// FirstPasskeyOf is one look-up.
func (s *Store) FirstPasskeyOf(ctx context.Context, identityID uuid.UUID) (store.FirstPasskey, error) {
	return one(ctx, s.pool, row.FirstPasskey, firstPasskeyOf, identityID)
}

// NoteVerified is one conditional UPDATE.
func (s *Store) NoteVerified(ctx context.Context, seen store.FirstPasskey, unverified []store.UnverifiedAddress) error {
	return retry(func() error {
		_, err := s.pool.Exec(ctx, `
			UPDATE first_passkeys
			SET unverified = $3
			WHERE identity_id = $1 AND unverified = $2`,
			seen.IdentityID, row.Unverified(seen.Unverified), row.Unverified(unverified))
		return err
	})
}

// TakeBack locks the codes first, as everything that changes them does.
func (s *Store) TakeBack(ctx context.Context, t store.TakeBack) (ended []store.SessionEnding, err error) {
	err = s.changeCodes(ctx, t.IdentityID, t.Forgotten, func(tx pgx.Tx) error {
		if err := lockEvidence(ctx, tx, t.IdentityID); err != nil {
			return err
		}
		recovered, err := tx.Exec(ctx, `
			UPDATE first_passkeys
			SET unverified = '[]',
			    recovered_at = $2,
			    recovered_session = $3,
			    settings_at = NULL
			WHERE identity_id = $1 AND unverified <> '[]'`,
			t.IdentityID, t.At, orNull(t.SessionID))
		if err := orNotFound(recovered.RowsAffected(), err); err != nil {
			return err
		}
		if err := forgetRecovery(ctx, tx, t.IdentityID); err != nil {
			return err
		}
		if err := disownVouched(ctx, tx, t); err != nil {
			return err
		}
		ended, err = suspendAll(ctx, tx, t)
		return err
	})
	return ended, err
}

// suspendAll suspends every passkey of the identity that is not suspended for verification yet.
func suspendAll(ctx context.Context, tx pgx.Tx, t store.TakeBack) (ended []store.SessionEnding, err error) {
	rows, err := list(ctx, tx, row.Passkey, selectPasskey+` WHERE identity_id = $1 AND suspended_for = '' ORDER BY id`, t.IdentityID)
	if err != nil {
		return nil, err
	}
	ofPasskey := t.End
	ofPasskey.Others = uuid.Nil
	for _, p := range rows {
		more, err := suspend(ctx, tx, p.ID, store.SuspendedForVerification, ofPasskey, t.Suspended(p))
		if err != nil {
			return nil, err
		}
		ended = append(ended, more...)
	}
	others, err := endOthers(ctx, tx, t.IdentityID, t.End)
	return append(ended, others...), err
}

func disownVouched(ctx context.Context, tx pgx.Tx, t store.TakeBack) error {
	factors, err := list(ctx, tx, row.Factor, factorsOf+` FOR UPDATE`, t.IdentityID)
	if err != nil {
		return err
	}
	for _, f := range t.Disowns(factors) {
		_, err := tx.Exec(ctx, `
			WITH disowned AS (
				UPDATE factors
				SET disowned_at = $14,`+row.Unvouched+`
				WHERE id = $13
				RETURNING id
			)`+recordEvent+` FROM disowned`,
			eventArgs(f.Event, f.ID, t.End.At)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// BindRecovered is one conditional UPDATE.
func (s *Store) BindRecovered(ctx context.Context, identityID uuid.UUID, at time.Time, sessionID uuid.UUID) error {
	bound, err := s.pool.Exec(ctx, `
		UPDATE first_passkeys
		SET recovered_session = $3
		WHERE identity_id = $1 AND recovered_at = $2 AND recovered_session IS NULL`,
		identityID, at, sessionID)
	return orNotFound(bound.RowsAffected(), err)
}

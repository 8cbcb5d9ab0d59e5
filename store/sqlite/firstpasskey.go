package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

const firstPasskeyOf = `
	SELECT` + row.FirstPasskeyColumns + `
	FROM first_passkeys
	WHERE identity_id = ?`

// FirstPasskeyOf is one look-up.
func (s *Store) FirstPasskeyOf(ctx context.Context, identityID uuid.UUID) (store.FirstPasskey, error) {
	return one(ctx, s.reader, row.FirstPasskey, firstPasskeyOf, id(identityID))
}

// noteFirst records the first passkey of an identity. One that has or had a passkey without that record, as an earlier build
// leaves it, gets one without addresses.
func noteFirst(ctx context.Context, tx *sql.Tx, n store.NewPasskey, alongUntil *time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO first_passkeys (identity_id, at, unverified, along_until)
		SELECT
			?1,
			?2,
			CASE
				WHEN EXISTS (SELECT 1 FROM passkeys WHERE identity_id = ?1) THEN '[]'
				WHEN EXISTS (SELECT 1 FROM tombstones WHERE identity_id = ?1) THEN '[]'
				ELSE ?3
			END,
			?4
		WHERE true
		ON CONFLICT DO NOTHING`,
		id(n.Passkey.IdentityID), n.Passkey.CreatedAt.UnixMicro(), row.Unverified(n.Unverified), when{alongUntil})
	return err
}

// NoteVerified is one conditional UPDATE.
func (s *Store) NoteVerified(ctx context.Context, seen store.FirstPasskey, unverified []store.UnverifiedAddress) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE first_passkeys
			SET unverified = ?
			WHERE identity_id = ? AND unverified = ?`,
			row.Unverified(unverified), id(seen.IdentityID), row.Unverified(seen.Unverified))
		return err
	})
}

// TakeBack does all of it in one transaction.
func (s *Store) TakeBack(ctx context.Context, t store.TakeBack) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		recovered, err := changed(ctx, tx, `
			UPDATE first_passkeys
			SET unverified = '[]',
			    recovered_at = ?,
			    recovered_session = ?,
			    settings_at = NULL
			WHERE identity_id = ? AND unverified <> '[]'`,
			t.At.UnixMicro(), id(t.SessionID), id(t.IdentityID))
		if err := orNotFound(recovered > 0, err); err != nil {
			return err
		}
		if err := changeCodes(ctx, tx, t.IdentityID, nil, t.Forgotten, append(slices.Clone(codeGrants), allCodes)...); err != nil {
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
func suspendAll(ctx context.Context, tx *sql.Tx, t store.TakeBack) (ended []store.SessionEnding, err error) {
	rows, err := list(ctx, tx, row.Passkey, passkeysOf, id(t.IdentityID))
	if err != nil {
		return nil, err
	}
	ofPasskey := t.End
	ofPasskey.Others = uuid.Nil
	for _, p := range rows {
		if p.Disregarded() {
			continue
		}
		more, err := suspend(ctx, tx, p.ID, store.SuspendedForVerification, ofPasskey, t.Suspended(p))
		if err != nil {
			return nil, err
		}
		ended = append(ended, more...)
	}
	others, err := endOthers(ctx, tx, t.IdentityID, t.End)
	return append(ended, others...), err
}

func disownVouched(ctx context.Context, tx *sql.Tx, t store.TakeBack) error {
	factors, err := list(ctx, tx, row.Factor, factorsOf, id(t.IdentityID))
	if err != nil {
		return err
	}
	for _, f := range t.Disowns(factors) {
		_, err := tx.ExecContext(ctx, `
			UPDATE factors
			SET disowned_at = ?,`+row.Unvouched+`
			WHERE id = ?`,
			t.End.At.UnixMicro(), id(f.ID))
		if err == nil {
			err = recordEvent(ctx, tx, f.Event)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// BindRecovered is one conditional UPDATE.
func (s *Store) BindRecovered(ctx context.Context, identityID uuid.UUID, at time.Time, sessionID uuid.UUID) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		bound, err := changed(ctx, tx, `
			UPDATE first_passkeys
			SET recovered_session = ?
			WHERE identity_id = ? AND recovered_at = ? AND recovered_session IS NULL`,
			id(sessionID), id(identityID), at.UnixMicro())
		return orNotFound(bound > 0, err)
	})
}

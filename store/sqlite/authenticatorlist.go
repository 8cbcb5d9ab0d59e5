package sqlite

import (
	"context"
	"database/sql"
	"time"

	"latchkey/store"
	"latchkey/store/row"
)

// AuthenticatorList reads the list of a publisher.
func (s *Store) AuthenticatorList(ctx context.Context, publisher string, known []byte) (store.AuthenticatorList, error) {
	return one(ctx, s.reader, row.AuthenticatorList, row.SelectAuthenticatorList, known, publisher)
}

// KeepAuthenticatorList replaces the list of its publisher.
func (s *Store) KeepAuthenticatorList(ctx context.Context, l store.AuthenticatorList, unusable []byte) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		kept, err := changed(ctx, tx, `
			INSERT INTO authenticator_lists (
				publisher,
				number,
				digest,
				blob,
				verified_at,
				origin,
				etag,
				last_modified,
				confirmed_at
			) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (publisher) DO UPDATE
			SET number = excluded.number,
			    digest = excluded.digest,
			    blob = excluded.blob,
			    verified_at = excluded.verified_at,
			    origin = excluded.origin,
			    etag = excluded.etag,
			    last_modified = excluded.last_modified,
			    confirmed_at = excluded.confirmed_at
			WHERE number <= excluded.number OR digest = ?`,
			text(l.Publisher), l.Number, l.Digest, l.Blob, l.VerifiedAt.UnixMicro(), text(l.Origin), text(l.ETag), text(l.LastModified), when{l.ConfirmedAt}, unusable)
		if err == nil && kept == 0 {
			err = store.ListOlder
		}
		return err
	})
}

// ForgetAuthenticatorList forgets a list. Reports have numbers above zero, and no list is older than the first.
func (s *Store) ForgetAuthenticatorList(ctx context.Context, publisher string, number int, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		forgotten, err := changed(ctx, tx, `DELETE FROM authenticator_lists WHERE publisher = ? AND number >= ?`, text(publisher), number)
		if err != nil {
			return err
		}
		lowered, err := changed(ctx, tx, `UPDATE compromised_models SET number = 1 WHERE publisher = ? AND number >= ?`, text(publisher), number)
		if err := orNotFound(forgotten+lowered > 0, err); err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// ConfirmAuthenticatorList confirms a list.
func (s *Store) ConfirmAuthenticatorList(ctx context.Context, publisher string, digest []byte, at time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		confirmed, err := changed(ctx, tx, `UPDATE authenticator_lists SET confirmed_at = ? WHERE publisher = ? AND digest = ?`, at.UnixMicro(), text(publisher), digest)
		return orNotFound(confirmed > 0, err)
	})
}

package postgres

import (
	"context"
	"time"

	"latchkey/store"
	"latchkey/store/row"
)

// AuthenticatorList reads the list of a publisher.
func (s *Store) AuthenticatorList(ctx context.Context, publisher string, known []byte) (store.AuthenticatorList, error) {
	return one(ctx, s.pool, row.AuthenticatorList, numbered(row.SelectAuthenticatorList), known, publisher)
}

// KeepAuthenticatorList compares the numbers in the statement that writes: a concurrent writer's row is seen there.
func (s *Store) KeepAuthenticatorList(ctx context.Context, l store.AuthenticatorList, unusable []byte) error {
	kept, err := s.count(ctx, `
		WITH kept AS (
			INSERT INTO authenticator_lists AS l (
				publisher,
				number,
				digest,
				blob,
				verified_at,
				origin,
				etag,
				last_modified,
				confirmed_at
			) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (publisher) DO UPDATE
			SET number = excluded.number,
			    digest = excluded.digest,
			    blob = excluded.blob,
			    verified_at = excluded.verified_at,
			    origin = excluded.origin,
			    etag = excluded.etag,
			    last_modified = excluded.last_modified,
			    confirmed_at = excluded.confirmed_at
			WHERE l.number <= excluded.number OR l.digest = $10
			RETURNING publisher
		)
		SELECT count(*) FROM kept`,
		l.Publisher, l.Number, l.Digest, l.Blob, l.VerifiedAt, l.Origin, l.ETag, l.LastModified, l.ConfirmedAt, unusable)
	if err == nil && kept == 0 {
		return store.ListOlder
	}
	return err
}

// ForgetAuthenticatorList forgets a list. Reports have numbers above zero, and no list is older than the first.
func (s *Store) ForgetAuthenticatorList(ctx context.Context, publisher string, number int, event store.AuditEvent) error {
	return orNotFound(s.count(ctx, `
		WITH forgotten AS (
			DELETE FROM authenticator_lists
			WHERE publisher = $13 AND number >= $14
			RETURNING 1
		), lowered AS (
			UPDATE compromised_models
			SET number = 1
			WHERE publisher = $13 AND number >= $14
			RETURNING 1
		), effect AS (
			SELECT (SELECT count(*) FROM forgotten) + (SELECT count(*) FROM lowered) AS rows
		), audit AS (`+recordEvent+` FROM effect WHERE rows > 0)
		SELECT rows FROM effect`,
		eventArgs(event, publisher, number)...))
}

// ConfirmAuthenticatorList confirms a list.
func (s *Store) ConfirmAuthenticatorList(ctx context.Context, publisher string, digest []byte, at time.Time) error {
	return orNotFound(s.count(ctx, `
		WITH confirmed AS (
			UPDATE authenticator_lists
			SET confirmed_at = $3
			WHERE publisher = $1 AND digest = $2
			RETURNING publisher
		)
		SELECT count(*) FROM confirmed`,
		publisher, digest, at))
}

package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// Inventory counts the stored passkeys as of one moment, so that the numbers add up.
func (s *Store) Inventory(ctx context.Context) (i store.Inventory, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{BeginQuery: beginSnapshot}, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, row.CountIdentities).Scan(&i.Identities, &i.IdentitiesTwo, &i.Passkeys); err != nil {
			return err
		}
		if i.Providers, err = list(ctx, tx, row.ProviderCount, row.CountProviders); err != nil {
			return err
		}
		i.RelyingParties, err = list(ctx, tx, row.RPCount, row.CountRelyingParties)
		return err
	})
	return i, err
}

// CountBatch is a single statement. Replicas wait for each other at the one row of audit_counted.
func (s *Store) CountBatch(ctx context.Context, reasoned []string) (bool, error) {
	n, err := s.count(ctx, `
		WITH next AS (
			UPDATE audit_counted
			SET batch = batch + 1
			WHERE EXISTS (SELECT 1 FROM audit_heads WHERE number = audit_counted.batch + 1)
			RETURNING batch
		), counted AS (
			INSERT INTO audit_counts AS so_far (hour, event_type, reason, count)
			SELECT
				date_trunc('hour', at, 'UTC'),
				event_type,
				CASE WHEN event_type = ANY ($1::text[]) THEN left(reason, 64) ELSE '' END,
				count(*)
			FROM next
			JOIN security_audit ON security_audit.batch = next.batch
			GROUP BY 1, 2, 3
			ORDER BY 1, 2, 3
			ON CONFLICT (hour, event_type, reason) DO UPDATE
			SET count = so_far.count + excluded.count
		)
		SELECT count(*) FROM next`,
		reasoned)
	return n > 0, err
}

// AddCounts updates rows in the order of their keys, as CountBatch does, so that concurrent calls cannot deadlock.
func (s *Store) AddCounts(ctx context.Context, hour time.Time, counts []store.EventCount) error {
	types, reasons, numbers := make([]string, len(counts)), make([]string, len(counts)), make([]int64, len(counts))
	for i, c := range counts {
		types[i], reasons[i], numbers[i] = c.Type, c.Reason, c.Count
	}
	return retry(func() error {
		_, err := s.pool.Exec(ctx, `
			INSERT INTO audit_counts AS so_far (hour, event_type, reason, count)
			SELECT $1::timestamptz, given.*
			FROM unnest($2::text[], $3::text[], $4::bigint[]) AS given
			ORDER BY 1, 2, 3
			ON CONFLICT (hour, event_type, reason) DO UPDATE
			SET count = so_far.count + excluded.count`,
			hour, types, reasons, numbers)
		return err
	})
}

// CountedSince reads the first entry of the primary key's index.
func (s *Store) CountedSince(ctx context.Context) (time.Time, error) {
	var first *time.Time
	if err := s.pool.QueryRow(ctx, "SELECT min(hour) FROM audit_counts").Scan(&first); err != nil || first == nil {
		return time.Time{}, err
	}
	return first.UTC(), nil
}

// PasskeysCreated counts new passkeys.
func (s *Store) PasskeysCreated(ctx context.Context, since, until time.Time) (created, used int64, err error) {
	err = s.pool.QueryRow(ctx, numbered(row.PasskeysCreated), since, until).Scan(&created, &used)
	return created, used, err
}

// EventCounts sums up the counts of several hours.
func (s *Store) EventCounts(ctx context.Context, since, until time.Time) ([]store.EventCount, error) {
	return list(ctx, s.pool, row.EventCount, numbered(row.EventCounts), since, until)
}

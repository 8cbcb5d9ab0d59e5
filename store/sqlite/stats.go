package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"latchkey/store"
	"latchkey/store/row"
)

// Inventory counts the stored passkeys as of one moment, so that the numbers add up.
func (s *Store) Inventory(ctx context.Context) (i store.Inventory, err error) {
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return i, err
	}
	defer func() { _ = tx.Rollback() }() // nothing to commit
	if err := tx.QueryRowContext(ctx, row.CountIdentities).Scan(&i.Identities, &i.IdentitiesTwo, &i.Passkeys); err != nil {
		return i, err
	}
	if i.Providers, err = list(ctx, tx, row.ProviderCount, row.CountProviders); err != nil {
		return i, err
	}
	i.RelyingParties, err = list(ctx, tx, row.RPCount, row.CountRelyingParties)
	return i, err
}

const hourMicros = int64(time.Hour / time.Microsecond)

// CountBatch writes only if there is a batch to count, which is rare.
func (s *Store) CountBatch(ctx context.Context, reasoned []string) (bool, error) {
	var waiting bool
	err := s.reader.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM audit_heads WHERE number = (SELECT batch + 1 FROM audit_counted))`).Scan(&waiting)
	if err != nil || !waiting {
		return false, err
	}
	types, err := json.Marshal(reasoned)
	if err != nil {
		return false, err
	}
	counted := false
	err = s.write(ctx, func(tx *sql.Tx) error {
		next, err := changed(ctx, tx, `
			UPDATE audit_counted
			SET batch = batch + 1
			WHERE EXISTS (SELECT 1 FROM audit_heads WHERE number = audit_counted.batch + 1)`)
		if err != nil || next == 0 {
			return err
		}
		counted = true
		_, err = tx.ExecContext(ctx, `
			INSERT INTO audit_counts (hour, event_type, reason, count)
			SELECT
				at - at % ?1,
				event_type,
				CASE WHEN event_type IN (SELECT value FROM json_each(?2)) THEN substr(reason, 1, 64) ELSE '' END,
				count(*)
			FROM security_audit
			WHERE batch = (SELECT batch FROM audit_counted)
			GROUP BY 1, 2, 3
			ON CONFLICT (hour, event_type, reason) DO UPDATE
			SET count = count + excluded.count`,
			hourMicros, string(types))
		return err
	})
	return counted && err == nil, err
}

// AddCounts adds counts to an hour.
func (s *Store) AddCounts(ctx context.Context, hour time.Time, counts []store.EventCount) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for _, c := range counts {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO audit_counts (hour, event_type, reason, count)
				VALUES (?, ?, ?, ?)
				ON CONFLICT (hour, event_type, reason) DO UPDATE
				SET count = count + excluded.count`,
				hour.UnixMicro(), text(c.Type), text(c.Reason), c.Count)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// CountedSince reads the first entry of the primary key.
func (s *Store) CountedSince(ctx context.Context) (time.Time, error) {
	var first sql.NullInt64
	if err := s.reader.QueryRowContext(ctx, "SELECT min(hour) FROM audit_counts").Scan(&first); err != nil || !first.Valid {
		return time.Time{}, err
	}
	return time.UnixMicro(first.Int64).UTC(), nil
}

// PasskeysCreated counts new passkeys.
func (s *Store) PasskeysCreated(ctx context.Context, since, until time.Time) (created, used int64, err error) {
	err = s.reader.QueryRowContext(ctx, row.PasskeysCreated, since.UnixMicro(), until.UnixMicro()).Scan(&created, &used)
	return created, used, err
}

// EventCounts sums up the counts of several hours.
func (s *Store) EventCounts(ctx context.Context, since, until time.Time) ([]store.EventCount, error) {
	return list(ctx, s.reader, row.EventCount, row.EventCounts, since.UnixMicro(), until.UnixMicro())
}

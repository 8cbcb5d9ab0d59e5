package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

const factorsOf = `
	SELECT` + row.FactorColumns + `
	FROM factors
	WHERE identity_id = $1
	ORDER BY id`

// FactorsOf lists an identity's factors.
func (s *Store) FactorsOf(ctx context.Context, identityID uuid.UUID) ([]store.Factor, error) {
	return list(ctx, s.pool, row.Factor, factorsOf, identityID)
}

// RecordFactors first compares without a lock, since most snapshots change nothing.
func (s *Store) RecordFactors(
	ctx context.Context, identityID uuid.UUID, at time.Time, seen []store.FactorSighting,
	event func(store.Factor, string) *store.AuditEvent,
) ([]store.Factor, error) {
	rows, err := s.FactorsOf(ctx, identityID)
	if err != nil || len(store.FactorChanges(rows, identityID, at, seen)) == 0 {
		return rows, err
	}
	err = s.write(ctx, func(tx pgx.Tx) (err error) {
		rows, err = recordFactors(ctx, tx, identityID, at, seen, event)
		return err
	})
	return rows, err
}

// recordFactors locks the rows and writes the differences, until there are none: if a concurrent call inserts the same
// factor, the next round finds its row.
func recordFactors(
	ctx context.Context, tx pgx.Tx, identityID uuid.UUID, at time.Time, seen []store.FactorSighting,
	event func(store.Factor, string) *store.AuditEvent,
) ([]store.Factor, error) {
	for range 5 {
		rows, err := list(ctx, tx, row.Factor, factorsOf+` FOR UPDATE`, identityID)
		if err != nil {
			return nil, err
		}
		changes := store.FactorChanges(rows, identityID, at, seen)
		if len(changes) == 0 {
			return forgetFactors(ctx, tx, rows)
		}
		for _, c := range changes {
			if err := writeFactor(ctx, tx, c, event); err != nil {
				return nil, err
			}
		}
		if err := spendSettings(ctx, tx, identityID, at, changes); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("postgres: the identity's factors kept changing; try again")
}

// forgetFactors returns the rows that are left.
func forgetFactors(ctx context.Context, tx pgx.Tx, rows []store.Factor) ([]store.Factor, error) {
	ids := store.Forgotten(rows)
	if len(ids) == 0 {
		return rows, nil
	}
	_, err := tx.Exec(ctx, `DELETE FROM factors WHERE id = ANY ($1)`, ids)
	return slices.DeleteFunc(rows, func(f store.Factor) bool { return slices.Contains(ids, f.ID) }), err
}

// writeFactor records no event if a concurrent call has written the same change.
func writeFactor(ctx context.Context, tx pgx.Tx, c store.FactorChange, event func(store.Factor, string) *store.AuditEvent) error {
	statement := updateFactor
	if c.Change == store.FactorAppeared {
		statement = insertFactor
	}
	f := c.Factor
	written, err := tx.Exec(ctx, statement, values(row.Factor(&f))...)
	if err != nil || written.RowsAffected() == 0 {
		return err
	}
	if e := event(f, c.Change); e != nil {
		_, err = tx.Exec(ctx, recordEvent, eventArgs(*e)...)
	}
	return err
}

const insertFactor = `
	INSERT INTO factors (` + row.FactorColumns + `
	) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
	ON CONFLICT (identity_id, kind, fingerprint) DO NOTHING`

const updateFactor = `
	UPDATE factors
	SET first_seen_at = $5,
	    seen_at = $6,
	    vouched_at = $7,
	    how = $8,
	    disowned_at = $9,
	    gone_at = $10,
	    set_up_at = $11,
	    vouched_by = $12,
	    vouched_by_factors = $13
	WHERE id = $1 AND identity_id = $2 AND kind = $3 AND fingerprint = $4`

// vouchEnded is the condition that a passkey that vouched for a factor no longer stands.
const vouchEnded = `EXISTS (
				SELECT 1
				FROM unnest(factors.vouched_by) AS voucher
				LEFT JOIN passkeys ON passkeys.id = voucher AND suspended_at IS NULL
				WHERE passkeys.id IS NULL
			)`

// ConfirmFactor vouches for a factor.
func (s *Store) ConfirmFactor(ctx context.Context, identityID, id uuid.UUID, by store.Evidence, at time.Time, event store.AuditEvent) error {
	return s.answerFactor(ctx, by, `
		WITH confirmed AS (
			UPDATE factors
			SET vouched_at = $15,
			    how = '`+store.VouchedConfirmed+`',
			    vouched_by = $16,
			    vouched_by_factors = $17
			WHERE id = $13 AND identity_id = $14 AND (vouched_at IS NULL OR `+vouchEnded+`) AND disowned_at IS NULL AND gone_at IS NULL
			RETURNING id
		), audit AS (`+recordEvent+` FROM confirmed)
		SELECT
			(SELECT count(*) FROM confirmed)
			+ (
				SELECT count(*)
				FROM factors
				WHERE id = $13 AND identity_id = $14 AND disowned_at IS NULL AND gone_at IS NULL
			)`,
		eventArgs(event, id, identityID, at, by.Passkeys, by.Vouchers()), nothing, nothing)
}

// DisownFactor marks a factor as not the user's. Admin keys come last, as in DisownPasskey.
func (s *Store) DisownFactor(ctx context.Context, d store.FactorDisowning) (done store.FactorDisowned, err error) {
	lock := func(tx pgx.Tx) error { return lockEvidence(ctx, tx, d.IdentityID) }
	err = s.answerFactor(ctx, d.By, `
		WITH disowned AS (
			UPDATE factors
			SET disowned_at = $15,`+row.Unvouched+`
			WHERE id = $13 AND identity_id = $14 AND disowned_at IS NULL
			RETURNING id
		), audit AS (`+recordEvent+` FROM disowned)
		SELECT count(*) FROM factors WHERE id = $13 AND identity_id = $14`,
		eventArgs(d.Event, d.FactorID, d.IdentityID, d.Ending.At), lock, func(tx pgx.Tx) error {
			rows, err := list(ctx, tx, row.Factor, factorsOf, d.IdentityID)
			if err == nil {
				done, err = endMadeByFactor(ctx, tx, d, rows)
			}
			return err
		})
	return done, err
}

func nothing(pgx.Tx) error { return nil }

// answerFactor runs lock, then the statement of an answer, which counts the factor, and then rest, while the evidence is
// locked.
func (s *Store) answerFactor(
	ctx context.Context, by store.Evidence, sql string, args []any, lock, rest func(pgx.Tx) error,
) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		if err := lock(tx); err != nil {
			return err
		}
		if err := evidenceStands(ctx, tx, by); err != nil {
			return err
		}
		var found int64
		err := tx.QueryRow(ctx, sql, args...).Scan(&found)
		if err := orNotFound(found, err); err != nil {
			return err
		}
		return rest(tx)
	})
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

const factorsOf = `
	SELECT` + row.FactorColumns + `
	FROM factors
	WHERE identity_id = ?
	ORDER BY id`

// FactorsOf lists an identity's factors.
func (s *Store) FactorsOf(ctx context.Context, identityID uuid.UUID) ([]store.Factor, error) {
	return list(ctx, s.reader, row.Factor, factorsOf, id(identityID))
}

// RecordFactors first compares without a lock, since most snapshots change nothing. It then reads again in an immediate
// transaction.
func (s *Store) RecordFactors(
	ctx context.Context, identityID uuid.UUID, at time.Time, seen []store.FactorSighting,
	event func(store.Factor, string) *store.AuditEvent,
) ([]store.Factor, error) {
	rows, err := s.FactorsOf(ctx, identityID)
	if err != nil || len(store.FactorChanges(rows, identityID, at, seen)) == 0 {
		return rows, err
	}
	err = s.write(ctx, func(tx *sql.Tx) (err error) {
		rows, err = recordFactors(ctx, tx, identityID, at, seen, event)
		return err
	})
	return rows, err
}

func recordFactors(
	ctx context.Context, tx *sql.Tx, identityID uuid.UUID, at time.Time, seen []store.FactorSighting,
	event func(store.Factor, string) *store.AuditEvent,
) ([]store.Factor, error) {
	rows, err := list(ctx, tx, row.Factor, factorsOf, id(identityID))
	if err != nil {
		return nil, err
	}
	changes := store.FactorChanges(rows, identityID, at, seen)
	for _, c := range changes {
		if err := writeFactor(ctx, tx, c, event); err != nil {
			return nil, err
		}
	}
	if err := spendSettings(ctx, tx, identityID, at, changes); err != nil {
		return nil, err
	}
	if rows, err = list(ctx, tx, row.Factor, factorsOf, id(identityID)); err != nil {
		return nil, err
	}
	return forgetFactors(ctx, tx, rows)
}

// forgetFactors returns the rows that are left.
func forgetFactors(ctx context.Context, tx *sql.Tx, rows []store.Factor) ([]store.Factor, error) {
	ids := store.Forgotten(rows)
	for _, one := range ids {
		if _, err := tx.ExecContext(ctx, `DELETE FROM factors WHERE id = ?`, id(one)); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(rows, func(f store.Factor) bool { return slices.Contains(ids, f.ID) }), nil
}

func writeFactor(ctx context.Context, tx *sql.Tx, c store.FactorChange, event func(store.Factor, string) *store.AuditEvent) error {
	f := c.Factor
	statement := updateFactor
	if c.Change == store.FactorAppeared {
		statement = insertFactor
	}
	written, err := changed(ctx, tx, statement, values(row.Factor(&f))...)
	if err != nil {
		return err
	}
	if written == 0 {
		return errors.New("sqlite: a factor changed within the transaction")
	}
	if e := event(f, c.Change); e != nil {
		return recordEvent(ctx, tx, *e)
	}
	return nil
}

const insertFactor = `
	INSERT INTO factors (` + row.FactorColumns + `
	) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const updateFactor = `
	UPDATE factors
	SET first_seen_at = ?5,
	    seen_at = ?6,
	    vouched_at = ?7,
	    how = ?8,
	    disowned_at = ?9,
	    gone_at = ?10,
	    set_up_at = ?11,
	    vouched_by = ?12,
	    vouched_by_factors = ?13
	WHERE id = ?1 AND identity_id = ?2 AND kind = ?3 AND fingerprint = ?4`

// vouchEnded is the condition that a passkey that vouched for a factor no longer stands.
const vouchEnded = `EXISTS (
				SELECT 1
				FROM json_each(factors.vouched_by) AS voucher
				WHERE NOT EXISTS (
					SELECT 1
					FROM passkeys
					WHERE lower(hex(id)) = replace(voucher.value, '-', '') AND suspended_at IS NULL
				)
			)`

// ConfirmFactor vouches for a factor.
func (s *Store) ConfirmFactor(ctx context.Context, identityID, factorID uuid.UUID, by store.Evidence, at time.Time, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if err := evidenceStands(ctx, tx, by); err != nil {
			return err
		}
		const standing = ` WHERE id = ? AND identity_id = ? AND disowned_at IS NULL AND gone_at IS NULL`
		err := orNotFound(exists(ctx, tx, `SELECT count(*) FROM factors`+standing, id(factorID), id(identityID)))
		if err != nil {
			return err
		}
		confirmed, err := changed(ctx, tx, `
			UPDATE factors
			SET vouched_at = ?,
			    how = '`+store.VouchedConfirmed+`',
			    vouched_by = ?,
			    vouched_by_factors = ?`+standing+` AND (vouched_at IS NULL OR `+vouchEnded+`)`,
			at.UnixMicro(), ids(by.Passkeys), ids(by.Vouchers()), id(factorID), id(identityID))
		if err != nil || confirmed == 0 {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// DisownFactor marks a factor as not the user's.
func (s *Store) DisownFactor(ctx context.Context, d store.FactorDisowning) (done store.FactorDisowned, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		if err := evidenceStands(ctx, tx, d.By); err != nil {
			return err
		}
		err := orNotFound(exists(ctx, tx, `SELECT count(*) FROM factors WHERE id = ? AND identity_id = ?`, id(d.FactorID), id(d.IdentityID)))
		if err != nil {
			return err
		}
		disowned, err := changed(ctx, tx, `
			UPDATE factors
			SET disowned_at = ?,`+row.Unvouched+`
			WHERE id = ? AND identity_id = ? AND disowned_at IS NULL`,
			d.Ending.At.UnixMicro(), id(d.FactorID), id(d.IdentityID))
		if err == nil && disowned > 0 {
			err = recordEvent(ctx, tx, d.Event)
		}
		if err != nil {
			return err
		}
		rows, err := list(ctx, tx, row.Factor, factorsOf, id(d.IdentityID))
		if err == nil {
			done, err = endMadeByFactor(ctx, tx, d, rows)
		}
		return err
	})
	return done, err
}

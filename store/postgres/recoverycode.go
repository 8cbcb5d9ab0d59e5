package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

const recoveryCodesOf = `
	SELECT` + row.RecoveryCodeColumns + `
	FROM recovery_codes
	WHERE identity_id = $1`

// RecoveryCodesOf lists all codes of an identity.
func (s *Store) RecoveryCodesOf(ctx context.Context, identityID uuid.UUID) ([]store.RecoveryCode, error) {
	return list(ctx, s.pool, row.RecoveryCode, recoveryCodesOf, identityID)
}

// ReplaceRecoveryCodes replaces all codes of an identity.
func (s *Store) ReplaceRecoveryCodes(
	ctx context.Context, identityID uuid.UUID, by store.Evidence, codes []store.RecoveryCode, event store.AuditEvent,
) error {
	return s.changeCodes(ctx, identityID, event, func(tx pgx.Tx) error {
		if err := refuseReset(ctx, tx, identityID); err != nil {
			return err
		}
		if err := evidenceStands(ctx, tx, by); err != nil {
			return err
		}
		if err := refuseAnother(ctx, tx, identityID, store.CodeOwn, event.At); err != nil {
			return err
		}
		return replaceCodes(ctx, tx, identityID, codes)
	})
}

// refuseAnother refuses to replace codes that were made just now. The times of two replicas differ.
func refuseAnother(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, kind string, at time.Time) error {
	var made bool
	err := tx.QueryRow(ctx, `
		SELECT EXISTS (
			SELECT 1
			FROM recovery_codes
			WHERE identity_id = $1
			  AND used_at IS NULL
			  AND created_at > $3
			  AND created_at < $4
			  AND `+row.RecoveryCodeKind+` = $2
		)`,
		identityID, kind, at.Add(-store.CodesApart), at.Add(store.CodesApart)).Scan(&made)
	if err == nil && made {
		err = store.CodesJustMade
	}
	return err
}

func replaceCodes(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, codes []store.RecoveryCode) error {
	if _, err := tx.Exec(ctx, `DELETE FROM recovery_codes WHERE identity_id = $1`, identityID); err != nil {
		return err
	}
	if err := endCodeGrants(ctx, tx, identityID); err != nil {
		return err
	}
	return insertCodes(ctx, tx, identityID, codes)
}

// PutSupportCode stores a code that expires, and replaces earlier ones of its kind.
func (s *Store) PutSupportCode(
	ctx context.Context, identityID uuid.UUID, code store.RecoveryCode, approval uuid.UUID, event store.AuditEvent,
) error {
	return s.changeCodes(ctx, identityID, event, func(tx pgx.Tx) error {
		if err := refuseReset(ctx, tx, identityID); err != nil {
			return err
		}
		if approval != uuid.Nil {
			if err := finishApproval(ctx, tx, approval, event.At); err != nil {
				return err
			}
		}
		if err := refuseAnother(ctx, tx, identityID, code.Kind, event.At); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			DELETE FROM recovery_codes
			WHERE identity_id = $1 AND expires_at IS NOT NULL AND `+row.RecoveryCodeKind+` = $2`,
			identityID, code.Kind)
		if err != nil {
			return err
		}
		return insertCodes(ctx, tx, identityID, []store.RecoveryCode{code})
	})
}

// forgetRecovery deletes the codes of an identity, its wrong tries, and what codes granted.
func forgetRecovery(ctx context.Context, tx pgx.Tx, identityID uuid.UUID) error {
	for _, forget := range []string{
		`DELETE FROM recovery_codes WHERE identity_id = $1`,
		`DELETE FROM recovery_attempts WHERE identity_id = $1`,
	} {
		if _, err := tx.Exec(ctx, forget, identityID); err != nil {
			return err
		}
	}
	return endCodeGrants(ctx, tx, identityID)
}

// changeCodes serialises changes to the codes of an identity by first locking, and resetting, the row of its tries. At
// read committed, the statements that follow see what earlier changes committed.
func (s *Store) changeCodes(ctx context.Context, identityID uuid.UUID, event store.AuditEvent, change func(tx pgx.Tx) error) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO recovery_attempts (identity_id, tries, last_at)
			VALUES ($1, 0, $2)
			ON CONFLICT (identity_id) DO UPDATE
			SET tries = 0,
			    last_at = excluded.last_at,
			    locked_until = NULL`,
			identityID, event.At)
		if err != nil {
			return err
		}
		if err := change(tx); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, recordEvent, eventArgs(event)...)
		return err
	})
}

func insertCodes(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, codes []store.RecoveryCode) error {
	hashes := make([][]byte, len(codes))
	createdAt, expiresAt := make([]time.Time, len(codes)), make([]*time.Time, len(codes))
	kinds := make([]string, len(codes))
	var madeWith []uuid.UUID // the same for all codes of a set
	for i, c := range codes {
		kinds[i], madeWith = c.Kind, c.MadeWith
		hashes[i], createdAt[i], expiresAt[i] = c.Hash[:], c.CreatedAt, c.ExpiresAt
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO recovery_codes (
			identity_id,
			hash,
			created_at,
			expires_at,
			kind,
			made_with
		) SELECT $1::uuid, made.*, $6::uuid[]
		FROM unnest($2::bytea[], $3::timestamptz[], $4::timestamptz[], $5::text[]) AS made`,
		identityID, hashes, createdAt, expiresAt, kinds, madeWith)
	return err
}

// RedeemRecoveryCode runs in the context of store.Redemption.
func (s *Store) RedeemRecoveryCode(
	ctx context.Context, try store.RecoveryTry, judge func([]store.RecoveryCode, int) store.RecoveryVerdict,
) (lockedUntil time.Time, err error) {
	ctx, cancel := store.Redemption(ctx)
	defer cancel()
	err = s.write(ctx, func(tx pgx.Tx) error {
		if err := refuseReset(ctx, tx, try.IdentityID); err != nil {
			return err
		}
		var tries int
		if tries, lockedUntil, err = countTry(ctx, tx, try); err != nil || tries == 0 {
			return err
		}
		codes, err := list(ctx, tx, row.RecoveryCode, recoveryCodesOf, try.IdentityID)
		if err != nil {
			return err
		}
		return writeVerdict(ctx, tx, try, judge(codes, tries))
	})
	return lockedUntil, err
}

// countTry locks the identity's row until the end of the transaction. The last allowed try locks the codes at once; its
// verdict may unlock them. While they are locked, no try is counted and tries is 0.
func countTry(ctx context.Context, tx pgx.Tx, try store.RecoveryTry) (tries int, lockedUntil time.Time, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO recovery_attempts AS tried (identity_id, tries, last_at)
		VALUES ($1, 1, $2)
		ON CONFLICT (identity_id) DO UPDATE
		SET tries = CASE WHEN tried.last_at > $3 AND tried.locked_until IS NULL THEN tried.tries + 1 ELSE 1 END,
		    last_at = excluded.last_at,
		    locked_until = CASE
		        WHEN tried.last_at > $3 AND tried.locked_until IS NULL AND tried.tries + 1 >= $4 THEN $5::timestamptz
		    END
		WHERE tried.locked_until IS NULL OR tried.locked_until <= excluded.last_at
		RETURNING tries`,
		try.IdentityID,
		try.At,
		try.At.Add(-try.Quiet),
		try.Limit,
		try.At.Add(try.LockFor),
	).Scan(&tries)
	if !errors.Is(err, pgx.ErrNoRows) {
		return tries, time.Time{}, err
	}
	err = tx.QueryRow(ctx, `SELECT locked_until FROM recovery_attempts WHERE identity_id = $1`, try.IdentityID).Scan(&lockedUntil)
	return 0, lockedUntil, err
}

// writeVerdict takes two round trips for a success.
func writeVerdict(ctx context.Context, tx pgx.Tx, try store.RecoveryTry, verdict store.RecoveryVerdict) error {
	if verdict.Spend != nil {
		spent, err := tx.Exec(ctx, `
			UPDATE recovery_codes
			SET used_at = $3
			WHERE identity_id = $1 AND hash = $2 AND used_at IS NULL`,
			try.IdentityID, verdict.Spend[:], try.At)
		if err != nil {
			return err
		}
		if spent.RowsAffected() != 1 {
			return store.ErrNotFound
		}
	}
	var rest pgx.Batch
	switch {
	case verdict.Spend != nil:
		rest.Queue(`DELETE FROM recovery_attempts WHERE identity_id = $1`, try.IdentityID)
	case verdict.Uncounted:
		rest.Queue(`UPDATE recovery_attempts SET tries = tries - 1, locked_until = NULL WHERE identity_id = $1`, try.IdentityID)
	}
	if verdict.Recovery != nil {
		rest.Queue(putRecovery, values(row.Recovery(verdict.Recovery))...)
	}
	if verdict.Pass != nil {
		rest.Queue(putGatePass, gatePassArgs(*verdict.Pass)...)
	}
	for _, event := range verdict.Events {
		if verdict.Uncounted {
			if known, err := recordedRecently(ctx, tx, try, event); err != nil {
				return err
			} else if known {
				continue
			}
		}
		rest.Queue(recordEvent, eventArgs(event)...)
	}
	return tx.SendBatch(ctx, &rest).Close()
}

// recordedRecently reports whether the identity has such an event already. Concurrent tries are serialised by the lock on
// the row of its tries.
func recordedRecently(ctx context.Context, tx pgx.Tx, try store.RecoveryTry, event store.AuditEvent) (known bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (
			SELECT 1
			FROM security_audit
			WHERE identity_id = $1 AND event_type = $2 AND reason = $3 AND at > $4
		)`,
		try.IdentityID, event.Type, event.Reason, try.At.Add(-try.LockFor)).Scan(&known)
	return known, err
}

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

const recoveryCodesOf = `
	SELECT` + row.RecoveryCodeColumns + `
	FROM recovery_codes
	WHERE identity_id = ?`

// RecoveryCodesOf lists all codes of an identity.
func (s *Store) RecoveryCodesOf(ctx context.Context, identityID uuid.UUID) ([]store.RecoveryCode, error) {
	return list(ctx, s.reader, row.RecoveryCode, recoveryCodesOf, id(identityID))
}

// ReplaceRecoveryCodes replaces all codes of an identity.
func (s *Store) ReplaceRecoveryCodes(
	ctx context.Context, identityID uuid.UUID, by store.Evidence, codes []store.RecoveryCode, event store.AuditEvent,
) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if err := mayMakeCodes(ctx, tx, identityID, by, store.CodeOwn, event.At); err != nil {
			return err
		}
		return changeCodes(ctx, tx, identityID, codes, event, append(slices.Clone(codeGrants), allCodes)...)
	})
}

// PutSupportCode stores a code that expires, and replaces earlier ones of its kind.
func (s *Store) PutSupportCode(
	ctx context.Context, identityID uuid.UUID, code store.RecoveryCode, approval uuid.UUID, event store.AuditEvent,
) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if approval != uuid.Nil {
			if err := finishApproval(ctx, tx, approval, event.At); err != nil {
				return err
			}
		}
		if err := mayMakeCodes(ctx, tx, identityID, store.Evidence{}, code.Kind, event.At); err != nil {
			return err
		}
		return changeCodes(ctx, tx, identityID, []store.RecoveryCode{code}, event,
			deletion{`DELETE FROM recovery_codes WHERE identity_id = ? AND expires_at IS NOT NULL AND ` + row.RecoveryCodeKind + ` = ?`, []any{code.Kind}})
	})
}

func mayMakeCodes(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, by store.Evidence, kind string, at time.Time) error {
	if err := refuseReset(ctx, tx, `?`, identityID); err != nil {
		return err
	}
	if err := evidenceStands(ctx, tx, by); err != nil {
		return err
	}
	return refuseAnother(ctx, tx, identityID, kind, at)
}

// refuseAnother refuses to replace codes that were made just now. The times of two replicas differ.
func refuseAnother(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, kind string, at time.Time) error {
	var made bool
	err := tx.QueryRowContext(ctx, `
		SELECT EXISTS (
			SELECT 1
			FROM recovery_codes
			WHERE identity_id = ?
			  AND used_at IS NULL
			  AND created_at > ?
			  AND created_at < ?
			  AND `+row.RecoveryCodeKind+` = ?
		)`,
		id(identityID), at.Add(-store.CodesApart).UnixMicro(), at.Add(store.CodesApart).UnixMicro(), kind).Scan(&made)
	if err == nil && made {
		err = store.CodesJustMade
	}
	return err
}

// changeCodes deletes rows, inserts the codes and resets the wrong tries.
func changeCodes(
	ctx context.Context, tx *sql.Tx, identityID uuid.UUID, codes []store.RecoveryCode, event store.AuditEvent, deletes ...deletion,
) error {
	for _, d := range append(deletes, deletion{`DELETE FROM recovery_attempts WHERE identity_id = ?`, nil}) {
		if err := d.exec(ctx, tx, identityID); err != nil {
			return err
		}
	}
	for _, c := range codes {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO recovery_codes (
				identity_id,
				hash,
				created_at,
				expires_at,
				kind,
				made_with
			) VALUES (?, ?, ?, ?, ?, ?)`,
			id(identityID),
			c.Hash[:],
			c.CreatedAt.UnixMicro(),
			when{c.ExpiresAt},
			text(c.Kind),
			ids(c.MadeWith),
		)
		if err != nil {
			return err
		}
	}
	return recordEvent(ctx, tx, event)
}

// RedeemRecoveryCode runs in the context of store.Redemption.
func (s *Store) RedeemRecoveryCode(
	ctx context.Context, try store.RecoveryTry, judge func([]store.RecoveryCode, int) store.RecoveryVerdict,
) (lockedUntil time.Time, err error) {
	ctx, cancel := store.Redemption(ctx)
	defer cancel()
	err = s.write(ctx, func(tx *sql.Tx) error {
		if err := refuseReset(ctx, tx, `?`, try.IdentityID); err != nil {
			return err
		}
		var tries int
		if tries, lockedUntil, err = countTry(ctx, tx, try); err != nil || tries == 0 {
			return err
		}
		codes, err := list(ctx, tx, row.RecoveryCode, recoveryCodesOf, id(try.IdentityID))
		if err != nil {
			return err
		}
		return writeVerdict(ctx, tx, try, judge(codes, tries))
	})
	return lockedUntil, err
}

// countTry counts a try. The last allowed try locks the codes at once; its verdict may unlock them. While they are
// locked, no try is counted and tries is 0.
func countTry(ctx context.Context, tx *sql.Tx, try store.RecoveryTry) (tries int, lockedUntil time.Time, err error) {
	quietSince, now := try.At.Add(-try.Quiet).UnixMicro(), try.At.UnixMicro()
	counted, err := changed(ctx, tx, `
		INSERT INTO recovery_attempts AS tried (identity_id, tries, last_at)
		VALUES (?, 1, ?)
		ON CONFLICT (identity_id) DO UPDATE
		SET tries = CASE WHEN tried.last_at > ? AND tried.locked_until IS NULL THEN tried.tries + 1 ELSE 1 END,
		    last_at = excluded.last_at,
		    locked_until = CASE
		        WHEN tried.last_at > ? AND tried.locked_until IS NULL AND tried.tries + 1 >= ? THEN ?
		    END
		WHERE tried.locked_until IS NULL OR tried.locked_until <= excluded.last_at`,
		id(try.IdentityID), now, quietSince, quietSince, try.Limit, try.At.Add(try.LockFor).UnixMicro())
	if err != nil {
		return 0, time.Time{}, err
	}
	err = tx.QueryRowContext(ctx, `SELECT tries, locked_until FROM recovery_attempts WHERE identity_id = ?`, id(try.IdentityID)).Scan(&tries, (*row.OptionalTime)(&lockedUntil))
	if counted == 0 && !lockedUntil.IsZero() {
		return 0, lockedUntil, err
	}
	return tries, time.Time{}, err
}

func writeVerdict(ctx context.Context, tx *sql.Tx, try store.RecoveryTry, verdict store.RecoveryVerdict) error {
	attempts := ""
	switch {
	case verdict.Spend != nil:
		attempts = `DELETE FROM recovery_attempts WHERE identity_id = ?`
		spent, err := changed(ctx, tx, `
			UPDATE recovery_codes
			SET used_at = ?
			WHERE identity_id = ? AND hash = ? AND used_at IS NULL`,
			try.At.UnixMicro(), id(try.IdentityID), verdict.Spend[:])
		if err != nil {
			return err
		}
		if spent != 1 {
			return store.ErrNotFound
		}
	case verdict.Uncounted:
		attempts = `UPDATE recovery_attempts SET tries = tries - 1, locked_until = NULL WHERE identity_id = ?`
	}
	if attempts != "" {
		if _, err := tx.ExecContext(ctx, attempts, id(try.IdentityID)); err != nil {
			return err
		}
	}
	if verdict.Recovery != nil {
		if err := putRecovery(ctx, tx, *verdict.Recovery); err != nil {
			return err
		}
	}
	if verdict.Pass != nil {
		if err := putGatePass(ctx, tx, *verdict.Pass); err != nil {
			return err
		}
	}
	for _, event := range verdict.Events {
		if verdict.Uncounted {
			if known, err := recordedRecently(ctx, tx, try, event); err != nil {
				return err
			} else if known {
				continue
			}
		}
		if err := recordEvent(ctx, tx, event); err != nil {
			return err
		}
	}
	return nil
}

func recordedRecently(ctx context.Context, tx *sql.Tx, try store.RecoveryTry, event store.AuditEvent) (known bool, err error) {
	err = tx.QueryRowContext(ctx, `
		SELECT EXISTS (
			SELECT 1
			FROM security_audit
			WHERE identity_id = ? AND event_type = ? AND reason = ? AND at > ?
		)`,
		id(try.IdentityID), event.Type, event.Reason, try.At.Add(-try.LockFor).UnixMicro()).Scan(&known)
	return known, err
}

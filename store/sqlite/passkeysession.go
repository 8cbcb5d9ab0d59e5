package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

const (
	knownLogins = `
	SELECT` + row.PasskeySessionColumns + `
	FROM passkey_sessions
	WHERE session_id = ?1 AND identity_id = ?2`

	pendingLogins = `
	SELECT` + row.PasskeySessionColumns + `
	FROM passkey_sessions
	WHERE identity_id = ?2 AND session_id IS NULL AND redeemed_at BETWEEN ?3 AND ?4
	ORDER BY redeemed_at
	LIMIT ?5`

	loginsOf = knownLogins + `
	UNION ALL
	SELECT * FROM (` + pendingLogins + `)
	ORDER BY at, id`
)

// unclearLogins finds logins of a span that are merged, or whose sessions are being ended.
const unclearLogins = `
	SELECT
		EXISTS (
			SELECT 1
			FROM passkey_sessions
			WHERE identity_id = ?1 AND since IS NOT NULL AND at >= ?2 AND since <= ?3
		) OR EXISTS (
			SELECT 1
			FROM session_endings
			WHERE identity_id = ?1 AND kind = 'login' AND at >= ?2 AND coalesce(since, at) <= ?3
		)`

// SessionFacts reads in one transaction, so that nothing changes in between.
func (s *Store) SessionFacts(
	ctx context.Context, sessionID, identityID uuid.UUID, query store.FactsQuery,
) (facts store.SessionFacts, err error) {
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return facts, err
	}
	defer func() { _ = tx.Rollback() }() // nothing to commit
	if facts.Passkeys, err = list(ctx, tx, row.Passkey, passkeysOf, id(identityID)); err != nil {
		return facts, err
	}
	if facts.Removed, err = list(ctx, tx, keptPasskey, keptPasskeysOf, id(identityID)); err != nil {
		return facts, err
	}
	if facts.Factors, err = list(ctx, tx, row.Factor, factorsOf, id(identityID)); err != nil {
		return facts, err
	}
	if err := readLogins(ctx, tx, &facts, sessionID, identityID, query.Redeemed); err != nil {
		return facts, err
	}
	stepUps, err := list(ctx, tx, row.StepUp, stepUpOf, id(sessionID), id(identityID))
	if err != nil {
		return facts, err
	}
	if len(stepUps) > 0 {
		facts.StepUp = &stepUps[0]
	}
	firsts, err := list(ctx, tx, row.FirstPasskey, firstPasskeyOf, id(identityID))
	if err != nil {
		return facts, err
	}
	if len(firsts) > 0 {
		facts.First = &firsts[0]
	}
	recoveries, err := list(ctx, tx, row.Recovery, recoveryOf, id(sessionID), id(identityID))
	if len(recoveries) > 0 {
		facts.Recovery = &recoveries[0]
	}
	if err != nil || !query.SecondWay {
		return facts, err
	}
	ways, err := list(ctx, tx, row.SecondWay, `SELECT`+row.SecondWayColumns, id(identityID))
	if len(ways) > 0 {
		facts.SecondWay = &ways[0]
	}
	return facts, err
}

func readLogins(ctx context.Context, tx *sql.Tx, facts *store.SessionFacts, sessionID, identityID uuid.UUID, redeemed store.Span) (err error) {
	from, to := redeemed.From.UnixMicro(), redeemed.To.UnixMicro()
	facts.Logins, err = list(ctx, tx, row.PasskeySession, loginsOf, id(sessionID), id(identityID), from, to, store.MaxPendingRead)
	if err != nil || redeemed == (store.Span{}) {
		return err
	}
	err = tx.QueryRowContext(ctx, unclearLogins, id(identityID), from, to).Scan(&facts.LoginsUnclear)
	facts.LoginsUnclear = facts.LoginsUnclear || store.TooManyPending(facts.Logins)
	return err
}

// PutPasskeySession checks the passkey and writes in one immediate transaction.
func (s *Store) PutPasskeySession(ctx context.Context, p store.PasskeySession) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if err := mustStand(ctx, tx, p.IdentityID, p.PasskeyID); err != nil {
			return err
		}
		claimed, err := changed(ctx, tx, `
			UPDATE passkey_sessions
			SET session_id = ?,
			    expires_at = ?
			WHERE id = (
				SELECT id
				FROM passkey_sessions
				WHERE identity_id = ? AND session_id IS NULL AND passkey_id = ? AND at = ? AND since IS NULL
				ORDER BY id
				LIMIT 1
			)`,
			id(p.SessionID), p.ExpiresAt.UnixMicro(), id(p.IdentityID), id(p.PasskeyID), p.At.UnixMicro())
		if err != nil || claimed > 0 {
			return err
		}
		p.RedeemedAt, p.UsedWith = time.Time{}, nil
		return insertPasskeySession(ctx, tx, p)
	})
}

// ClaimPasskeySession is a conditional update: it changes only a row without a session.
func (s *Store) ClaimPasskeySession(ctx context.Context, rowID, sessionID uuid.UUID, expiresAt time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		claimed, err := changed(ctx, tx, `
			UPDATE passkey_sessions
			SET session_id = ?,
			    expires_at = ?
			WHERE id = ? AND session_id IS NULL AND since IS NULL`,
			id(sessionID), expiresAt.UnixMicro(), id(rowID))
		return orNotFound(claimed > 0, err)
	})
}

// NoteUsedWith updates both tables in one transaction.
func (s *Store) NoteUsedWith(ctx context.Context, identityID, sessionID uuid.UUID, factors []uuid.UUID) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for _, table := range []string{"step_ups", "passkey_sessions"} {
			_, err := tx.ExecContext(ctx, `
				UPDATE `+table+`
				SET used_with = ?
				WHERE session_id = ? AND identity_id = ?`,
				ids(factors), id(sessionID), id(identityID))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// ExtendSession updates the tables in one transaction.
func (s *Store) ExtendSession(ctx context.Context, identityID, sessionID uuid.UUID, expiresAt time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for _, table := range []string{"step_ups", "passkey_sessions", "recoveries"} {
			_, err := tx.ExecContext(ctx, `
				UPDATE `+table+`
				SET expires_at = ?1
				WHERE session_id = ?2 AND identity_id = ?3 AND expires_at < ?1`,
				expiresAt.UnixMicro(), id(sessionID), id(identityID))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// PurgePasskeySessions deletes expired sessions.
func (s *Store) PurgePasskeySessions(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.PasskeySessions)
}

package postgres

import (
	"context"
	"errors"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// useForLogin is the only write of a login. All parts depend on the row returned by "used", so either everything is
// written or nothing:
//
//   - Two logins that have read the same counter conflict at the row. The second waits for the first, and then no
//     longer finds the counter that it has read.
//   - With counters that stay 0 (synced passkeys) both find it. If they finish the same ceremony, they conflict at the
//     primary key of spent_challenges, which rolls back the statement of the second.
//
// Step-ups and codes have separate statements, although this one could insert them where they are not NULL: PostgreSQL
// locks and opens each table that a statement may write to, and its indexes.
//
// Each has a second form for a passkey that presents an unknown user handle, which is its last argument.
var (
	useForLogin  = useStatements("", 24)
	useForStepUp = useStatements(grantStepUp, 32)
	useForCode   = useStatements(grantCode, 34)
)

type useStatement struct{ plain, claiming string }

// useStatements returns both forms of a statement with so many arguments.
func useStatements(grant string, args int) useStatement {
	handle := `$` + strconv.Itoa(args+1)
	return useStatement{
		plain: usePasskey + usableNow + returningUsed + grant + recordUse,
		claiming: usePasskey + `,
		    user_handle = ` + handle + `::bytea,
		    handle_unknown = false` + usableNow + ` AND handle_unknown AND ` + isAlias(handle) + returningUsed + grant + recordUse,
	}
}

const usePasskey = `
	WITH used AS (
		UPDATE passkeys
		SET sign_count = $15::bigint,
		    backup_eligible = CASE WHEN $23::boolean THEN $16 ELSE coalesce(backup_eligible, $16) END,
		    backup_flags_at = NULL,
		    backed_up = $17,
		    clone_warning_at = CASE WHEN $18::boolean THEN $19 ELSE clone_warning_at END,
		    uv_initialized = uv_initialized OR $22,
		    last_used_at = $19`

const usableNow = `
		WHERE id = $13 AND sign_count = $14 AND suspended_at IS NULL AND (uv_initialized OR NOT $24)
		  AND ` + notBeingReset + `passkeys.identity_id` + notBeingResetEnd

const returningUsed = `
		RETURNING id
	), spent AS (
		INSERT INTO spent_challenges (hash, expires_at)
		SELECT $20::bytea, $21::timestamptz FROM used
	)`

const grantStepUp = `, stepped AS (
		INSERT INTO step_ups (` + row.StepUpColumns + `
		) SELECT
			$25::uuid,
			$26::uuid,
			$27::text,
			$28::uuid,
			$29::boolean,
			$30::timestamptz,
			$31::timestamptz,
			$32::text,
			NULL
		FROM used
		ON CONFLICT (session_id) DO UPDATE
		SET identity_id = excluded.identity_id,
		    method = excluded.method,
		    passkey_id = excluded.passkey_id,
		    user_verified = excluded.user_verified,
		    at = excluded.at,
		    expires_at = excluded.expires_at,
		    origin = excluded.origin
	)`

const grantCode = `, code AS (
		INSERT INTO authorization_codes (
			hash,` + row.AuthorizationCodeColumns + `
		) SELECT
			$25::bytea,
			$26::uuid,
			$27::uuid,
			$28::boolean,
			$29::text,
			$30::text,
			$31::text,
			$32::text,
			$33::timestamptz,
			$34::timestamptz
		FROM used
	)`

const recordUse = `, audit AS (` + recordEvent + ` FROM used)
	SELECT count(*) FROM used`

// UsePasskey stores the changes by an assertion.
func (s *Store) UsePasskey(ctx context.Context, a store.Assertion) error {
	if a.SignCount < a.SeenSignCount {
		return errors.New("postgres: an assertion must not lower the sign count")
	}
	statement, args := useForLogin, eventArgs(a.Event,
		a.PasskeyID,
		int64(a.SeenSignCount),
		int64(a.SignCount),
		a.BackupEligible,
		a.BackedUp,
		a.CloneWarning,
		a.At,
		a.Challenge.Hash[:],
		a.Challenge.ExpiresAt,
		a.InitializeUV != nil,
		a.BackupChanged,
		a.UVCounts,
	)
	switch {
	case a.StepUp != nil && a.Code != nil:
		return errors.New("postgres: an assertion grants a step-up or a code, not both")
	case a.StepUp != nil:
		statement, args = useForStepUp, append(args,
			a.StepUp.SessionID,
			a.StepUp.IdentityID,
			a.StepUp.Method,
			a.StepUp.PasskeyID,
			a.StepUp.UserVerified,
			a.StepUp.At,
			a.StepUp.ExpiresAt,
			a.StepUp.Origin,
		)
	case a.Code != nil:
		statement, args = useForCode, append(args,
			a.Code.Hash[:],
			a.Code.IdentityID,
			a.Code.PasskeyID,
			a.Code.UserVerified,
			a.Code.ClientID,
			a.Code.RedirectURI,
			a.Code.CodeChallenge,
			a.Code.Nonce,
			a.Code.At,
			a.Code.ExpiresAt,
		)
	}
	sql := statement.plain
	if a.UserHandle != nil {
		sql, args = statement.claiming, append(args, a.UserHandle)
	}
	used, err := s.use(ctx, a, sql, args)
	switch {
	case duplicate(err):
		return s.spentOr(ctx, a.Challenge, err)
	case err == nil && used == 0:
		refusal := s.unclaimed(ctx, a)
		if !errors.Is(refusal, store.ErrConflict) {
			return refusal
		}
		return s.resettingOr(ctx, a.Challenge, `(SELECT identity_id FROM passkeys WHERE id = $1)`, a.PasskeyID, refusal)
	}
	return err
}

// SuspectPasskey takes two statements if it suspends, for the same reason as SuspendPasskey.
func (s *Store) SuspectPasskey(ctx context.Context, suspicion store.Suspicion) (ended []store.SessionEnding, err error) {
	var identityID *uuid.UUID // nil: no such passkey
	err = retry(func() error {
		return pgx.BeginTxFunc(ctx, s.pool, s.begin, func(tx pgx.Tx) error {
			if suspicion.Suspend {
				if _, err := holdPasskeysBeside(ctx, tx, suspicion.PasskeyID); err != nil {
					return err
				}
				if err := release(ctx, tx, suspicion.PasskeyID); err != nil {
					return err
				}
			}
			err := tx.QueryRow(ctx, `
				WITH marked AS (
					UPDATE passkeys
					SET clone_warning_at = CASE WHEN $18::boolean THEN clone_warning_at ELSE $14 END,
					    backup_flags_at = CASE WHEN $18::boolean THEN $14 ELSE backup_flags_at END,
					    suspended_at = CASE WHEN $15::boolean THEN coalesce(suspended_at, $14) ELSE suspended_at END,
					    suspended_by = CASE
					        WHEN $15::boolean AND (suspended_at IS NULL OR suspended_by IN ('inactivity', 'compromised')) THEN 'clone'
					        ELSE suspended_by
					    END
					WHERE id = $13
					RETURNING identity_id
				), spent AS (
					INSERT INTO spent_challenges (hash, expires_at)
					SELECT $16::bytea, $17::timestamptz FROM marked
				), audit AS (`+recordEvent+` FROM marked WHERE NOT $15::boolean)
				SELECT (SELECT identity_id FROM marked)`,
				eventArgs(suspicion.Event,
					suspicion.PasskeyID,
					suspicion.At,
					suspicion.Suspend,
					suspicion.Challenge.Hash[:],
					suspicion.Challenge.ExpiresAt,
					suspicion.BackupFlags,
				)...).Scan(&identityID)
			if err != nil || identityID == nil || !suspicion.Suspend {
				return err
			}
			if ended, err = endGrants(ctx, tx, *identityID, suspicion.PasskeyID, suspicion.Ending); err != nil {
				return err
			}
			_, err = tx.Exec(ctx, recordEvent, eventArgs(suspicion.Event.Naming(ended))...)
			return err
		})
	})
	switch {
	case duplicate(err):
		err = s.spentOr(ctx, suspicion.Challenge, err)
	case err == nil && identityID == nil:
		err = s.spentOr(ctx, suspicion.Challenge, store.ErrNotFound)
	}
	return ended, err
}

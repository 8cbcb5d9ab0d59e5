package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// redeemCode locks the passkey's row before it deletes the code, like all statements that grant something: a suspension
// is either seen, or waits and then deletes what is granted here. The event gets the code's identity, passkey and
// actor.
//
// The identity's rows without a session are few, so surplus is found among them, and not through an index that also has
// the passkey's known sessions. Rows that a concurrent redemption is merging are skipped.
const redeemCode = `
	WITH usable AS MATERIALIZED (
		SELECT passkeys.id
		FROM authorization_codes AS code
		JOIN passkeys ON passkeys.identity_id = code.identity_id AND passkeys.id = code.passkey_id
		WHERE code.hash = $13
		  AND passkeys.suspended_at IS NULL
		  AND ` + notBeingReset + `code.identity_id` + notBeingResetEnd + `
		FOR SHARE OF passkeys
	), code AS (
		DELETE FROM authorization_codes
		WHERE hash = $13 AND (SELECT count(*) FROM usable) >= 0
		RETURNING *
	), redeemed AS (
		SELECT *
		FROM code
		WHERE passkey_id IN (SELECT id FROM usable)
		  AND client_id = $14
		  AND redirect_uri = $15
		  AND code_challenge = $16
		  AND expires_at > $18::timestamptz
	), session AS (
		INSERT INTO passkey_sessions (
			id,
			identity_id,
			passkey_id,
			user_verified,
			at,
			expires_at,
			redeemed_at
		) SELECT
			$17::uuid,
			identity_id,
			passkey_id,
			user_verified,
			at,
			at + $19::interval,
			$18::timestamptz
		FROM redeemed
	), pending AS MATERIALIZED (
		SELECT
			id,
			passkey_id,
			since,
			coalesce(redeemed_at, at) AS redeemed_at
		FROM passkey_sessions
		WHERE identity_id = (SELECT identity_id FROM redeemed) AND session_id IS NULL
	), surplus AS MATERIALIZED (
		SELECT id
		FROM passkey_sessions
		WHERE id IN (
			SELECT id
			FROM pending
			WHERE passkey_id = (SELECT passkey_id FROM redeemed)
			ORDER BY since IS NULL DESC, redeemed_at DESC, id DESC
			OFFSET $20
		)
		  AND session_id IS NULL
		FOR UPDATE SKIP LOCKED
	), removed AS (
		DELETE FROM passkey_sessions
		WHERE id IN (SELECT id FROM surplus)
		RETURNING *
	), merged AS (
		INSERT INTO passkey_sessions (
			id,
			identity_id,
			passkey_id,
			user_verified,
			at,
			expires_at,
			since
		) SELECT
			gen_random_uuid(),
			identity_id,
			passkey_id,
			false,
			max(coalesce(redeemed_at, at)),
			max(expires_at),
			min(coalesce(since, redeemed_at, at))
		FROM removed
		GROUP BY identity_id, passkey_id
	), audit AS (
		INSERT INTO security_audit (` + row.AuditEventColumns + `
		) SELECT
			$1::uuid,
			$2::timestamptz,
			$3::text,
			coalesce(identity_id, $4::uuid),
			$5::text,
			CASE WHEN $5::text = 'identity' THEN identity_id::text ELSE $6::text END,
			coalesce(passkey_id, $7::uuid),
			$8::text,
			$9::text,
			$10::text,
			$11::text,
			$12::jsonb
		FROM redeemed
	)
	SELECT` + row.AuthorizationCodeColumns + `
	FROM redeemed`

// putCode stores the code of a login in the commit that stores its passkey.
func putCode(ctx context.Context, tx pgx.Tx, c store.AuthorizationCode) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO authorization_codes (
			hash,`+row.AuthorizationCodeColumns+`
		) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		c.Hash[:], c.IdentityID, c.PasskeyID, c.UserVerified, c.ClientID, c.RedirectURI, c.CodeChallenge, c.Nonce, c.At, c.ExpiresAt)
	return err
}

// AddCode stores a code outside of the commit of its login. It locks the passkey's row first, like redeemCode.
func (s *Store) AddCode(ctx context.Context, c store.AuthorizationCode) error {
	usable, err := s.count(ctx, `
		WITH usable AS MATERIALIZED (
			SELECT id
			FROM passkeys
			WHERE identity_id = $2 AND id = $3 AND suspended_at IS NULL
			FOR SHARE
		), put AS (
			INSERT INTO authorization_codes (
				hash,`+row.AuthorizationCodeColumns+`
			) SELECT
				$1::bytea,
				$2::uuid,
				$3::uuid,
				$4::boolean,
				$5::text,
				$6::text,
				$7::text,
				$8::text,
				$9::timestamptz,
				$10::timestamptz
			FROM usable
		)
		SELECT count(*) FROM usable`,
		c.Hash[:],
		c.IdentityID,
		c.PasskeyID,
		c.UserVerified,
		c.ClientID,
		c.RedirectURI,
		c.CodeChallenge,
		c.Nonce,
		c.At,
		c.ExpiresAt,
	)
	if err == nil && usable == 0 {
		err = store.ErrNotFound
	}
	return err
}

// RedeemCode is a single statement.
func (s *Store) RedeemCode(ctx context.Context, r store.CodeRedemption, event store.AuditEvent) (store.AuthorizationCode, error) {
	c := store.AuthorizationCode{Hash: r.Hash}
	err := retry(func() error {
		return s.pool.QueryRow(ctx, redeemCode, eventArgs(event,
			r.Hash[:],
			r.ClientID,
			r.RedirectURI,
			r.CodeChallenge,
			r.SessionRowID,
			r.Now,
			store.PendingSessionLife,
			store.MaxPending-1,
		)...).Scan(row.AuthorizationCode(&c)...)
	})
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return store.AuthorizationCode{}, store.ErrNotFound
	case err != nil:
		return store.AuthorizationCode{}, err
	}
	return c, nil
}

// PurgeCodes deletes expired codes.
func (s *Store) PurgeCodes(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.AuthorizationCodes)
}

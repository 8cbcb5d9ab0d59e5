package postgres

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// The constraints that a registration can violate.
const (
	credentialIDKey = "passkeys_credential_id_key"
	slotKey         = "passkeys_slot_key"
)

// newPasskeyColumns are the columns of every new passkey, in the order of their values; an import has more.
const newPasskeyColumns = `
		id,
		identity_id,
		slot,
		credential_id,
		user_handle,
		rp_id,
		name,
		record,
		aaguid,
		backup_eligible,
		backed_up,
		sign_count,
		created_at,
		last_used_at,
		suspended_at,
		clone_warning_at,
		uv_initialized,
		confirmed_at`

// createPasskey inserts a passkey in the lowest free slot. It inserts nothing if the identity holds the limit of
// passkeys ($30), or any where it must be the first ($31), if the identity is being reset, or if the evidence ($37 to
// $41) is gone. It uses the enrolment grant of a recovery where one is needed ($32). Concurrent registrations of the
// identity compute the same slot, so all but one violate passkeys_slot_key: the number of passkeys that was checked
// still holds at the insert. The identity's first passkey is recorded; an identity that has or had a passkey without
// that record, as an earlier build leaves it, gets one without addresses.
var createPasskey = `
	WITH` + evidenceCTE(37, `SHARE`) + `, free AS (
		SELECT candidate AS slot
		FROM generate_series(0, 255) AS candidate
		WHERE NOT EXISTS (SELECT 1 FROM passkeys WHERE identity_id = $14 AND slot = candidate)
		  AND (SELECT count(*) FROM passkeys WHERE identity_id = $14 AND suspended_for = '') < CASE WHEN $31::boolean THEN 1 ELSE $30::int END
		  AND ` + notBeingReset + `$14` + notBeingResetEnd + `
		  AND EXISTS (SELECT 1 FROM evidence)
		ORDER BY candidate
		LIMIT 1
	), enrolment_grant AS (
		UPDATE recoveries
		SET enrolled_at = $24::timestamptz
		WHERE session_id = $32::uuid
		  AND identity_id = $14
		  AND enrolled_at IS NULL
		  AND enrol_until > $24::timestamptz
		  AND EXISTS (SELECT 1 FROM free)
		RETURNING session_id
	), created AS (
		INSERT INTO passkeys (` + newPasskeyColumns + `,
			key_identifier
		) SELECT
			$13::uuid,
			$14::uuid,
			slot,
			$15::bytea,
			$16::bytea,
			$17::text,
			$18::text,
			$19::json,
			$20::uuid,
			$21::boolean,
			$22::boolean,
			$23::bigint,
			$24::timestamptz,
			$25::timestamptz,
			$26::timestamptz,
			$27::timestamptz,
			$33::boolean,
			$34::timestamptz,
			$42::text
		FROM free
		WHERE $32::uuid IS NULL OR EXISTS (SELECT 1 FROM enrolment_grant)
		RETURNING id
	), spent AS (
		INSERT INTO spent_challenges (hash, expires_at)
		SELECT $28::bytea, $29::timestamptz FROM created
	), deleted AS (
		DELETE FROM passkeys
		WHERE id = ANY ($36::uuid[])
		  AND identity_id = $14
		  AND suspended_for = 'verification'
		  AND EXISTS (SELECT 1 FROM created)
		RETURNING credential_id, identity_id, rp_id, user_handle, created_at
	), buried AS (
		` + buryDeleted + `$24::timestamptz` + buryDeletedEnd + `
	), struck AS (` + strikeDeleted + `
		ON CONFLICT DO NOTHING
	), unburied AS (
		DELETE FROM tombstones
		WHERE credential_id = $15 AND EXISTS (SELECT 1 FROM created)
	), first AS (
		INSERT INTO first_passkeys (identity_id, at, unverified)
		SELECT
			$14::uuid,
			$24::timestamptz,
			CASE
				WHEN EXISTS (SELECT 1 FROM passkeys WHERE identity_id = $14) THEN '[]'
				WHEN EXISTS (SELECT 1 FROM tombstones WHERE identity_id = $14) THEN '[]'
				ELSE $35::jsonb
			END
		FROM created
		ON CONFLICT DO NOTHING
	), audit AS (` + recordEvent + ` FROM created)
	SELECT
		(SELECT count(*) FROM created),
		EXISTS (SELECT 1 FROM evidence)`

// CreatePasskey stores a registration. If it loses the race for a slot, it tries again: another registration of the
// identity has succeeded then, so the limit bounds the number of tries unless passkeys are deleted at the same time.
func (s *Store) CreatePasskey(ctx context.Context, n store.NewPasskey) error {
	for range n.Limit + 16 {
		created, stands, err := s.create(ctx, n)
		switch {
		case err == nil && created:
			return nil
		case err == nil && !stands:
			err = store.EvidenceGone
		case err == nil && n.First:
			err = store.NotFirstPasskey
		case err == nil:
			err = store.PasskeyLimit
		case !duplicate(err):
			return err
		}
		err = s.refusal(ctx, n, err)
		if !violates(err, slotKey) && !violates(err, credentialIDKey) {
			return err
		}
	}
	return errors.New("postgres: the identity's passkeys kept changing; try again")
}

// create tries once, with a single statement, or a transaction if the new passkey replaces another.
func (s *Store) create(ctx context.Context, n store.NewPasskey) (created, stands bool, err error) {
	err = retry(func() error {
		var count int64
		if n.Replaces == uuid.Nil {
			err := s.pool.QueryRow(ctx, createPasskey, newPasskeyArgs(n)...).Scan(&count, &stands)
			created = count == 1
			return err
		}
		return pgx.BeginTxFunc(ctx, s.pool, s.begin, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, deleteReplaced, n.Replaces, n.Passkey.IdentityID, n.Passkey.CredentialID); err != nil {
				return err
			}
			if err := tx.QueryRow(ctx, createPasskey, newPasskeyArgs(n)...).Scan(&count, &stands); err != nil {
				return err
			}
			if created = count == 1; !created {
				return errNothingCreated
			}
			return nil
		})
	})
	if errors.Is(err, errNothingCreated) {
		err = nil
	}
	return created, stands, err
}

// errNothingCreated rolls back the deletion of the passkey that was to be replaced.
var errNothingCreated = errors.New("postgres: nothing was created")

// deleteReplaced deletes only a passkey that may be replaced. Any other with the same credential ID causes
// store.CredentialTaken.
const deleteReplaced = `
	DELETE FROM passkeys
	WHERE id = $1 AND identity_id = $2 AND credential_id = $3 AND suspended_for = 'verification'`

// refusal returns the error that has precedence according to store.Passkeys, or found. A violation of credentialIDKey
// that no longer exists is returned unchanged.
func (s *Store) refusal(ctx context.Context, n store.NewPasskey, found error) error {
	if err := s.resettingOr(ctx, n.Challenge, `$1`, n.Passkey.IdentityID, nil); err != nil {
		return err
	}
	taken, err := s.count(ctx, `
		SELECT count(*)
		FROM passkeys
		WHERE credential_id = $1 AND NOT (id = $2 AND identity_id = $3 AND suspended_for = 'verification')`,
		n.Passkey.CredentialID, n.Replaces, n.Passkey.IdentityID)
	if err != nil {
		return err
	}
	switch {
	case taken > 0:
		found = store.CredentialTaken
	case found == error(store.PasskeyLimit) && n.Recovery != uuid.Nil:
		held, err := s.count(ctx, `SELECT count(*) FROM passkeys WHERE identity_id = $1`, n.Passkey.IdentityID)
		if err != nil {
			return err
		}
		if held < int64(n.Limit) {
			found = store.RecoveryUsed
		}
	}
	return found
}

func newPasskeyArgs(n store.NewPasskey) []any {
	p := n.Passkey
	args := append(eventArgs(n.Event,
		p.ID,
		p.IdentityID,
		p.CredentialID,
		p.UserHandle,
		p.RPID,
		p.Name,
		p.Record,
		p.AAGUID,
		p.BackupEligible,
		p.BackedUp,
		int64(p.SignCount),
		p.CreatedAt,
		p.LastUsedAt,
		p.SuspendedAt,
		p.CloneWarningAt,
		n.Challenge.Hash[:],
		n.Challenge.ExpiresAt,
		n.Limit,
		n.First,
		orNull(n.Recovery),
		p.UVInitialized,
		p.ConfirmedAt,
		row.Unverified(n.Unverified),
		append([]uuid.UUID{}, n.Removes...), // never NULL
	), evidenceArgs(n.By)...)
	return append(args, p.KeyIdentifier)
}

package postgres

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// The constraints that a registration may run into.
const (
	credentialIDKey = "passkeys_credential_id_key"
	slotKey         = "passkeys_slot_key"
)

// createPasskey takes the lowest free slot if the identity holds fewer than the limit ($30), and none at all when
// there must not be any ($31), the identity is being reset, or a passkey behind the evidence ($35) does not stand, and uses
// up the leave of a recovery if it needs one ($32). Nothing is created when that was not so. Whoever else inserts for this identity at the same time sees the same lowest slot, so one of the two
// violates passkeys_slot_key: what was counted still holds when the row is in.
const createPasskey = `
	WITH evidence AS MATERIALIZED (
		SELECT id
		FROM passkeys
		WHERE identity_id = $14 AND id = ANY ($35::uuid[]) AND suspended_at IS NULL
		ORDER BY id
		FOR SHARE
	), free AS (
		SELECT candidate AS slot
		FROM generate_series(0, 255) AS candidate
		WHERE NOT EXISTS (SELECT 1 FROM passkeys WHERE identity_id = $14 AND slot = candidate)
		  AND (SELECT count(*) FROM passkeys WHERE identity_id = $14 AND suspended_for = '') < CASE WHEN $31::boolean THEN 1 ELSE $30::int END
		  AND ` + notBeingReset + `$14` + notBeingResetEnd + `
		  AND (SELECT count(*) FROM evidence) = cardinality($35::uuid[])
		ORDER BY candidate
		LIMIT 1
	), leave AS (
		UPDATE recoveries
		SET enrolled_at = $24::timestamptz
		WHERE session_id = $32::uuid
		  AND identity_id = $14
		  AND enrolled_at IS NULL
		  AND enrol_until > $24::timestamptz
		  AND EXISTS (SELECT 1 FROM free)
		RETURNING session_id
	), created AS (
		INSERT INTO passkeys (
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
			confirmed_at
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
			$34::timestamptz
		FROM free
		WHERE $32::uuid IS NULL OR EXISTS (SELECT 1 FROM leave)
		RETURNING id
	), spent AS (
		INSERT INTO spent_challenges (hash, expires_at)
		SELECT $28::bytea, $29::timestamptz FROM created
	), unburied AS (
		DELETE FROM tombstones
		WHERE credential_id = $15 AND EXISTS (SELECT 1 FROM created)
	), audit AS (` + recordEvent + ` FROM created)
	SELECT
		(SELECT count(*) FROM created),
		(SELECT count(*) FROM evidence) = cardinality($35::uuid[])`

// CreatePasskey stores a registration. A lost race for a slot is tried again: each means that another insert of
// this identity has succeeded, so the limit bounds the tries unless passkeys are deleted meanwhile.
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

// create tries once: one statement, or a transaction where another passkey has to make room.
func (s *Store) create(ctx context.Context, n store.NewPasskey) (created, stands bool, err error) {
	err = retry(func() error {
		var count int64
		if n.Replaces == uuid.Nil {
			err := s.pool.QueryRow(ctx, createPasskey, newPasskeyArgs(n)...).Scan(&count, &stands)
			created = count == 1
			return err
		}
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
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

// errNothingCreated takes back the deletion of what would have been replaced.
var errNothingCreated = errors.New("postgres: nothing was created")

// deleteReplaced deletes nothing but what may be replaced; anything else of the credential ID is in the way.
const deleteReplaced = `
	DELETE FROM passkeys
	WHERE id = $1 AND identity_id = $2 AND credential_id = $3 AND suspended_for = 'verification'`

// refusal gives the first of the contract's reasons that applies, or the one that was found. A violation of
// credentialIDKey that is no longer one comes back as it is.
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
	return eventArgs(n.Event,
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
		append([]uuid.UUID{}, n.By...), // never NULL
	)
}

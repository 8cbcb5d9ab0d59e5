package postgres

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// ImportPasskeys stores an import. It tries again if it loses the race for a slot against a registration.
func (s *Store) ImportPasskeys(ctx context.Context, i store.PasskeyImport) error {
	for range store.MaxPasskeys {
		err := s.write(ctx, func(tx pgx.Tx) error { return importPasskeys(ctx, tx, i) })
		switch {
		case errors.Is(err, store.ErrDryRun):
			return nil
		case i.Challenge != nil && duplicate(err) && !violates(err, slotKey):
			return s.spentOr(ctx, *i.Challenge, store.CredentialTaken)
		case violates(err, credentialIDKey):
			return store.CredentialTaken
		case !violates(err, slotKey):
			return err
		}
	}
	return errors.New("postgres: the identity's passkeys kept changing; try again")
}

func importPasskeys(ctx context.Context, tx pgx.Tx, i store.PasskeyImport) error {
	if i.Challenge != nil {
		if _, err := tx.Exec(ctx, `INSERT INTO spent_challenges (hash, expires_at) VALUES ($1, $2)`, i.Challenge.Hash[:], i.Challenge.ExpiresAt); err != nil {
			return err
		}
	}
	if err := refuseReset(ctx, tx, i.IdentityID); err != nil {
		return err
	}
	if err := evidenceStands(ctx, tx, i.By); err != nil {
		return err
	}
	for n, p := range i.Passkeys {
		if err := importPasskey(ctx, tx, i, p, i.First && n == 0); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, learnHandles, i.IdentityID, i.Handles); err != nil {
		return err
	}
	if len(i.Removed) > 0 {
		if _, err := tx.Exec(ctx, learnRemoved, i.IdentityID, i.Removed, i.At, row.Unverified(i.Unverified)); err != nil {
			return err
		}
	}
	if i.Code != nil {
		if err := putCode(ctx, tx, *i.Code); err != nil {
			return err
		}
	}
	if i.Seen != nil {
		factors, err := recordFactors(ctx, tx, i.IdentityID, i.At, i.Seen, i.FactorEvent)
		if err != nil {
			return err
		}
		if i.Disowned(factors) {
			return store.EvidenceGone
		}
	}
	for _, e := range i.Events {
		if _, err := tx.Exec(ctx, recordEvent, eventArgs(e)...); err != nil {
			return err
		}
	}
	if i.DryRun {
		return store.ErrDryRun
	}
	return nil
}

// insertImported inserts a passkey in the lowest free slot, and notes the identity's first one, like createPasskey. Whether it is
// the first, and which slot is free, are one look: a registration that it does not see wants the same slot.
const insertImported = `
	WITH first AS (
		INSERT INTO first_passkeys (identity_id, at, unverified, along_until)
		SELECT
			$2::uuid,
			$22::timestamptz,
			CASE
				WHEN EXISTS (SELECT 1 FROM passkeys WHERE identity_id = $2) THEN '[]'
				WHEN EXISTS (SELECT 1 FROM tombstones WHERE identity_id = $2) THEN '[]'
				ELSE $23::jsonb
			END,
			$29::timestamptz
		ON CONFLICT DO NOTHING
	)
	INSERT INTO passkeys (` + newPasskeyColumns + `,
		step_up_only,
		handle_unknown,
		source,
		imported_at,
		suspended_for,
		uv_initialized_by,
		backup_flags_at,
		suspended_by
	) SELECT
		$1::uuid,
		$2::uuid,
		candidate,
		$3::bytea,
		$4::bytea,
		$5::text,
		$6::text,
		$7::json,
		$8::uuid,
		$9::boolean,
		$10::boolean,
		$11::bigint,
		$12::timestamptz,
		$13::timestamptz,
		$14::timestamptz,
		$15::timestamptz,
		$16::boolean,
		$17::timestamptz,
		$18::boolean,
		$19::boolean,
		$20::text,
		$21::timestamptz,
		$25::suspension_cause,
		$26::uuid[],
		$27::timestamptz,
		$28::text
	FROM generate_series(0, 255) AS candidate
	WHERE NOT EXISTS (SELECT 1 FROM passkeys WHERE identity_id = $2 AND slot = candidate)
		AND NOT ($24::boolean AND EXISTS (SELECT 1 FROM passkeys WHERE identity_id = $2 AND suspended_for = ''))
	ORDER BY candidate
	LIMIT 1`

func importPasskey(ctx context.Context, tx pgx.Tx, i store.PasskeyImport, p store.Passkey, first bool) error {
	created, err := tx.Exec(ctx, insertImported,
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
		p.UVInitialized,
		p.ConfirmedAt,
		p.StepUpOnly,
		p.HandleUnknown,
		p.Source,
		p.ImportedAt,
		i.At,
		row.Unverified(i.Unverified),
		first,
		p.SuspendedFor,
		p.UVInitializedBy,
		p.BackupFlagsAt,
		p.SuspendedBy,
		i.AlongUntil,
	)
	if err != nil || created.RowsAffected() > 0 {
		return err
	}
	var held int64
	err = tx.QueryRow(ctx, `SELECT count(*) FROM passkeys WHERE identity_id = $1 AND suspended_for = ''`, p.IdentityID).Scan(&held)
	switch {
	case err != nil:
		return err
	case first && held > 0:
		return store.NotFirstPasskey
	}
	return store.PasskeyLimit
}

// isAlias returns the condition that a user handle is one of those of the owner of a row of passkeys.
func isAlias(handle string) string {
	return `EXISTS (
			SELECT 1
			FROM user_handle_aliases AS alias
			WHERE alias.identity_id = passkeys.identity_id AND alias.user_handle = ` + handle + `::bytea
		  )`
}

var countUnclaimable = `SELECT count(*) FROM passkeys WHERE id = $1 AND handle_unknown AND NOT ` + isAlias(`$2`)

// unclaimed returns why an assertion was not stored, as far as its user handle is concerned.
func (s *Store) unclaimed(ctx context.Context, a store.Assertion) error {
	if a.UserHandle == nil {
		return store.PasskeyChanged
	}
	n, err := s.count(ctx, countUnclaimable, a.PasskeyID, a.UserHandle)
	switch {
	case err != nil:
		return err
	case n > 0:
		return store.NotAnAlias
	}
	return store.PasskeyChanged
}

const handlesOf = `SELECT user_handle FROM user_handle_aliases WHERE identity_id = $1 AND removed_at IS NULL ORDER BY user_handle`

// A walk needs no more than the index that counts an identity's passkeys.
const passkeyOwners = `
	SELECT identity_id
	FROM (SELECT DISTINCT identity_id FROM passkeys WHERE identity_id > $1 ORDER BY identity_id LIMIT $2) AS has
	UNION
	SELECT identity_id
	FROM (SELECT DISTINCT identity_id FROM removed_credentials WHERE identity_id > $1 ORDER BY identity_id LIMIT $2) AS had
	ORDER BY identity_id
	LIMIT $2`

// learnRemoved records what was removed elsewhere, and that there was a first passkey.
const learnRemoved = `
	WITH first AS (
		INSERT INTO first_passkeys (identity_id, at, unverified)
		SELECT
			$1::uuid,
			$3::timestamptz,
			CASE WHEN EXISTS (SELECT 1 FROM passkeys WHERE identity_id = $1) THEN '[]' ELSE $4::jsonb END
		ON CONFLICT DO NOTHING
	)
	INSERT INTO removed_credentials (identity_id, credential_id)
	SELECT $1, unnest($2::bytea[])
	ON CONFLICT DO NOTHING`

// PasskeyOwners lists identities that have or had passkeys.
func (s *Store) PasskeyOwners(ctx context.Context, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	return list(ctx, s.pool, row.ID, passkeyOwners, after, limit)
}

const learnHandles = `
	INSERT INTO user_handle_aliases (identity_id, user_handle)
	SELECT DISTINCT $1::uuid, unnest($2::bytea[])
	ON CONFLICT ON CONSTRAINT user_handle_aliases_pkey DO UPDATE SET removed_at = NULL WHERE user_handle_aliases.removed_at IS NOT NULL`

// LearnHandles adds aliases.
func (s *Store) LearnHandles(ctx context.Context, identityID uuid.UUID, handles [][]byte) error {
	return retry(func() error {
		_, err := s.pool.Exec(ctx, learnHandles, identityID, handles)
		return err
	})
}

const ownersOf = `
	SELECT
		identity_id,
		identity_id IN (SELECT identity_id FROM missing_identities)
	FROM user_handle_aliases
	WHERE user_handle = $1 AND removed_at IS NULL`

// OwnersOfHandle lists the identities with an alias.
func (s *Store) OwnersOfHandle(ctx context.Context, handle []byte) ([]store.HandleOwner, error) {
	return list(ctx, s.pool, row.HandleOwner, ownersOf, handle)
}

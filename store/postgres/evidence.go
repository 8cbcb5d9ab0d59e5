package postgres

import (
	"context"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// evidenceCTE returns CTEs of which the last, "evidence", has a row if all of the evidence stands. first is the number of
// the first placeholder of evidenceArgs. The CTEs lock the passkeys, then the factors, then the record of the first passkey,
// each in the order of its key. All that ends evidence takes the locks in this order, so that there are no deadlocks. lock
// is that of factors and record: SHARE, or UPDATE if the transaction may go on to change them.
func evidenceCTE(first int, lock string) string {
	replaced := []string{"$lock", lock}
	for i, name := range []string{"$identity", "$passkeys", "$factors", "$initializers", "$recovered"} {
		replaced = append(replaced, name, "$"+strconv.Itoa(first+i))
	}
	return strings.NewReplacer(replaced...).Replace(`
	standing_passkeys AS MATERIALIZED (
		SELECT id
		FROM passkeys
		WHERE identity_id = $identity::uuid AND id = ANY ($passkeys::uuid[]) AND suspended_at IS NULL
		ORDER BY id
		FOR SHARE
	), kept_passkeys AS MATERIALIZED (
		SELECT id
		FROM removed_passkeys
		WHERE identity_id = $identity::uuid AND id = ANY ($passkeys::uuid[]) AND kept
		  AND (SELECT count(*) FROM standing_passkeys) < cardinality($passkeys::uuid[])
		ORDER BY id
		FOR SHARE
	), held_factors AS MATERIALIZED (
		SELECT id, disowned_at, gone_at, vouched_at, vouched_by
		FROM factors
		WHERE identity_id = $identity::uuid AND id = ANY ($factors::uuid[] || $initializers::uuid[])
		  AND (SELECT count(*) FROM standing_passkeys) + (SELECT count(*) FROM kept_passkeys) = cardinality($passkeys::uuid[])
		ORDER BY id
		FOR $lock
	), standing_factors AS (
		SELECT id
		FROM held_factors
		WHERE id = ANY ($factors::uuid[]) AND disowned_at IS NULL AND gone_at IS NULL
		  AND (
			vouched_at IS NOT NULL AND coalesce(vouched_by, '{}') <@ $passkeys::uuid[]
			OR NOT EXISTS (SELECT 1 FROM passkeys WHERE identity_id = $identity::uuid AND suspended_for = '')
		  )
	), recovered AS MATERIALIZED (
		SELECT recovered_at
		FROM first_passkeys
		WHERE identity_id = $identity::uuid
		  AND (SELECT count(*) FROM standing_factors) = cardinality($factors::uuid[])
		FOR $lock
	), evidence AS MATERIALIZED (
		SELECT 1
		WHERE (SELECT recovered_at FROM recovered) IS NOT DISTINCT FROM $recovered::timestamptz
		  AND (SELECT count(*) FROM standing_passkeys) + (SELECT count(*) FROM kept_passkeys) = cardinality($passkeys::uuid[])
		  AND (SELECT count(*) FROM standing_factors) = cardinality($factors::uuid[])
		  AND NOT EXISTS (SELECT 1 FROM held_factors WHERE id = ANY ($initializers::uuid[]) AND disowned_at IS NOT NULL)
	)`)
}

func evidenceArgs(by store.Evidence) []any {
	return []any{
		orNull(by.IdentityID),
		append([]uuid.UUID{}, by.Passkeys...), // never NULL
		append([]uuid.UUID{}, by.Factors...),
		append([]uuid.UUID{}, by.Initializers...),
		by.RecoveredAt,
	}
}

var selectEvidence = `WITH` + evidenceCTE(1, `UPDATE`) + ` SELECT count(*) FROM evidence`

// evidenceStands locks all of the evidence until the end of the transaction. It returns store.EvidenceGone unless all of it stands.
func evidenceStands(ctx context.Context, tx pgx.Tx, by store.Evidence) error {
	if by.IdentityID == uuid.Nil {
		return nil
	}
	var stands int64
	err := tx.QueryRow(ctx, selectEvidence, evidenceArgs(by)...).Scan(&stands)
	if err == nil && stands == 0 {
		err = store.EvidenceGone
	}
	return err
}

// lockEvidence waits for all changes that rest on evidence of the identity, in the order of evidenceCTE. What they created
// is seen by the statements that follow the update of the first passkey's record.
func lockEvidence(ctx context.Context, tx pgx.Tx, identityID uuid.UUID) error {
	for _, lock := range []string{
		`SELECT id FROM passkeys WHERE identity_id = $1 ORDER BY id FOR UPDATE`,
		`SELECT id FROM factors WHERE identity_id = $1 ORDER BY id FOR UPDATE`,
	} {
		if _, err := tx.Exec(ctx, lock, identityID); err != nil {
			return err
		}
	}
	return nil
}

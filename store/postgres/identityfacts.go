package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

var (
	identityFacts = row.IdentityFacts(`identity_id = ANY ($1)`)
	factsOfRange  = row.IdentityFacts(`identity_id BETWEEN $1 AND $2`)
)

// IdentityFacts sends all queries in one batch, which is one transaction. With a list of thousands of IDs, Postgres would read each
// table from the beginning to the end; for a range, it uses the index.
func (s *Store) IdentityFacts(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]store.SessionFacts, error) {
	var (
		facts row.Facts
		batch pgx.Batch
	)
	queries, args := identityFacts, []any{ids}
	if row.Ascending(ids) {
		queries, args = factsOfRange, []any{ids[0], ids[len(ids)-1]}
	}
	batch.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
	batch.Queue(queries.Passkeys, args...).Query(into(row.PasskeyState, &facts.Passkeys))
	batch.Queue(queries.Removed, args...).Query(into(row.Removed, &facts.Removed))
	batch.Queue(queries.Factors, args...).Query(into(row.Factor, &facts.Factors))
	batch.Queue(queries.First, args...).Query(into(row.FirstPasskey, &facts.First))
	batch.Queue(queries.SecondWays, args...).Query(into(row.SecondWays, &facts.SecondWays))
	batch.Queue(`COMMIT`)
	if err := s.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return nil, err
	}
	return facts.ByIdentity(ids), nil
}

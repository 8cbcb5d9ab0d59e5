package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

var identityFacts = row.IdentityFacts(`identity_id = ANY ($1)`)

// IdentityFacts sends all queries in one batch, which is one transaction.
func (s *Store) IdentityFacts(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]store.SessionFacts, error) {
	var (
		facts row.Facts
		batch pgx.Batch
	)
	batch.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
	batch.Queue(identityFacts.Passkeys, ids).Query(into(row.PasskeyState, &facts.Passkeys))
	batch.Queue(identityFacts.Removed, ids).Query(into(row.Removed, &facts.Removed))
	batch.Queue(identityFacts.Factors, ids).Query(into(row.Factor, &facts.Factors))
	batch.Queue(identityFacts.First, ids).Query(into(row.FirstPasskey, &facts.First))
	batch.Queue(identityFacts.SecondWays, ids).Query(into(row.SecondWays, &facts.SecondWays))
	batch.Queue(`COMMIT`)
	if err := s.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return nil, err
	}
	return facts.ByIdentity(), nil
}

package sqlite

import (
	"context"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

var (
	identityFacts = row.IdentityFacts(`identity_id IN (SELECT unhex(value, '-') FROM json_each(?1))`)
	factsOfRange  = row.IdentityFacts(`identity_id BETWEEN ?1 AND ?2`)
)

// IdentityFacts reads in one transaction, so that nothing changes in between.
func (s *Store) IdentityFacts(ctx context.Context, identities []uuid.UUID) (map[uuid.UUID]store.SessionFacts, error) {
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing to commit
	var facts row.Facts
	queries, args := identityFacts, []any{ids(identities)}
	if row.Ascending(identities) {
		queries, args = factsOfRange, []any{id(identities[0]), id(identities[len(identities)-1])}
	}
	if facts.Passkeys, err = list(ctx, tx, row.PasskeyState, queries.Passkeys, args...); err != nil {
		return nil, err
	}
	if facts.Removed, err = list(ctx, tx, row.Removed, queries.Removed, args...); err != nil {
		return nil, err
	}
	if facts.Factors, err = list(ctx, tx, row.Factor, queries.Factors, args...); err != nil {
		return nil, err
	}
	if facts.First, err = list(ctx, tx, row.FirstPasskey, queries.First, args...); err != nil {
		return nil, err
	}
	if facts.SecondWays, err = list(ctx, tx, row.SecondWays, queries.SecondWays, args...); err != nil {
		return nil, err
	}
	return facts.ByIdentity(identities), nil
}

package sqlite

import (
	"context"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

var identityFacts = row.IdentityFacts(`identity_id IN (SELECT unhex(value, '-') FROM json_each(?1))`)

// IdentityFacts reads in one transaction, so that nothing changes in between.
func (s *Store) IdentityFacts(ctx context.Context, identities []uuid.UUID) (map[uuid.UUID]store.SessionFacts, error) {
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing to commit
	var facts row.Facts
	if facts.Passkeys, err = list(ctx, tx, row.PasskeyState, identityFacts.Passkeys, ids(identities)); err != nil {
		return nil, err
	}
	if facts.Removed, err = list(ctx, tx, row.Removed, identityFacts.Removed, ids(identities)); err != nil {
		return nil, err
	}
	if facts.Factors, err = list(ctx, tx, row.Factor, identityFacts.Factors, ids(identities)); err != nil {
		return nil, err
	}
	if facts.First, err = list(ctx, tx, row.FirstPasskey, identityFacts.First, ids(identities)); err != nil {
		return nil, err
	}
	if facts.SecondWays, err = list(ctx, tx, row.SecondWays, identityFacts.SecondWays, ids(identities)); err != nil {
		return nil, err
	}
	return facts.ByIdentity(), nil
}

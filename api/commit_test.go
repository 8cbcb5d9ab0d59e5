package api_test

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// commits runs beforeCommit: what is allowed by then changes before it is stored.
func (s *failingStore) commits() {
	if meanwhile := s.beforeCommit; meanwhile != nil {
		s.beforeCommit = nil
		meanwhile()
	}
}

func (s *failingStore) DeletePasskey(ctx context.Context, r store.Removal) ([]store.SessionEnding, error) {
	s.commits()
	return s.Store.DeletePasskey(ctx, r)
}

func (s *failingStore) DisownPasskey(ctx context.Context, d store.Disowning) ([]store.SessionEnding, []store.AdminKey, error) {
	s.commits()
	return s.Store.DisownPasskey(ctx, d)
}

func (s *failingStore) ReplaceRecoveryCodes(
	ctx context.Context, identityID uuid.UUID, by store.Evidence, codes []store.RecoveryCode, e store.AuditEvent,
) error {
	s.commits()
	return s.Store.ReplaceRecoveryCodes(ctx, identityID, by, codes, e)
}

func (s *failingStore) PutSupportCode(
	ctx context.Context, identityID uuid.UUID, code store.RecoveryCode, approval uuid.UUID, e store.AuditEvent,
) error {
	s.commits()
	return s.Store.PutSupportCode(ctx, identityID, code, approval, e)
}

func (s *failingStore) ConfirmFactor(ctx context.Context, identityID, id uuid.UUID, by store.Evidence, at time.Time, e store.AuditEvent) error {
	s.commits()
	return s.Store.ConfirmFactor(ctx, identityID, id, by, at, e)
}

func (s *failingStore) DisownFactor(ctx context.Context, d store.FactorDisowning) (store.FactorDisowned, error) {
	s.commits()
	return s.Store.DisownFactor(ctx, d)
}

func (s *failingStore) CreateAdminKey(ctx context.Context, key store.AdminKey, by store.Evidence, e store.AuditEvent) error {
	s.commits()
	return s.Store.CreateAdminKey(ctx, key, by, e)
}

func (s *failingStore) NoteSettings(ctx context.Context, identityID uuid.UUID, by store.Evidence, at time.Time) error {
	s.commits()
	return s.Store.NoteSettings(ctx, identityID, by, at)
}

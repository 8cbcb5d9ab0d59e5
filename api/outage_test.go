package api_test

import (
	"context"
	"errors"
	"sync"

	"github.com/google/uuid"

	"latchkey/store"
)

// failingStore is the real store, with a plug to pull: every call but Close fails while it is down.
type failingStore struct {
	store.Store
	mu   sync.Mutex
	down bool
}

var errDown = errors.New("connection refused")

func (s *failingStore) goDown(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

func (s *failingStore) fails() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

func (s *failingStore) PasskeyByCredentialID(ctx context.Context, id []byte) (store.Passkey, error) {
	if s.fails() {
		return store.Passkey{}, errDown
	}
	return s.Store.PasskeyByCredentialID(ctx, id)
}

func (s *failingStore) PasskeysOf(ctx context.Context, id uuid.UUID) ([]store.Passkey, error) {
	if s.fails() {
		return nil, errDown
	}
	return s.Store.PasskeysOf(ctx, id)
}

func (s *failingStore) UsePasskey(ctx context.Context, a store.Assertion) error {
	if s.fails() {
		return errDown
	}
	return s.Store.UsePasskey(ctx, a)
}

func (s *failingStore) CreatePasskey(ctx context.Context, n store.NewPasskey) error {
	if s.fails() {
		return errDown
	}
	return s.Store.CreatePasskey(ctx, n)
}

func (s *failingStore) SpendChallenge(ctx context.Context, c store.Challenge, e store.AuditEvent) error {
	if s.fails() {
		return errDown
	}
	return s.Store.SpendChallenge(ctx, c, e)
}

package webauthnsvc

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"sync"

	"latchkey/store"
)

// ownKey is one of the keys that the service hashes with: random, made once by whichever replica asks first, kept sealed in the
// database. It outlives the secrets that seal it.
type ownKey struct {
	name string

	mu  sync.Mutex
	key []byte
}

// Prepare opens all of the service's own keys, and makes those that are missing. A key that an old secret had sealed is
// sealed anew, also one that no request needs before that secret is taken away. ErrStoreUnavailable.
func (s *Service) Prepare(ctx context.Context) error {
	for _, key := range []*ownKey{&s.decoyKey, &s.recoveryKey, &s.fingerprintKey} {
		if _, err := key.load(ctx, s); err != nil {
			return err
		}
	}
	_, err := s.chainKey(ctx)
	return err
}

// load reads the key once. A failure is not remembered: the database may be back at the next request.
func (k *ownKey) load(ctx context.Context, s *Service) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.key != nil {
		return k.key, nil
	}
	key, err := s.sealedKey(ctx, k.name, sha256.Size)
	if err != nil {
		return nil, err
	}
	k.key = key
	return key, nil
}

// sealedKey reads or makes a key, and seals it anew when an old secret opened it.
func (s *Service) sealedKey(ctx context.Context, name string, size int) ([]byte, error) {
	sealed, err := s.store.Key(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		fresh := make([]byte, size)
		_, _ = rand.Read(fresh)
		sealed, err = s.store.CreateKey(ctx, name, s.seal.SealBytes("key "+name, fresh))
	}
	if err != nil {
		return nil, storeError(err)
	}
	key, first, err := s.seal.OpenBytes("key "+name, sealed)
	if err != nil {
		return nil, errors.New("the key " + name + " in the database was sealed with a secret that secrets.cipher no longer lists")
	}
	if !first {
		if err := s.store.ReplaceKey(ctx, name, sealed, s.seal.SealBytes("key "+name, key)); err != nil {
			return nil, storeError(err)
		}
	}
	return key, nil
}

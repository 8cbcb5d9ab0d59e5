package seal

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"

	"latchkey/fault"
	"latchkey/store"
)

// Keys is where sealed keys are stored.
type Keys interface {
	Key(ctx context.Context, name string) ([]byte, error)
	CreateKey(ctx context.Context, name string, sealed []byte) ([]byte, error)
	ReplaceKey(ctx context.Context, name string, old, sealed []byte) error
}

// Key is a random key that the first replica to need it makes, kept sealed in the database. It outlives the secrets that
// seal it. Make it with Sealer.Key.
type Key struct {
	sealer *Sealer
	keys   Keys
	name   string
	size   int

	mu  sync.Mutex
	key []byte
}

// Key is the key of that name, of size bytes. Nothing is read before Load.
func (s *Sealer) Key(keys Keys, name string, size int) *Key {
	return &Key{sealer: s, keys: keys, name: name, size: size}
}

// Load reads the key once. A failure is not remembered: the database may answer the next request. ErrStoreUnavailable.
func (k *Key) Load(ctx context.Context) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.key != nil {
		return k.key, nil
	}
	key, err := k.Read(ctx)
	if err == nil {
		k.key = key
	}
	return key, err
}

// Read reads the key from the database, or makes it there. A key that an old secret had sealed is sealed anew with the
// first. ErrStoreUnavailable.
func (k *Key) Read(ctx context.Context) ([]byte, error) {
	sealed, err := k.keys.Key(ctx, k.name)
	if errors.Is(err, store.ErrNotFound) {
		fresh := make([]byte, k.size)
		_, _ = rand.Read(fresh) // never fails (crypto/rand)
		sealed, err = k.keys.CreateKey(ctx, k.name, k.sealer.Seal(k.kind(), fresh))
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	key, first, err := k.sealer.Open(k.kind(), sealed)
	if err != nil {
		return nil, errors.New("the key " + k.name + " in the database was sealed with a secret that secrets.cipher no longer lists")
	}
	if !first {
		if err := k.keys.ReplaceKey(ctx, k.name, sealed, k.sealer.Seal(k.kind(), key)); err != nil {
			return nil, fault.OfStore(err)
		}
	}
	return key, nil
}

func (k *Key) kind() string { return "key " + k.name }

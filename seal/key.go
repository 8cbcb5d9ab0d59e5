package seal

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"

	"latchkey/fault"
	"latchkey/store"
)

// Keys is where sealed keys are stored. Package store has its contract.
type Keys interface {
	Key(ctx context.Context, name string) ([]byte, error)
	CreateKey(ctx context.Context, name string, sealed []byte) ([]byte, error)
	ReplaceKey(ctx context.Context, name string, old, sealed []byte) error
}

// Key is a random key, sealed in the database. The first replica that needs it creates it. It outlives the secrets that
// seal it. Create one with Sealer.Key.
type Key struct {
	sealer *Sealer
	keys   Keys
	name   string
	size   int

	mu  sync.Mutex
	key []byte
}

// Key returns the key of that name, with size bytes. It reads nothing before Load.
func (s *Sealer) Key(keys Keys, name string, size int) *Key {
	return &Key{sealer: s, keys: keys, name: name, size: size}
}

// Load returns the key and caches it. It does not cache a failure. It returns the errors of Read.
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

// Read reads the key from the database, or creates it. It reseals a key that an old secret had sealed. Errors:
// fault.ErrStoreUnavailable, and another one if none of the secrets opens the key.
func (k *Key) Read(ctx context.Context) ([]byte, error) {
	sealed, err := k.keys.Key(ctx, k.name)
	if errors.Is(err, store.ErrNotFound) {
		sealed, err = k.keys.CreateKey(ctx, k.name, k.sealer.Seal(k.kind(), k.fresh()))
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	key, first, err := k.open(sealed)
	if err != nil {
		return nil, err
	}
	if !first {
		if err := k.keys.ReplaceKey(ctx, k.name, sealed, k.sealer.Seal(k.kind(), key)); err != nil {
			return nil, fault.OfStore(err)
		}
	}
	return key, nil
}

// Peek is Read without writing: while there is no key, each call returns another one.
func (k *Key) Peek(ctx context.Context) ([]byte, error) {
	sealed, err := k.keys.Key(ctx, k.name)
	if errors.Is(err, store.ErrNotFound) {
		return k.fresh(), nil
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return k.Open(sealed)
}

func (k *Key) fresh() []byte {
	key := make([]byte, k.size)
	_, _ = rand.Read(key) // never fails (crypto/rand)
	return key
}

// Open returns the key that is sealed in a row. It neither reads nor writes the database.
func (k *Key) Open(sealed []byte) ([]byte, error) {
	key, _, err := k.open(sealed)
	return key, err
}

func (k *Key) open(sealed []byte) (key []byte, first bool, err error) {
	key, first, err = k.sealer.Open(k.kind(), sealed)
	if err != nil {
		err = errors.New("the key " + k.name + " in the database was sealed with a secret that secrets.cipher no longer lists")
	}
	return key, first, err
}

func (k *Key) kind() string { return "key " + k.name }

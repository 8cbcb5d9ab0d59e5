package oidc

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"latchkey/fault"
	"latchkey/seal"
	"latchkey/store"
)

const (
	keysName = "signing" // in store.Keys, sealed for keysKind
	keysKind = "key signing"

	// A key signs for rotateEvery. It is published AnnounceFor before it signs, because verifiers cache the set, and
	// retireAfter after its last signature, when everything it signed has expired.
	rotateEvery = 90 * 24 * time.Hour
	AnnounceFor = 10 * time.Minute
	retireAfter = time.Hour
	// refreshEvery limits how long a replica uses its copy of the set. It is shorter than AnnounceFor, so no replica
	// signs with a key that another does not publish.
	refreshEvery = time.Minute
)

// signingKey is one ES256 key with its times.
type signingKey struct {
	ID         string    `json:"kid"`
	Private    []byte    `json:"private"` // PKCS #8
	SignsFrom  time.Time `json:"signs_from"`
	SignsUntil time.Time `json:"signs_until"`

	key *ecdsa.PrivateKey
}

// keyring is the set of keys: one sealed row that all replicas share and change by compare-and-swap.
type keyring struct {
	store store.Keys
	seal  *seal.Sealer
	now   func() time.Time

	mu     sync.Mutex
	sealed []byte // the row as read
	keys   []signingKey
	readAt time.Time
}

// current returns the set after any rotation that is due.
func (r *keyring) current(ctx context.Context) ([]signingKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if r.keys == nil || now.Sub(r.readAt).Abs() > refreshEvery {
		if err := r.read(ctx, now); err != nil {
			return nil, err
		}
	}
	if due(r.keys, now) {
		if err := r.replace(ctx, now, rotated(r.keys, now)); err != nil {
			return nil, err
		}
	}
	return r.keys, nil
}

// due reports whether the last key of the set ends soon, so that its successor must be announced.
func due(keys []signingKey, now time.Time) bool {
	return !now.Before(keys[len(keys)-1].SignsUntil.Add(-AnnounceFor))
}

// rotated adds a successor that signs from when the last key ends, and drops retired keys.
func rotated(keys []signingKey, now time.Time) []signingKey {
	keys = slices.DeleteFunc(slices.Clone(keys), func(k signingKey) bool { return now.After(k.SignsUntil.Add(retireAfter)) })
	from := now.Add(AnnounceFor)
	if len(keys) == 0 {
		from = alone(now) // no key could sign meanwhile
	} else if last := &keys[len(keys)-1]; last.SignsUntil.After(from) {
		last.SignsUntil = from
	} else {
		from = last.SignsUntil
		if from.Before(alone(now)) { // no request for a while
			from = alone(now)
		}
	}
	return append(keys, newSigningKey(from))
}

// alone is when a key without a predecessor starts to sign: early enough for replicas whose clocks are behind.
func alone(now time.Time) time.Time { return now.Add(-AnnounceFor) }

func newSigningKey(from time.Time) signingKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(fmt.Sprintf("the system's random source failed: %v", err))
	}
	private, _ := x509.MarshalPKCS8PrivateKey(key) // an ECDSA key of a known curve marshals
	return signingKey{ID: rand.Text(), Private: private, SignsFrom: from.UTC(), SignsUntil: from.UTC().Add(rotateEvery), key: key}
}

// read loads the set or creates the first one, which all replicas that start at once then share.
func (r *keyring) read(ctx context.Context, now time.Time) error {
	sealed, err := r.store.Key(ctx, keysName)
	if errors.Is(err, store.ErrNotFound) {
		first, marshalErr := json.Marshal([]signingKey{newSigningKey(alone(now))})
		if marshalErr != nil {
			return marshalErr
		}
		sealed, err = r.store.CreateKey(ctx, keysName, r.seal.Seal(keysKind, first))
	}
	if err != nil {
		return fault.Unanswered(err)
	}
	return r.open(ctx, sealed, now)
}

func (r *keyring) open(ctx context.Context, sealed []byte, now time.Time) error {
	plain, first, err := r.seal.Open(keysKind, sealed)
	if err != nil {
		return errors.New("the signing keys in the database were sealed with a secret that secrets.cipher no longer lists")
	}
	var keys []signingKey
	if err := json.Unmarshal(plain, &keys); err != nil || len(keys) == 0 {
		return fmt.Errorf("the signing keys in the database cannot be read: %w", err)
	}
	for i := range keys {
		parsed, err := x509.ParsePKCS8PrivateKey(keys[i].Private)
		key, ok := parsed.(*ecdsa.PrivateKey)
		if err != nil || !ok {
			return errors.New("a signing key in the database is not an ECDSA key")
		}
		keys[i].key = key
	}
	r.sealed, r.keys, r.readAt = sealed, keys, now
	if !first { // an old secret opened it: seal again, so that the old secret can be removed
		return r.replace(ctx, now, keys)
	}
	return nil
}

// replace swaps the set in the store and reads it back; if another replica was faster, the set is that replica's.
func (r *keyring) replace(ctx context.Context, now time.Time, keys []signingKey) error {
	plain, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	if err := r.store.ReplaceKey(ctx, keysName, r.sealed, r.seal.Seal(keysKind, plain)); err != nil {
		return fault.Unanswered(err)
	}
	sealed, err := r.store.Key(ctx, keysName)
	if err != nil {
		return fault.Unanswered(err)
	}
	return r.open(ctx, sealed, now)
}

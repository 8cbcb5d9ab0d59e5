package proof

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	keptFor  = 5 * time.Minute // how long the keys are used without asking again
	unknowns = time.Minute     // how often an unknown key may cause a call
)

// keys are the published keys of an issuer. Keys of other kinds than Latchkey's are ignored.
type keys struct {
	address string
	http    *http.Client

	lock    sync.Mutex
	byID    map[string]*ecdsa.PublicKey
	fetched time.Time
}

func newKeys(issuer string) *keys {
	return &keys{address: issuer + "/.well-known/jwks.json", http: &http.Client{Timeout: 10 * time.Second}}
}

// key returns the key of that ID. Errors: ErrInvalid if there is none.
func (k *keys) key(ctx context.Context, id string) (*ecdsa.PublicKey, error) {
	k.lock.Lock()
	defer k.lock.Unlock()
	age := time.Since(k.fetched)
	if age > keptFor || k.byID[id] == nil && age > unknowns {
		byID, err := k.fetch(ctx)
		if err != nil {
			return nil, fmt.Errorf("proof: cannot fetch the keys: %w", err)
		}
		k.byID, k.fetched = byID, time.Now()
	}
	if key := k.byID[id]; key != nil {
		return key, nil
	}
	return nil, invalid("unknown key")
}

func (k *keys) fetch(ctx context.Context) (map[string]*ecdsa.PublicKey, error) {
	question, err := http.NewRequestWithContext(ctx, http.MethodGet, k.address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := k.http.Do(question)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var set struct {
		Keys []struct{ Kid, Kty, Crv, X, Y string }
	}
	if answer.StatusCode != http.StatusOK {
		return nil, errors.New(answer.Status)
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(&set); err != nil {
		return nil, err
	}
	byID := make(map[string]*ecdsa.PublicKey)
	for _, key := range set.Keys {
		x, errX := base64.RawURLEncoding.DecodeString(key.X)
		y, errY := base64.RawURLEncoding.DecodeString(key.Y)
		public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, x, y))
		if key.Kty == "EC" && key.Crv == "P-256" && errors.Join(errX, errY, err) == nil {
			byID[key.Kid] = public
		}
	}
	return byID, nil
}

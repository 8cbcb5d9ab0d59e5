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
	running *fetching // nil: no call is on its way
}

// fetching is a call that all requests wait for which need the keys meanwhile.
type fetching struct {
	done chan struct{}
	err  error // once done
}

func newKeys(issuer string) *keys {
	return &keys{address: issuer + "/.well-known/jwks.json", http: &http.Client{Timeout: 10 * time.Second}}
}

// key returns the key of that ID. Errors: ErrInvalid if there is none.
func (k *keys) key(ctx context.Context, id string) (*ecdsa.PublicKey, error) {
	key, current := k.known(id)
	if !current {
		if err := k.refresh(ctx); err != nil {
			return nil, fmt.Errorf("proof: cannot fetch the keys: %w", err)
		}
		key, _ = k.known(id)
	}
	if key == nil {
		return nil, invalid("unknown key")
	}
	return key, nil
}

// known returns a key, and whether there is no need to ask for it, also if there is none.
func (k *keys) known(id string) (key *ecdsa.PublicKey, current bool) {
	k.lock.Lock()
	defer k.lock.Unlock()
	key, age := k.byID[id], time.Since(k.fetched)
	return key, age <= keptFor && (key != nil || age <= unknowns)
}

// refresh fetches the keys, once for all that wait. The end of one request does not end the call, which others wait for.
func (k *keys) refresh(ctx context.Context) error {
	k.lock.Lock()
	if k.running == nil {
		k.running = &fetching{done: make(chan struct{})}
		go k.fetchFor(k.running)
	}
	running := k.running
	k.lock.Unlock()
	select {
	case <-running.done:
		return running.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (k *keys) fetchFor(waiting *fetching) {
	byID, err := k.fetch()
	k.lock.Lock()
	defer k.lock.Unlock()
	if waiting.err = err; err == nil {
		k.byID, k.fetched = byID, time.Now()
	}
	k.running = nil
	close(waiting.done)
}

func (k *keys) fetch() (map[string]*ecdsa.PublicKey, error) {
	answer, err := k.http.Get(k.address)
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

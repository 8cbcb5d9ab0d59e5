package proof

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"sync"
	"time"
)

// nonceLifetime is longer than a login and its proof last.
const nonceLifetime = 10 * time.Minute

// Nonces are the nonces of one process: a service with several replicas needs nonces of its own, in a store that the replicas
// share. New keeps nothing, so it can be called by anyone; a nonce is bound to no user. Only nonces of valid proofs are kept, until they expire.
type Nonces struct {
	key  [32]byte
	lock sync.Mutex
	used map[string]time.Time // until when they are kept
}

// NewNonces returns nonces that no other process accepts.
func NewNonces() *Nonces {
	n := &Nonces{used: make(map[string]time.Time)}
	_, _ = rand.Read(n.key[:]) // never fails (crypto/rand)
	return n
}

// New returns a nonce, which can be used once, within ten minutes.
func (n *Nonces) New() string {
	nonce := binary.BigEndian.AppendUint64(nil, uint64(time.Now().Add(nonceLifetime).Unix()))
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails (crypto/rand)
	nonce = append(nonce, random...)
	return base64.RawURLEncoding.EncodeToString(append(nonce, n.sign(nonce)...))
}

// Use reports whether the nonce is of New, has not expired and was not used before, and uses it up.
func (n *Nonces) Use(nonce string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(nonce)
	if err != nil || len(raw) != 24+sha256.Size || !hmac.Equal(raw[24:], n.sign(raw[:24])) {
		return false
	}
	now, until := time.Now(), time.Unix(int64(binary.BigEndian.Uint64(raw)), 0)
	if !now.Before(until) {
		return false
	}
	n.lock.Lock()
	defer n.lock.Unlock()
	for other, expires := range n.used {
		if !now.Before(expires) {
			delete(n.used, other)
		}
	}
	key := string(raw)
	if _, used := n.used[key]; used {
		return false
	}
	n.used[key] = until
	return true
}

func (n *Nonces) sign(nonce []byte) []byte {
	mac := hmac.New(sha256.New, n.key[:])
	mac.Write(nonce)
	return mac.Sum(nil)
}

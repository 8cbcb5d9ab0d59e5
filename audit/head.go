package audit

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"latchkey/fault"
	"latchkey/store"
)

// Head is a signed head for the operator to keep elsewhere.
type Head struct {
	Number    int64     `json:"number"`
	Events    int       `json:"events"`
	SealedAt  time.Time `json:"sealed_at"`
	Hash      []byte    `json:"hash"`
	Signature []byte    `json:"signature"`
	PublicKey []byte    `json:"public_key"` // Ed25519
}

// Head returns the newest head. Errors: fault.ErrNotFound if nothing is sealed yet.
func (l *Log) Head(ctx context.Context) (*Head, error) {
	head, err := l.store.LastAuditHead(ctx)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	key, err := l.signingKey(ctx)
	if err != nil {
		return nil, err
	}
	return viewHead(head, key.Public().(ed25519.PublicKey)), nil
}

func viewHead(h store.AuditHead, public ed25519.PublicKey) *Head {
	return &Head{h.Number, h.Count, h.SealedAt, h.Hash[:], h.Signature[:], public}
}

// Signed reports whether its key signed a kept head.
func (h *Head) Signed() bool {
	if len(h.PublicKey) != ed25519.PublicKeySize || len(h.Hash) != sha256.Size {
		return false
	}
	statement := headStatement(store.AuditHead{Number: h.Number, Hash: [32]byte(h.Hash)})
	return ed25519.Verify(h.PublicKey, statement, h.Signature)
}

// ReadHead reads the file of --head, as `latchkey audit head` printed it; without a name it returns nil.
func ReadHead(file string) (*Head, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--head: %w", err)
	}
	var head Head
	if err := json.Unmarshal(raw, &head); err != nil || !head.Signed() {
		return nil, fmt.Errorf("--head: %s is not what `latchkey audit head` printed, or was changed since", file)
	}
	return &head, nil
}

package audit

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"latchkey/fault"
	"latchkey/store"
)

// sealBatch is how many events one head closes: SQLite blocks writers while they are marked.
const sealBatch = 500

// Seal closes batches until every event is sealed, and returns how many events they contain. Any number of replicas may
// call it at once: one wins each batch, and the others leave it to that one. Only then does it end early without an
// error.
func (l *Log) Seal(ctx context.Context) (int, error) {
	key, err := l.signingKey(ctx)
	if err != nil {
		return 0, err
	}
	for total := 0; ; {
		sealed, err := l.sealNext(ctx, key)
		if total += sealed; err != nil || sealed < sealBatch {
			return total, fault.OfStore(err)
		}
	}
}

// sealNext closes the next batch, and returns how many events it contains: none if another replica closed it.
func (l *Log) sealNext(ctx context.Context, key ed25519.PrivateKey) (int, error) {
	events, err := l.store.UnsealedEvents(ctx, sealBatch)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	switch err := l.sealOne(ctx, key, events); {
	case errors.Is(err, store.AlreadySealed):
		return 0, nil
	case err != nil:
		return 0, err
	}
	return len(events), nil
}

func (l *Log) sealOne(ctx context.Context, key ed25519.PrivateKey, events []store.AuditEvent) error {
	previous, err := l.store.LastAuditHead(ctx)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	head := store.AuditHead{
		Number:   previous.Number + 1,
		SealedAt: l.cfg.Now().UTC().Truncate(time.Microsecond),
		Count:    len(events),
	}
	sealed := make([]store.SealedEvent, len(events))
	for i, e := range events {
		salt := make([]byte, 16)
		_, _ = rand.Read(salt) // never fails (crypto/rand)
		sealed[i] = store.SealedEvent{AuditEvent: e, Batch: head.Number, Salt: salt, PersonalHash: personalHash(salt, e)}
		leaf := leafOf(sealed[i])
		head.Leaves = slices.Concat(head.Leaves, e.ID[:], leaf[:])
		if e.At.After(head.LastAt) {
			head.LastAt = e.At
		}
	}
	head.Root = sha256.Sum256(head.Leaves)
	head.Hash = headHash(previous.Hash, head)
	head.Signature = [64]byte(ed25519.Sign(key, headStatement(head)))
	return l.store.SealEvents(ctx, head, sealed)
}

// Trim deletes whole batches whose events are all older than retention (0: none), and returns their number. Their heads
// stay and are signed as removed.
func (l *Log) Trim(ctx context.Context, retention time.Duration) (int, error) {
	if retention <= 0 {
		return 0, nil
	}
	key, err := l.signingKey(ctx)
	if err != nil {
		return 0, err
	}
	for total := 0; ; {
		at := l.cfg.Now().UTC().Truncate(time.Microsecond)
		heads, err := l.store.OldAuditHeads(ctx, at.Add(-retention), 100)
		if err != nil || len(heads) == 0 {
			return total, fault.OfStore(err)
		}
		for _, h := range heads {
			removal := store.AuditRemoval{At: at, Signature: [64]byte(ed25519.Sign(key, removalStatement(h, at)))}
			if err := l.store.RemoveBatch(ctx, h.Number, removal); err != nil {
				return total, fault.OfStore(err)
			}
			total++
		}
	}
}

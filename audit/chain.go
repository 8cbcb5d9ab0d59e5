package audit

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
)

// The audit log is sealed after it is written, in batches, so that no ceremony waits for it:
//
//	personal hash = H(salt, the personal fields)     the salt is random, and is deleted when a user is erased
//	leaf          = H(the other fields, personal hash)
//	root          = H(IDs and leaves of the batch, in the order of the IDs)
//	head          = H(the head before, number, times, count, root), signed by Ed25519
//
// So a row cannot be changed, removed or added without its batch, and a batch not without all that follow. Erasure is
// still possible: a row whose personal fields were blanked keeps their hash, with a signature in place of the salt.

// sealBatch is how many events one head closes: SQLite blocks writers while they are marked.
const sealBatch = 500

// chainKeyName is the name of the signing key's seed in the store. It is created once and never changes.
const chainKeyName = "audit_chain"

// digest hashes a list of fields, each prefixed with its length, so that no two lists hash the same bytes.
type digest struct{ hash.Hash }

func newDigest(domain string) digest {
	d := digest{sha256.New()}
	d.add([]byte(domain))
	return d
}

func (d digest) add(fields ...[]byte) {
	var length [4]byte
	for _, field := range fields {
		binary.BigEndian.PutUint32(length[:], uint32(len(field)))
		d.Write(length[:])
		d.Write(field)
	}
}

func (d digest) texts(fields ...string) {
	for _, field := range fields {
		d.add([]byte(field))
	}
}

func (d digest) numbers(fields ...int64) {
	for _, field := range fields {
		d.add(binary.BigEndian.AppendUint64(nil, uint64(field)))
	}
}

func (d digest) sum() [32]byte { return [32]byte(d.Sum(nil)) }

// bytesOf returns the bytes of an ID; none for the zero ID.
func bytesOf(id uuid.UUID) []byte {
	if id == uuid.Nil {
		return nil
	}
	return id[:]
}

// personalHash covers the fields that an erasure blanks.
func personalHash(salt []byte, e store.AuditEvent) [32]byte {
	d := newDigest("latchkey audit personal v1")
	d.add(salt, bytesOf(e.IdentityID))
	d.texts(e.ActorID, e.IP, e.UserAgent, e.Reason)
	d.add(e.Metadata)
	return d.sum()
}

// leafOf covers the whole row, and is the same before and after it is blanked.
func leafOf(e store.SealedEvent) [32]byte {
	actorID := e.ActorID
	if ownAct(e.AuditEvent) {
		actorID = "" // personal
	}
	d := newDigest("latchkey audit leaf v1")
	d.add(e.ID[:])
	d.numbers(e.At.UnixMicro())
	d.texts(e.Type, e.ActorKind, actorID)
	d.add(bytesOf(e.PasskeyID))
	d.texts(e.RequestID)
	d.add(e.PersonalHash[:])
	return d.sum()
}

// ownAct reports whether actor and identity are the same user. An actor stays recorded when another user, on whom they
// acted, is erased.
func ownAct(e store.AuditEvent) bool {
	return e.ActorKind == ByIdentity(e.IdentityID).Kind && e.ActorID == e.IdentityID.String()
}

func headHash(previous [32]byte, h store.AuditHead) [32]byte {
	d := newDigest("latchkey audit head v1")
	d.add(previous[:])
	d.numbers(h.Number, h.SealedAt.UnixMicro(), h.LastAt.UnixMicro(), int64(h.Count))
	d.add(h.Root[:])
	return d.sum()
}

// What is signed, each with its own prefix.

func headStatement(h store.AuditHead) []byte {
	d := newDigest("latchkey audit head signature v1")
	d.numbers(h.Number)
	d.add(h.Hash[:])
	return d.Sum(nil)
}

func removalStatement(h store.AuditHead, at time.Time) []byte {
	d := newDigest("latchkey audit removal v1")
	d.numbers(h.Number, at.UnixMicro())
	d.add(h.Hash[:])
	return d.Sum(nil)
}

func erasureStatement(e store.SealedEvent) []byte {
	d := newDigest("latchkey audit erasure v1")
	d.add(e.ID[:], e.PersonalHash[:])
	return d.Sum(nil)
}

// signingKey returns the signing key, which the first replica creates.
func (l *Log) signingKey(ctx context.Context) (ed25519.PrivateKey, error) {
	seed, err := l.key.Read(ctx)
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

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
		_, _ = rand.Read(salt)
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

// Head is a signed head for the operator to keep elsewhere.
type Head struct {
	Number    int64     `json:"number"`
	Events    int       `json:"events"`
	SealedAt  time.Time `json:"sealed_at"`
	Hash      []byte    `json:"hash"`
	Signature []byte    `json:"signature"`
	PublicKey []byte    `json:"public_key"` // Ed25519
}

// Head returns the newest head. ErrNotFound if nothing is sealed yet.
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

// blank reports whether a row contains no personal data.
func blank(e store.AuditEvent) bool {
	return e.IdentityID == uuid.Nil && e.IP == "" && e.UserAgent == "" && e.Reason == "" && len(e.Metadata) == 0
}

// leafAt returns one entry of a head's list of rows.
func leafAt(leaves []byte, i int) (id uuid.UUID, leaf []byte) {
	row := leaves[i*store.LeafSize : (i+1)*store.LeafSize]
	return uuid.UUID(row[:16]), row[16:]
}

// before reports whether an ID comes before another in a batch.
func before(a, b uuid.UUID) bool { return bytes.Compare(a[:], b[:]) < 0 }

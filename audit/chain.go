package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"time"

	"github.com/google/uuid"

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

package audit

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"math"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/seal"
	"latchkey/store"
)

// Verify reads the whole chain as of one moment, in constant memory and short statements, while the service may run. kept is
// a head from elsewhere, or nil; only with it are a truncated or a completely new log detected. progress is called with the
// numbers of verified and of all batches.
func (l *Log) Verify(ctx context.Context, kept *Head, progress func(done, all int64)) (*Report, error) {
	v := &verifier{key: l.key, report: &Report{Faults: []Fault{}}, kept: kept}
	err := l.store.ReadAuditSnapshot(ctx, func(s store.AuditSnapshot) error {
		v.store = s
		return v.verify(ctx, progress)
	})
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return v.report, nil
}

// verifier reads heads and rows side by side.
type verifier struct {
	store  store.AuditSnapshot
	key    *seal.Key
	public ed25519.PublicKey // nil: there is none
	report *Report
	kept   *Head
	head   store.AuditHead // the last head read
}

func (v *verifier) verify(ctx context.Context, progress func(done, all int64)) error {
	if err := v.readKey(ctx); err != nil {
		return err
	}
	last, err := v.store.LastAuditHead(ctx)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err := v.chain(ctx, func(done int64) { progress(done, last.Number) }); err != nil {
		return err
	}
	v.compareKept()
	unsealed, oldest, err := v.store.AuditBacklog(ctx)
	if err == nil && unsealed > 0 {
		v.report.Unsealed, v.report.OldestUnsealed = unsealed, &oldest
	}
	return err
}

// readKey must not create a key: an attacker may have removed it.
func (v *verifier) readKey(ctx context.Context) error {
	sealed, err := v.store.Key(ctx, chainKeyName)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	seed, err := v.key.Open(sealed)
	if err == nil {
		v.public = ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	}
	return err
}

func (v *verifier) add(faults ...Fault) {
	v.report.FaultCount += int64(len(faults))
	room := maxFaults - len(v.report.Faults)
	v.report.Faults = append(v.report.Faults, faults[:min(room, len(faults))]...)
}

// chain continues until there are neither heads nor rows.
func (v *verifier) chain(ctx context.Context, progress func(int64)) error {
	rows := &rowReader{store: v.store}
	for {
		heads, err := v.store.AuditHeads(ctx, v.head.Number, 64)
		if err != nil {
			return err
		}
		for _, h := range heads {
			if err := v.strays(ctx, rows, h.Number); err != nil {
				return err
			}
			v.checkHead(h)
			if err := v.checkRows(ctx, h, rows); err != nil {
				return err
			}
			progress(h.Number)
		}
		if len(heads) == 0 {
			return v.strays(ctx, rows, math.MaxInt64)
		}
	}
}

// stray reports a row of a batch without a head.
func (v *verifier) stray(rows *rowReader) {
	row := rows.take()
	v.add(Fault{FaultEventAdded, row.Batch, &row.ID})
}

// strays reports rows of batches without a head.
func (v *verifier) strays(ctx context.Context, rows *rowReader, number int64) error {
	for {
		row, err := rows.peek(ctx)
		if err != nil || row == nil || row.Batch >= number {
			return err
		}
		v.stray(rows)
	}
}

func (v *verifier) checkHead(h store.AuditHead) {
	for missing := v.head.Number + 1; missing < h.Number; missing++ {
		if missing > v.head.Number+maxFaults { // numbers can be forged, too
			break
		}
		v.add(Fault{FaultHeadMissing, missing, nil})
	}
	if h.Hash != headHash(v.head.Hash, h) && v.head.Number == h.Number-1 {
		v.add(Fault{FaultHeadChanged, h.Number, nil})
	}
	switch {
	case v.public == nil && v.head.Number == 0:
		v.add(Fault{Fault: FaultKeyMissing})
	case v.public != nil && !ed25519.Verify(v.public, headStatement(h), h.Signature[:]):
		v.add(Fault{FaultHeadSignature, h.Number, nil})
	}
	if v.kept != nil && v.kept.Number == h.Number && !bytes.Equal(v.kept.Hash, h.Hash[:]) {
		v.add(Fault{FaultKeptHead, h.Number, nil})
	}
	v.head = h
	v.report.Batches++
	v.report.Head = viewHead(h, v.public)
}

// compareKept runs at the end of the chain.
func (v *verifier) compareKept() {
	switch {
	case v.kept == nil:
	case v.public != nil && !bytes.Equal(v.public, v.kept.PublicKey):
		v.add(Fault{FaultKeptKey, v.kept.Number, nil})
	case v.kept.Number > v.head.Number:
		v.add(Fault{FaultTailCut, v.kept.Number, nil})
	}
}

// checkRows compares the rows of a batch with the head's list.
func (v *verifier) checkRows(ctx context.Context, h store.AuditHead, rows *rowReader) error {
	found, err := v.compare(ctx, h, rows)
	if err != nil {
		return err
	}
	v.report.Events += found.events
	v.report.Erased += found.erased
	if h.Removal != nil {
		v.report.Removed++
	}
	v.report.FaultCount += found.more
	v.add(found.faults...)
	return nil
}

func (v *verifier) compare(ctx context.Context, h store.AuditHead, rows *rowReader) (c comparison, err error) {
	listed := v.listOf(h, &c)
	next := 0
	missing := func() {
		c.add(FaultEventMissing, h.Number, rowID(h.Leaves, next))
		next++
	}
	for {
		row, err := rows.peek(ctx)
		if err != nil {
			return c, err
		}
		if row == nil || row.Batch != h.Number {
			break
		}
		e := rows.take()
		for next < listed && before(rowID(h.Leaves, next), e.ID) {
			missing()
		}
		if next < listed && rowID(h.Leaves, next) == e.ID {
			if !v.genuine(e, h.Leaves, next) {
				c.add(FaultEventChanged, h.Number, e.ID)
			}
			next++
		} else {
			c.add(FaultEventAdded, h.Number, e.ID)
		}
		c.events++
		if e.Salt == nil {
			c.erased++
		}
	}
	for next < listed {
		missing()
	}
	return c, nil
}

// listOf checks a head's list of rows and returns how many it names: none if they were removed.
func (v *verifier) listOf(h store.AuditHead, c *comparison) int {
	if h.Removal != nil {
		if v.public != nil && !ed25519.Verify(v.public, removalStatement(h, h.Removal.At), h.Removal.Signature[:]) {
			c.add(FaultRemovalSignature, h.Number, uuid.Nil)
		}
		return 0
	}
	if sha256.Sum256(h.Leaves) != h.Root || len(h.Leaves) != h.Count*store.LeafSize {
		c.add(FaultHeadChanged, h.Number, uuid.Nil)
	}
	return len(h.Leaves) / store.LeafSize
}

// genuine reports whether a row is as it was sealed, or was blanked by us since.
func (v *verifier) genuine(e store.SealedEvent, leaves []byte, i int) bool {
	_, want := leafAt(leaves, i)
	if leaf := leafOf(e); !bytes.Equal(leaf[:], want) {
		return false
	}
	if e.Salt != nil {
		return e.Erasure == nil && personalHash(e.Salt, e.AuditEvent) == e.PersonalHash
	}
	return blank(e.AuditEvent) && (v.public == nil || ed25519.Verify(v.public, erasureStatement(e), e.Erasure))
}

// comparison is the result for one batch.
type comparison struct {
	events, erased int64
	faults         []Fault
	more           int64 // faults that are not listed
}

func (c *comparison) add(fault string, batch int64, event uuid.UUID) {
	if len(c.faults) == maxFaults {
		c.more++
		return
	}
	c.faults = append(c.faults, Fault{fault, batch, OrNil(event)})
}

func rowID(leaves []byte, i int) uuid.UUID {
	id, _ := leafAt(leaves, i)
	return id
}

package storetest

import (
	"crypto/sha256"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// head closes a batch of these events. Its hashes are random, since the store does not verify them.
func head(number int64, events []store.AuditEvent) (store.AuditHead, []store.SealedEvent) {
	h := store.AuditHead{
		Number:    number,
		SealedAt:  at.Add(24 * time.Hour),
		Count:     len(events),
		Hash:      [32]byte(random(32)),
		Signature: [64]byte(random(64)),
	}
	var sealed []store.SealedEvent
	for _, e := range events {
		sealed = append(sealed, store.SealedEvent{AuditEvent: e, Batch: number, Salt: random(16), PersonalHash: [32]byte(random(32))})
		h.Leaves = slices.Concat(h.Leaves, e.ID[:], random(32))
		if e.At.After(h.LastAt) {
			h.LastAt = e.At
		}
	}
	h.Root = sha256.Sum256(h.Leaves)
	return h, sealed
}

// unsealed records some events and reads them back as unsealed.
func (l *ledger) unsealed(n int) []store.AuditEvent {
	l.t.Helper()
	for range n {
		e := event("login.succeeded", newID())
		l.accepts(l.RecordEvent(l.ctx, e), e)
	}
	events, err := l.UnsealedEvents(l.ctx, n+1)
	if err != nil || len(events) != n {
		l.t.Fatalf("%d unsealed events, %v", len(events), err)
	}
	return events
}

// sealed records some events and seals them as one batch.
func (l *ledger) sealed(number int64, n int) (store.AuditHead, []store.SealedEvent) {
	l.t.Helper()
	h, rows := head(number, l.unsealed(n))
	l.accepts(l.SealEvents(l.ctx, h, rows))
	return h, rows
}

func (l *ledger) chain() (heads []store.AuditHead, rows []store.SealedEvent) {
	l.t.Helper()
	heads, err := l.AuditHeads(l.ctx, 0, 100)
	if err != nil {
		l.t.Fatal(err)
	}
	for { // in pages of two
		var after store.SealedEvent
		if len(rows) > 0 {
			after = rows[len(rows)-1]
		}
		more, err := l.SealedEvents(l.ctx, after.Batch, after.ID, 2)
		if err != nil {
			l.t.Fatal(err)
		}
		if rows = append(rows, more...); len(more) < 2 {
			return heads, rows
		}
	}
}

// Sealed batches are read in order, as they were stored.
func testAuditSealing(t *testing.T, l *ledger) {
	if _, err := l.LastAuditHead(l.ctx); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the last head of none: %v", err)
	}
	first, firstRows := l.sealed(1, 3)
	second, secondRows := l.sealed(2, 2)
	heads, rows := l.chain()
	if !reflect.DeepEqual(heads, []store.AuditHead{first, second}) {
		t.Errorf("got  %+v\nwant %+v, %+v", heads, first, second)
	}
	if want := slices.Concat(firstRows, secondRows); !reflect.DeepEqual(rows, want) {
		t.Errorf("got  %+v\nwant %+v", rows, want)
	}
	if last, err := l.LastAuditHead(l.ctx); err != nil || last.Number != 2 {
		t.Errorf("got %+v, %v, want number 2", last, err)
	}
	if rest, err := l.AuditHeads(l.ctx, 1, 10); err != nil || len(rest) != 1 || rest[0].Number != 2 {
		t.Errorf("got %+v, %v, want only number 2", rest, err)
	}
	if left, err := l.UnsealedEvents(l.ctx, 10); err != nil || len(left) > 0 {
		t.Errorf("unsealed: %+v, %v", left, err)
	}
	// An event that is committed late, with an ID before the sealed ones, is unsealed like all others.
	late := event("login.refused", newID())
	late.ID = uuid.Must(uuid.Parse("00000000-0000-7000-8000-000000000001"))
	l.accepts(l.RecordEvent(l.ctx, late), late)
	waiting, err := l.UnsealedEvents(l.ctx, 10)
	if err != nil || len(waiting) != 1 || waiting[0].ID != late.ID {
		t.Errorf("got %+v, %v, want only %s", waiting, err, late.ID)
	}
	count, oldest, err := l.AuditBacklog(l.ctx)
	if err != nil || count != 1 || !oldest.Equal(late.At) {
		t.Errorf("%d wait since %v, %v", count, oldest, err)
	}
}

// An event is sealed once, in one batch, and only if it exists.
func testAuditSealedOnce(t *testing.T, l *ledger) {
	_, rows := l.sealed(1, 2)
	waiting := l.unsealed(2)
	taken, takenRows := head(1, waiting)
	l.refuses(l.SealEvents(l.ctx, taken, takenRows), store.AlreadySealed)
	overlap, overlapRows := head(2, waiting)
	l.refuses(l.SealEvents(l.ctx, overlap, append(overlapRows, rows[0])), store.AlreadySealed)
	unknown, unknownRows := head(2, waiting)
	l.refuses(l.SealEvents(l.ctx, unknown, append(unknownRows, store.SealedEvent{
		AuditEvent: event("x", newID()), Batch: 2, Salt: random(16),
	})), store.AlreadySealed)
	if heads, now := l.chain(); len(heads) != 1 || !reflect.DeepEqual(now, rows) {
		t.Errorf("%d heads, rows %+v", len(heads), now)
	}
}

// Of concurrent seals of the same batch one succeeds.
func testAuditSealRace(t *testing.T, l *ledger) {
	waiting := l.unsealed(20)
	var steps []func() error
	for range 8 {
		h, rows := head(1, waiting)
		steps = append(steps, func() error { return l.SealEvents(l.ctx, h, rows) })
	}
	l.oneWins(atOnce(steps...), store.AlreadySealed)
	if heads, rows := l.chain(); len(heads) != 1 || len(rows) != 20 {
		t.Errorf("%d heads, %d rows", len(heads), len(rows))
	}
}

// A removal leaves the head of its batch as proof, and has no effect a second time.
func testAuditRemoval(t *testing.T, l *ledger) {
	_, gone := l.sealed(1, 3)
	_, kept := l.sealed(2, 2)
	for before, want := range map[time.Time]int{at: 0, at.Add(time.Microsecond): 2} {
		if old, err := l.OldAuditHeads(l.ctx, before, 10); err != nil || len(old) != want {
			t.Errorf("before %v: %+v, %v", before, old, err)
		}
	}
	removal := store.AuditRemoval{At: at.Add(time.Hour), Signature: [64]byte(random(64))}
	for _, e := range gone {
		delete(l.recorded, e.ID)
	}
	l.accepts(l.RemoveBatch(l.ctx, 1, removal))
	l.accepts(l.RemoveBatch(l.ctx, 1, store.AuditRemoval{At: at, Signature: [64]byte(random(64))})) // no effect
	l.accepts(l.RemoveBatch(l.ctx, 99, removal))
	heads, rows := l.chain()
	if len(heads) != 2 || heads[0].Removal == nil || *heads[0].Removal != removal || heads[0].Leaves != nil || heads[1].Removal != nil {
		t.Errorf("heads: %+v", heads)
	}
	if !reflect.DeepEqual(rows, kept) {
		t.Errorf("got  %+v\nwant %+v", rows, kept)
	}
	if old, err := l.OldAuditHeads(l.ctx, at.Add(time.Hour), 10); err != nil || len(old) != 1 || old[0].Number != 2 {
		t.Errorf("got %+v, %v, want only number 2", old, err)
	}
}

// Other SQL statements, too, can only seal a row once, blank it completely, or delete it with its batch.
func testAuditChainAppendOnly(t *testing.T, l *ledger) {
	l.sealed(1, 2)
	e := event("login.refused", newID())
	l.accepts(l.RecordEvent(l.ctx, e), e)
	before, rowsBefore := l.chain()
	const (
		blanks = `identity_id = NULL, actor_id = '', ip = '', user_agent = '', reason = '', metadata = NULL, salt = NULL`
		fakes  = `salt = substr(personal_hash, 1, 16), personal_hash = personal_hash`
	)
	for _, sql := range []string{
		`UPDATE security_audit SET batch = 2`,
		`UPDATE security_audit SET batch = NULL WHERE batch = 1`,
		`UPDATE security_audit SET batch = 2 WHERE batch IS NULL`,
		`UPDATE security_audit SET ` + fakes + ` WHERE batch = 1`,
		`UPDATE security_audit SET salt = NULL WHERE batch = 1`,
		`UPDATE security_audit SET reason = 'x' WHERE batch = 1`,
		`UPDATE security_audit SET at = at WHERE batch = 1`,
		`UPDATE security_audit SET ` + blanks + ` WHERE batch = 1`, // without a signature
		`UPDATE security_audit SET ` + blanks + `, erasure = (SELECT signature FROM audit_heads), event_type = 'x' WHERE batch = 1`,
		`UPDATE security_audit SET ` + blanks + `, erasure = (SELECT signature FROM audit_heads), passkey_id = NULL, request_id = '' WHERE batch = 1`,
		`UPDATE security_audit SET salt = NULL, ip = '', erasure = (SELECT signature FROM audit_heads) WHERE batch = 1`,
		`DELETE FROM security_audit WHERE batch = 1`,
		`DELETE FROM security_audit WHERE batch IS NULL`,
		`DELETE FROM audit_heads`,
		`TRUNCATE audit_heads`,
		`TRUNCATE security_audit`,
		`UPDATE audit_heads SET count = 1`,
		`UPDATE audit_heads SET number = 2`,
		`UPDATE audit_heads SET leaves = NULL`,
		`UPDATE audit_heads SET hash = root`,
		`UPDATE audit_heads SET removed_at = sealed_at, removal = signature, leaves = NULL, hash = root`,
		`INSERT OR REPLACE INTO audit_heads SELECT * FROM audit_heads`,
	} {
		l.fails(l.exec(l.ctx, sql))
		if heads, rows := l.chain(); !reflect.DeepEqual(heads, before) || !reflect.DeepEqual(rows, rowsBefore) {
			t.Fatalf("%s changed something", sql)
		}
	}
}

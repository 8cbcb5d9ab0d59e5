package storetest

import "github.com/google/uuid"

// heldIDs returns the IDs that HeldIDs lists, read in chunks of two.
func (l *ledger) heldIDs() (ids []uuid.UUID) {
	l.t.Helper()
	for after := uuid.Nil; ; after = ids[len(ids)-1] {
		chunk, err := l.HeldIDs(l.ctx, after, 2)
		if err != nil || len(chunk) > 2 {
			l.t.Fatalf("%d IDs, %v", len(chunk), err)
		}
		if len(chunk) == 0 {
			return ids
		}
		ids = append(ids, chunk...)
	}
}

package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
)

func testCanaries(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	const kept = 30 * 24 * time.Hour
	old, latest := newID(), newID()
	for id, added := range map[uuid.UUID]time.Time{old: now.Add(-kept - time.Minute), latest: now.Add(-kept + time.Minute)} {
		e := event("canary.created", uuid.Nil)
		l.accepts(l.AddCanary(l.ctx, id, added, e), e)
		if err := l.AddCanary(l.ctx, id, now, event("canary.created", uuid.Nil)); err != nil { // nothing is recorded again
			t.Fatal(err)
		}
	}
	lists := func(want ...uuid.UUID) {
		t.Helper()
		if got, err := l.Canaries(l.ctx); err != nil || !slices.Equal(got, want) {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
	lists(latest, old)
	for _, want := range []int64{1, 0} {
		if got, err := l.PurgeCanaries(l.ctx); err != nil || got != want {
			t.Errorf("purged %d, %v, want %d", got, err, want)
		}
	}
	lists(latest)
}

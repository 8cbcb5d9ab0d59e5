package notify

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// What doctor's canary does is delivered to no sink, and what others do is.
func TestNothingIsDeliveredAboutCanaries(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, _ string, records store.Store) {
		r := &receiver{}
		running(t, records, r)
		started(t, records, "test")
		canary, ada := uuid.New(), uuid.New()
		if err := records.AddCanary(t.Context(), canary, time.Now(), happened("canary.created")); err != nil {
			t.Fatal(err)
		}
		record(t, records, canary)
		want := []uuid.UUID{record(t, records, ada)}
		record(t, records, canary)
		want = append(want, record(t, records, ada))
		eventually(t, "ada has hers", func() bool { return slices.Equal(r.of(ada), want) })
		if got := r.of(canary); len(got) > 0 {
			t.Errorf("delivered about the canary: %v", got)
		}
	})
}

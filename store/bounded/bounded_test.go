package bounded_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/bounded"
	"latchkey/store/migrated"
	"latchkey/store/sqlite"
)

// waiting is a store that does not answer, and one that refuses.
type waiting struct {
	store.Store
	refusal error
}

func (w waiting) Passkey(ctx context.Context, _ uuid.UUID) (store.Passkey, error) {
	if w.refusal != nil {
		return store.Passkey{}, w.refusal
	}
	<-ctx.Done()
	return store.Passkey{}, ctx.Err()
}

func (w waiting) Inventory(ctx context.Context) (store.Inventory, error) {
	deadline, _ := ctx.Deadline()
	return store.Inventory{Passkeys: int64(time.Until(deadline))}, nil
}

func (w waiting) PurgeCodes(ctx context.Context) (int64, error) {
	deadline, _ := ctx.Deadline()
	return int64(time.Until(deadline)), nil
}

// A call has a deadline of its own, which is named in its error; the caller's earlier one still holds.
func TestDeadline(t *testing.T) {
	const timeout = 50 * time.Millisecond
	s := bounded.Store(waiting{}, bounded.Options{Timeout: timeout, Permanent: func(error) bool { return true }})
	start := time.Now()
	_, err := s.Passkey(t.Context(), uuid.New())
	if took := time.Since(start); took < timeout || took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "store.timeout") || errors.Is(err, store.ErrFault) {
		t.Errorf("got %v, want %v with the name of the setting, and no store.ErrFault", err, context.DeadlineExceeded)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Passkey(gone, uuid.New()); !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "store.timeout") {
		t.Errorf("the caller has gone: %v", err)
	}
	inventory, _ := s.Inventory(t.Context())
	purge, _ := s.PurgeCodes(t.Context())
	for what, left := range map[string]int64{"inventory": inventory.Passkeys, "purge": purge} {
		if d := time.Duration(left); d < timeout || d > 20*timeout {
			t.Errorf("%s has %v left, want 20 times as long as others", what, d)
		}
	}
}

// Errors are classified by the driver, except for the answers that the contract names.
func TestFaults(t *testing.T) {
	permanent := errors.New("no such column")
	classify := func(err error) bool { return errors.Is(err, permanent) || errors.Is(err, store.ErrNotFound) }
	for _, c := range []struct {
		err   error
		fault bool
	}{
		{permanent, true},
		{errors.New("connection reset"), false},
		{store.ErrNotFound, false},
		{store.ChallengeSpent, false},
	} {
		s := bounded.Store(waiting{refusal: c.err}, bounded.Options{Timeout: time.Minute, Permanent: classify})
		if _, err := s.Passkey(t.Context(), uuid.New()); !errors.Is(err, c.err) || errors.Is(err, store.ErrFault) != c.fault {
			t.Errorf("%v became %v", c.err, err)
		}
	}
}

// The whole of a real driver is behind the limits.
func TestOverSQLite(t *testing.T) {
	records, err := sqlite.Open(t.Context(), migrated.SQLite(t), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := bounded.Store(records, bounded.Options{Timeout: time.Nanosecond, Permanent: sqlite.Permanent})
	defer s.Close()
	if _, err := s.Now(t.Context()); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, store.ErrFault) {
		t.Errorf("after a nanosecond: %v", err)
	}
	if err := store.Sweep(t.Context(), s); err == nil {
		t.Error("a sweep has no deadline")
	}
}

package recent

import (
	"testing"
	"time"
)

func TestAnswersEnd(t *testing.T) {
	a, now := New[string, int](10*time.Second), time.Now()
	a.Put("long", 1, now, time.Time{})
	a.Put("short", 2, now, now.Add(3*time.Second))
	for _, c := range []struct {
		key   string
		after time.Duration
		kept  bool
	}{
		{"long", 0, true}, {"long", 9 * time.Second, true}, {"long", 10 * time.Second, false},
		{"short", 2 * time.Second, true}, {"short", 3 * time.Second, false}, {"none", 0, false},
	} {
		value, kept := a.Get(c.key, now.Add(c.after))
		if kept != c.kept || !kept && value != 0 {
			t.Errorf("%s after %s: %d, %t", c.key, c.after, value, kept)
		}
	}
	a.Forget(func(n int) bool { return n == 1 }, now)
	if _, kept := a.Get("long", now); kept {
		t.Error("still known")
	}
	if _, kept := a.Get("short", now); !kept {
		t.Error("another one is gone")
	}
	a.Forget(func(n int) bool { return n == 2 }, now)
	if _, kept := a.Get("short", now); kept {
		t.Error("still known")
	}
}

func TestSlowAnswers(t *testing.T) {
	a, now := New[string, int](10*time.Second), time.Now()
	at := func(seconds int) time.Time { return now.Add(time.Duration(seconds) * time.Second) }
	holds := func(what string, want int) {
		t.Helper()
		if got, _ := a.Get("key", at(5)); got != want {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
	}
	a.Put("key", 2, at(2), time.Time{})
	a.Put("key", 1, at(1), time.Time{})
	holds("an older question", 2)
	a.Put("key", 3, at(3), time.Time{})
	holds("a later one", 3)
	a.Forget(func(int) bool { return true }, at(4))
	a.Put("key", 4, at(4), time.Time{})
	holds("asked before it ended", 0)
	a.Put("key", 5, at(5), time.Time{})
	holds("asked afterwards", 5)
}

func TestNothingIsKept(t *testing.T) {
	a, now := New[string, int](0), time.Now()
	a.Put("one", 1, now, time.Time{})
	if _, kept := a.Get("one", now); kept || len(a.kept) != 0 {
		t.Error("an answer is kept")
	}
}

func TestAnswersAreBounded(t *testing.T) {
	a, now := New[int, int](10*time.Second), time.Now()
	put := func(i int, lasts time.Duration) { a.Put(i, i, now, now.Add(lasts)) }
	for i := range maxKept {
		put(i, time.Hour)
	}
	put(7, time.Hour) // already kept
	if len(a.kept) != maxKept {
		t.Fatalf("%d answers", len(a.kept))
	}
	put(maxKept, time.Hour)
	if len(a.kept) != 1 {
		t.Errorf("%d answers after one too many", len(a.kept))
	}
	for i := range maxKept - 1 {
		put(i, -time.Second) // too old
	}
	put(-1, time.Hour)
	if len(a.kept) != 2 {
		t.Errorf("%d answers, when all but one had run out", len(a.kept))
	}
}

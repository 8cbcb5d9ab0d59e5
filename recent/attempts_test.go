package recent

import (
	"testing"
	"time"
)

func TestAttempts(t *testing.T) {
	a, now := NewAttempts[string](2, time.Minute), time.Now()
	for i, c := range []struct {
		key     string
		after   time.Duration
		allowed bool
	}{
		{"a", 0, true}, {"a", 20 * time.Second, true}, {"a", 59 * time.Second, false}, {"b", 59 * time.Second, true},
		{"a", time.Minute, true}, {"a", 79 * time.Second, false}, {"a", 80 * time.Second, true}, // one ends at a time
	} {
		if got := a.Allow(c.key, now.Add(c.after)); got != c.allowed {
			t.Errorf("%d: %s after %s: %t", i, c.key, c.after, got)
		}
	}
	if a.Allow("c", now.Add(time.Hour)); len(a.at) != 1 {
		t.Errorf("it keeps %d keys", len(a.at))
	}
}

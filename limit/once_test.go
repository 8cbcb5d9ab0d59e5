package limit

import (
	"encoding/binary"
	"testing"
	"time"
)

func TestOnce(t *testing.T) {
	now := time.Now()
	o := newOnce(time.Minute, func() time.Time { return now })
	key := func(n int) (k [32]byte) {
		binary.BigEndian.PutUint64(k[:], uint64(n))
		return k
	}
	if !o.first(key(1)) || o.first(key(1)) || !o.first(key(2)) {
		t.Error("the first time is not told from the second")
	}
	for range 3 { // seen again and again, it is never forgotten
		now = now.Add(50 * time.Second)
		if o.first(key(1)) {
			t.Error("forgotten too early")
		}
	}
	now = now.Add(3 * time.Minute)
	o.first(key(3))
	now = now.Add(3 * time.Minute)
	if !o.first(key(2)) {
		t.Error("never forgotten")
	}
	for n := range 3 * maxBuckets {
		o.first(key(n))
	}
	if len(o.recent)+len(o.older) > 2*maxBuckets {
		t.Errorf("it keeps %d keys", len(o.recent)+len(o.older))
	}
}

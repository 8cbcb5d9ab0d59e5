package storetest

import (
	"bytes"
	"testing"
)

func testKeys(t *testing.T, l *ledger) {
	first, second, third := random(100), random(100), random(100)
	stands := func(want []byte) {
		t.Helper()
		if got, err := l.Key(l.ctx, "signing"); err != nil || !bytes.Equal(got, want) {
			t.Errorf("got %x, %v, want %x", got, err, want)
		}
	}
	for _, sealed := range [][]byte{first, second} {
		if got, err := l.CreateKey(l.ctx, "signing", sealed); err != nil || !bytes.Equal(got, first) {
			t.Errorf("got %x, %v, want %x", got, err, first)
		}
	}
	if _, err := l.CreateKey(l.ctx, "decoy", third); err != nil {
		t.Error(err)
	}
	l.accepts(l.ReplaceKey(l.ctx, "signing", first, second))
	stands(second)
	l.accepts(l.ReplaceKey(l.ctx, "signing", first, third)) // first is no longer stored: no effect
	stands(second)
	l.accepts(l.ReplaceKey(l.ctx, "nothing", first, third))
}

// Replicas that start at once all get the same key.
func testKeyRace(t *testing.T, l *ledger) {
	got := make([][]byte, 8)
	var steps []func() error
	for i := range got {
		steps = append(steps, func() (err error) {
			got[i], err = l.CreateKey(l.ctx, "signing", random(64))
			return err
		})
	}
	for i, err := range atOnce(steps...) {
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got[i], got[0]) {
			t.Errorf("replica %d got another key than replica 0", i)
		}
	}
}

package row

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func TestFixedTakesItsLengthOnly(t *testing.T) {
	hash := [4]byte{1, 2, 3, 4}
	for _, src := range []any{[]byte{1, 2, 3}, []byte{1, 2, 3, 4, 5}, []byte{}, "1234", int64(1)} {
		if err := Fixed(hash[:]).Scan(src); err == nil {
			t.Errorf("%#v is scanned", src)
		}
	}
	if err := Fixed(hash[:]).Scan(nil); err != nil || hash != [4]byte{1, 2, 3, 4} {
		t.Errorf("NULL: %v, %v", hash, err)
	}
	if err := Fixed(hash[:]).Scan([]byte{5, 6, 7, 8}); err != nil || hash != [4]byte{5, 6, 7, 8} {
		t.Errorf("%v, %v", hash, err)
	}
}

func TestOptionalTime(t *testing.T) {
	at := time.Date(2026, 11, 27, 8, 30, 0, 123000, time.UTC)
	for src, want := range map[any]time.Time{nil: {}, at.In(time.FixedZone("x", 3600)): at, at.UnixMicro(): at} {
		got := time.Now()
		if err := (*OptionalTime)(&got).Scan(src); err != nil || got != want {
			t.Errorf("%v: got %v, %v, want %v", src, got, err, want)
		}
	}
	var got time.Time
	if err := (*OptionalTime)(&got).Scan("2026"); err == nil {
		t.Error("a text is scanned")
	}
}

// A filter that is not set does not appear in the statement, since SQLite plans without the arguments.
func TestWhere(t *testing.T) {
	id, before, no := uuid.UUID{1}, uuid.UUID{2}, false
	for want, w := range map[string]*Where{
		``:                                  Passkeys(store.PasskeyFilter{}, store.Page{Size: 5}),
		` WHERE id < ? AND identity_id = ?`: Passkeys(store.PasskeyFilter{IdentityID: &id}, store.Page{Before: before}),
		` WHERE clone_warning_at IS NULL`:   Passkeys(store.PasskeyFilter{CloneWarning: &no}, store.Page{}),
		` WHERE backed_up = ?`:              Passkeys(store.PasskeyFilter{Synced: &no}, store.Page{}),
		` WHERE state = ? AND sink = ?`:     Deliveries(store.DeliveryFilter{State: new(string), Sink: new(string)}, store.Page{}),
		` WHERE request_id = ? AND request_id <> ''`: AuditEvents(store.AuditFilter{RequestID: new(string)}, store.Page{}),
	} {
		if got := w.Clause(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if w := Passkeys(store.PasskeyFilter{IdentityID: &id}, store.Page{Before: before}); !reflect.DeepEqual(w.Args, []any{before, id}) {
		t.Errorf("arguments %v", w.Args)
	}
}

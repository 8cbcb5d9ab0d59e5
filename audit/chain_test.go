package audit_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func TestAuditChainVerifies(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		if r := v.verify(t, nil); !r.Intact() || r.Head != nil {
			t.Errorf("an empty log: %+v", r)
		}
		ada := uuid.New()
		for _, change := range []func(*store.AuditEvent){
			func(e *store.AuditEvent) { *e = store.AuditEvent{ID: e.ID, At: e.At, Type: "x", ActorKind: "system"} },
			func(e *store.AuditEvent) { e.IdentityID, e.ActorKind, e.ActorID = uuid.Nil, "anonymous", "" },
			func(e *store.AuditEvent) { e.ActorID = uuid.NewString() },
			func(e *store.AuditEvent) {
				e.ActorKind, e.ActorID, e.Reason = "admin_key", uuid.NewString(), "lost\nphone"
			},
			func(e *store.AuditEvent) {
				e.Metadata = json.RawMessage(`{"z":1.50,"a":[1e2,null,"\u00fc"],"n":9007199254740993}`)
			},
		} {
			v.record(t, ada, change)
		}
		if n, err := v.Seal(t.Context()); err != nil || n != 5 {
			t.Fatal(n, err)
		}
		v.fill(t, 500, 501, 1)
		kept := v.head(t)
		v.fill(t, 3)
		// An event that arrives late belongs to the next batch, and is not a fault.
		v.record(t, ada, func(e *store.AuditEvent) { e.ID = uuid.MustParse("00000000-0000-7000-8000-000000000001") })
		r := v.verify(t, kept)
		if !r.Intact() || r.Batches != 6 || r.Events != 1010 || r.Unsealed != 1 || r.Head.Number != 6 {
			t.Errorf("got %+v, want intact, Batches 6, Events 1010, Unsealed 1, Number 6", r)
		}
		if n, err := v.Seal(t.Context()); err != nil || n != 1 {
			t.Error(n, err)
		}
		if n, err := v.Seal(t.Context()); err != nil || n != 0 {
			t.Error(n, err)
		}
		if r := v.verify(t, v.head(t)); !r.Intact() || r.Unsealed != 0 || r.Events != 1011 {
			t.Errorf("got %+v, want intact, Unsealed 0, Events 1011", r)
		}
	})
}

// A log that is older than the chain is sealed like any other.
func TestAuditChainOfAnOlderLog(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		for i := range 1200 {
			v.record(t, uuid.New(), func(e *store.AuditEvent) { e.At = v.now.Add(-time.Duration(i) * time.Hour) })
		}
		if n, err := v.Seal(t.Context()); err != nil || n != 1200 {
			t.Fatal(n, err)
		}
		if r := v.verify(t, nil); !r.Intact() || r.Batches != 3 || r.Events != 1200 {
			t.Errorf("got %+v, want intact, Batches 3, Events 1200", r)
		}
	})
}

// Replicas seal while others write and one verifies: each event gets one place, and nothing is reported as tampered.
func TestAuditChainWhileSealing(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		const writers, each = 4, 100
		ada := uuid.New()
		var writing, sealing sync.WaitGroup
		done := make(chan struct{})
		for range writers {
			writing.Go(func() {
				for range each {
					v.record(t, ada)
				}
			})
		}
		for range 3 {
			replica := v.reopen(secret)
			sealing.Go(func() {
				for {
					if _, err := replica.Seal(t.Context()); err != nil {
						t.Error(err)
						return
					}
					select {
					case <-done:
						return
					default:
					}
				}
			})
		}
		sealing.Go(func() {
			for {
				if r := v.verify(t, nil); !r.Intact() {
					t.Errorf("under way: %+v", r)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
		writing.Wait()
		close(done)
		sealing.Wait()
		if _, err := v.Seal(t.Context()); err != nil {
			t.Error(err)
		}
		if r := v.verify(t, nil); !r.Intact() || r.Events != writers*each || r.Unsealed != 0 {
			t.Errorf("got %+v, want intact, Events %d, Unsealed 0", r, writers*each)
		}
	})
}

func TestAuditRetention(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		v.fill(t, 3, 2)
		kept := v.head(t)
		v.now = v.now.Add(24 * time.Hour)
		v.fill(t, 4)
		trim := func(retention time.Duration, want int) {
			t.Helper()
			if n, err := v.Trim(t.Context(), retention); err != nil || n != want {
				t.Errorf("trimmed %d, want %d, %v", n, want, err)
			}
		}
		trim(0, 0)
		trim(24*time.Hour, 0)
		trim(time.Hour, 2)
		trim(time.Hour, 0)
		if r := v.verify(t, kept); !r.Intact() || r.Removed != 2 || r.Batches != 3 || r.Events != 4 {
			t.Errorf("got %+v, want intact, Removed 2, Batches 3, Events 4", r)
		}
		v.now = v.now.Add(2 * time.Hour)
		v.fill(t, 1)
		trim(time.Hour, 1)
		if r := v.verify(t, v.head(t)); !r.Intact() || r.Removed != 3 || r.Events != 1 {
			t.Errorf("got %+v, want intact, Removed 3, Events 1", r)
		}
	})
}

// The key is sealed with the others, and is sealed again when secrets rotate.
func TestAuditChainOverSecrets(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		v.fill(t, 2)
		fresh := []byte(strings.Repeat("another one ", 5))
		v.Log = v.reopen(fresh, secret)
		v.fill(t, 2)
		v.Log = v.reopen(fresh)
		v.fill(t, 2)
		if r := v.verify(t, nil); !r.Intact() || r.Batches != 3 {
			t.Errorf("got %+v, want intact, Batches 3", r)
		}
		v.Log = v.reopen(secret)
		if _, err := v.Seal(t.Context()); err == nil || !strings.Contains(err.Error(), "secrets.cipher") {
			t.Errorf("with a secret that opens nothing: %v", err)
		}
	})
}

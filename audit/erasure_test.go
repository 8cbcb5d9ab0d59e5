package audit_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/seal"
	"latchkey/store"
)

// Erased users leave rows that verify; events about others stay, and so does who acted on them.
func TestErasureInTheChain(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		ada, bob := uuid.New(), uuid.New()
		for range 600 { // more than are blanked at once
			v.record(t, ada)
		}
		v.record(t, bob)
		v.fill(t, 501)
		kept := v.head(t)
		late := v.record(t, ada)
		if _, err := v.Erase(t.Context(), audit.System, audit.Request{}, ada, " "); err == nil {
			t.Error("erased without a reason")
		}
		erased, err := v.Erase(t.Context(), audit.System, audit.Request{}, ada, "asked for by letter")
		if err != nil || erased.Events != 601 {
			t.Fatalf("got %+v, %v, want 601 events erased", erased, err)
		}
		r := v.verify(t, kept)
		if !r.Intact() || r.Erased != 601 {
			t.Errorf("got %+v, want intact, Erased 601", r)
		}
		var left int
		if err := v.raw.QueryRowContext(t.Context(), `SELECT count(*) FROM security_audit WHERE identity_id IS NULL AND salt IS NULL AND batch IS NOT NULL`).Scan(&left); err != nil || left != 601 {
			t.Errorf("%d blanked rows, %v", left, err)
		}
		told, err := v.Events(t.Context(), store.AuditFilter{}, store.Page{Size: 10})
		if err != nil || told[0].Type != "identity.erased" || told[0].Reason != "asked for by letter" || told[0].IdentityID != nil {
			t.Errorf("got %+v, %v, want identity.erased with its reason and without an identity first", told, err)
		}
		for _, e := range told {
			if strings.Contains(fmt.Sprintf("%+v %s", e, e.Metadata), ada.String()) || e.ID == late.ID && e.IP != "" {
				t.Errorf("ada is still there: %+v", e)
			}
		}
		if _, err := v.Erase(t.Context(), audit.System, audit.Request{}, ada, "once more"); err == nil {
			t.Error("erased what was not there")
		}
		// Retention removes blanked rows like all others.
		v.now = v.now.Add(48 * time.Hour)
		if _, err := v.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, err := v.Trim(t.Context(), time.Hour); err != nil || n == 0 {
			t.Error(n, err)
		}
		if r := v.verify(t, kept); !r.Intact() {
			t.Errorf("got %+v, want intact", r)
		}
	})
}

// flooded is a store in which more events appear whenever a batch is sealed.
type flooded struct {
	store.Store
	flood func()
}

func (s flooded) SealEvents(ctx context.Context, head store.AuditHead, rows []store.SealedEvent) error {
	err := s.Store.SealEvents(ctx, head, rows)
	s.flood()
	return err
}

// Events that keep arriving do not keep an erasure from ending.
func TestErasureDuringAFlood(t *testing.T) {
	onBoth(t, func(t *testing.T, v *vault) {
		ada, rounds := uuid.New(), 0
		v.record(t, ada)
		sealer, err := seal.New([][]byte{secret})
		if err != nil {
			t.Fatal(err)
		}
		log := audit.New(audit.Config{Now: func() time.Time { return v.now }}, flooded{v.store, func() {
			if rounds++; rounds > 5 {
				return
			}
			for range 3 {
				v.record(t, uuid.Nil, func(e *store.AuditEvent) { e.At = v.now.Add(time.Second) })
			}
		}}, sealer)
		erased, err := log.Erase(t.Context(), audit.System, audit.Request{}, ada, "asked for by letter")
		if err != nil || erased.Events != 1 {
			t.Fatalf("got %+v, %v, want 1 event erased", erased, err)
		}
		if rounds > 2 {
			t.Errorf("%d batches were sealed to blank one event", rounds)
		}
	})
}

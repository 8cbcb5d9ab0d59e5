package compromised_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/compromised"
	"latchkey/store"
)

// Of the users without another passkey, those with a role are counted; one of another compromised model, or one that is suspended, is no other.
func TestCountStaff(t *testing.T) {
	t.Parallel()
	w := create(t)
	stuck, twice, free := uuid.New(), uuid.New(), uuid.New()
	staff := []uuid.UUID{stuck, twice, free}
	lost := w.holds(stuck, good)
	event := store.AuditEvent{ID: store.NewID(), At: w.now, Type: "passkey.suspended", IdentityID: stuck, ActorKind: store.ActorSystem}
	if _, err := w.records.SuspendPasskey(t.Context(), lost.ID, store.Ending{At: w.now}, false, event); err != nil {
		t.Fatal(err)
	}
	for _, held := range []struct {
		by uuid.UUID
		of authenticator.Model
	}{{stuck, bad}, {stuck, bad}, {twice, bad}, {twice, badKey}, {free, bad}, {free, good}} {
		w.holds(held.by, held.of)
	}
	for range 120 { // more than are asked for at once
		w.holds(uuid.New(), bad)
	}
	w.lists.publish(t, 8, revoked)
	asked, most := 0, 0
	s := w.replica(func(c *compromised.Config) {
		c.Staff = func(_ context.Context, ids []uuid.UUID) (found []uuid.UUID, err error) {
			asked, most = asked+len(ids), max(most, len(ids))
			return slices.DeleteFunc(slices.Clone(ids), func(id uuid.UUID) bool { return !slices.Contains(staff, id) }), nil
		}
	})
	found := w.overview(s)
	if err := s.CountStaff(t.Context(), found); err != nil {
		t.Fatal(err)
	}
	for _, m := range found.Models {
		if want := map[authenticator.Model]int64{bad: 2, badKey: 1}[m.Model]; m.Staff == nil || *m.Staff != want {
			t.Errorf("%s: %v, want %d", m.ID(), m.Staff, want)
		}
	}
	if len(found.Models) != 2 || asked != 123+1 || most > 100 {
		t.Errorf("%d models, asked for %d users, up to %d at once", len(found.Models), asked, most)
	}

	s = w.replica(exempting, func(c *compromised.Config) {
		c.Staff = func(context.Context, []uuid.UUID) ([]uuid.UUID, error) { return nil, errors.New("asked") }
	})
	found = w.overview(s)
	if err := s.CountStaff(t.Context(), found); err != nil || len(found.Models) != 2 || found.Models[0].Staff != nil {
		t.Errorf("exempt models: %+v, %v", found.Models, err)
	}
}

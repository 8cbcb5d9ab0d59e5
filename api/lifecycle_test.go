package api_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/lifecycle"
)

// States says of each identity whether it is active.
func (k *fakeKratos) States(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	states := map[uuid.UUID]string{}
	for _, id := range ids {
		if found, ok := k.identities[id]; ok {
			states[id] = lifecycle.StateInactive
			if found.Active {
				states[id] = lifecycle.StateActive
			}
		}
	}
	return states, nil
}

// clocked is a store whose clock is the test's.
type clocked struct {
	lifecycle.Store
	clock *clock
}

func (c clocked) Now(context.Context) (time.Time, error) { return c.clock.Now(), nil }

// reconciled compares all identities with Kratos, and returns what changed.
func (h *harness) reconciled() map[uuid.UUID]string {
	h.t.Helper()
	s := lifecycle.New(lifecycle.Config{Grace: 7 * 24 * time.Hour, Every: time.Hour, Log: h.config.Log, Now: h.clock.Now}, clocked{h.store, h.clock}, h.kratos, h.service.Endings, h.service.Audit)
	changes := map[uuid.UUID]string{}
	_, err := s.Reconcile(h.t.Context(), lifecycle.Options{MaxMissing: lifecycle.DefaultMaxMissing, Changed: func(c lifecycle.Change) error {
		changes[c.IdentityID] = c.Change
		return nil
	}})
	if err != nil {
		h.t.Fatal(err)
	}
	return changes
}

// A passkey of a deleted identity is forgotten by the browser once it is removed. Until then, staff see since when the identity is
// missing.
func TestDeletedIdentity(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	staff := h.adminWith("read")
	h.kratos.remove(ada.id)
	if got := h.reconciled(); !maps.Equal(got, map[uuid.UUID]string{ada.id: lifecycle.Missing}) {
		t.Fatalf("%v", got)
	}
	seen := staff.get("/admin/v1/identities/" + ada.id.String()).want(200).object()
	if seen["missing_since"] == nil || len(seen["passkeys"].([]any)) != 1 || seen["active"] != false {
		t.Errorf("an admin sees %v", seen)
	}
	kept := h.browser().pick(phone, phone.Passkeys()[0].ID).wantCode(410, "identity_deleted")
	if kept.object()["signal"] != nil {
		t.Errorf("forgotten in the grace period: %s", kept.body)
	}

	h.clock.advance(7 * 24 * time.Hour)
	if got := h.reconciled(); !maps.Equal(got, map[uuid.UUID]string{ada.id: lifecycle.Removed}) {
		t.Fatalf("%v", got)
	}
	staff = h.adminWith("read")
	staff.get("/admin/v1/identities/" + ada.id.String()).want(404)
	refused := h.browser().pick(phone, phone.Passkeys()[0].ID).wantReason("not_accepted")
	if got := refused.forgets(); len(got) != 1 || got[0] != base64ID(phone.Passkeys()[0].ID) {
		t.Errorf("forgotten: %v in %s", got, refused.body)
	}
	if events := staff.get("/admin/v1/audit-events?event_type=identity.removed&identity_id=" + ada.id.String()).want(200).object()["events"].([]any); len(events) != 1 {
		t.Errorf("%d events", len(events))
	}
}

// While an identity is inactive its passkeys are suspended, staff see why, and it signs in again once it is active.
func TestDeactivatedIdentity(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	staff := h.adminWith("read")
	cause := func() any {
		passkeys := staff.get("/admin/v1/passkeys?identity_id=" + ada.id.String()).want(200).object()["passkeys"].([]any)
		return passkeys[0].(object)["suspension_cause"]
	}
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.Active = false })
	if got := h.reconciled(); got[ada.id] != lifecycle.Suspended || cause() != "inactivity" {
		t.Fatalf("%v, %v", got, cause())
	}
	h.browser().pick(phone, phone.Passkeys()[0].ID).wantReason("not_accepted")
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.Active = true })
	if got := h.reconciled(); got[ada.id] != lifecycle.Resumed || cause() != "" {
		t.Fatalf("%v, %v", got, cause())
	}
	h.browser().pick(phone, phone.Passkeys()[0].ID).want(200)
}

package api_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

// User verification that ends between the decision and the commit does not count: nothing is signed, and neither a login nor
// a step-up is at aal2. A user who tries again signs in.
func TestUVEndsBeforeCommit(t *testing.T) {
	t.Parallel()
	ends := func(h *harness) {
		h.store.beforeUVCounts = true
		h.store.beforeCommit = func() { h.query("UPDATE passkeys SET uv_initialized = 0") }
	}
	level := func(a *answer) string {
		level, _ := a.want(200).object()["assurance"].(object)["level"].(string)
		return level
	}
	t.Run("confirmation", func(t *testing.T) {
		t.Parallel()
		h := newHarness(t)
		ada, phone := h.person("ada@example.com"), device()
		ada.register(phone).want(201)
		b := ada.begin("confirmations", object{"payload": transfer})
		ends(h)
		ada.finish("confirmations", b, ada.getWith(phone, b)).wantCode(409, "conflict")
		ada.finish("confirmations", b, ada.getWith(phone, b)).wantReason("user_verification_missing")
		if n := h.events("confirmation.signed"); n != 0 {
			t.Errorf("%d signed", n)
		}
	})
	t.Run("login", func(t *testing.T) {
		t.Parallel()
		h := newHarness(t)
		ada, phone := h.person("ada@example.com"), device()
		id := uuid.UUID(ada.register(phone).want(201).id())
		app := h.caller(h.public)
		b := app.begin("login", object{})
		response := app.getWith(phone, b)
		ends(h)
		app.finish("login", b, response).wantCode(409, "conflict")
		if row, err := h.store.Passkey(t.Context(), id); err != nil || row.LastUsedAt != nil {
			t.Errorf("used: %+v, %v", row, err)
		}
		if got := level(app.finish("login", b, response)); got != "aal1" {
			t.Errorf("at %s", got)
		}
	})
	t.Run("step-up", func(t *testing.T) {
		t.Parallel()
		h := newHarness(t)
		ada, phone := h.person("ada@example.com"), device()
		ada.register(phone).want(201)
		h.clock.advance(time.Hour)
		h.setsPassword(ada, "new, and not confirmed")
		ada = h.signIn(ada.id, ada.email)
		b := ada.begin("step-up", object{})
		ends(h)
		if got := level(ada.finish("step-up", b, ada.getWith(phone, b))); got != "aal1" {
			t.Errorf("at %s", got)
		}
	})
}

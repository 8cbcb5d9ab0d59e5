package api_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// An identity is linked at Kratos from its first passkey to its last.
func TestLinkFollowsThePasskeys(t *testing.T) {
	h := newHarness(t, minting)
	ada, phone := h.person("ada@example.com"), device()
	linked := func(want bool) {
		t.Helper()
		if got := slices.Contains(h.links(), ada.id); got != want {
			t.Errorf("linked: %t, want %t", got, want)
		}
	}
	first := ada.register(phone).want(201).id().String()
	linked(true)
	ada.stepUp(phone).want(200)
	second := ada.register(device()).want(201).id().String()
	ada.delete("/v1/passkeys/" + second).want(200)
	linked(true)
	ada.delete("/v1/passkeys/" + first).want(200)
	linked(false)

	support := h.adminWith("revoke")
	first = ada.register(phone).want(201).id().String()
	ada.stepUp(phone).want(200)
	second = ada.register(device()).want(201).id().String()
	support.post("/admin/v1/passkeys/"+second+"/suspend", object{"reason": "lost"}).want(200)
	support.post("/admin/v1/passkeys/"+first+"/revoke", object{"reason": "stolen", "end_sessions": false}).want(200)
	linked(true) // the other one may be resumed
	support.post("/admin/v1/passkeys/"+second+"/revoke", object{"reason": "stolen"}).want(200)
	linked(false)
}

// Neither linking nor unlinking undoes or fails what has been committed; its failure is logged.
func TestLinkOutlivesKratos(t *testing.T) {
	h := newHarness(t, minting, func(h *harness) { h.rules.Log = h.config.Log })
	ada, phone := h.person("ada@example.com"), device()
	b := ada.begin("registration", object{})
	credential := ada.create(phone, b)
	h.kratos.downAfter = 1 // the finish reads the identity, and then Kratos fails
	id := ada.finish("registration", b, credential).want(201).id().String()
	if len(h.links()) != 0 || !strings.Contains(h.log.String(), "linking to Kratos failed") {
		t.Errorf("links %v, log %s", h.links(), h.log)
	}
	h.kratos.goDown(false)
	h.minted(phone) // the login creates the missing link
	if !slices.Equal(h.links(), []uuid.UUID{ada.id}) {
		t.Errorf("links %v", h.links())
	}
	h.kratos.goDown(true)
	got := h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "stolen"}).want(200).object()
	if got["sessions"] != "pending" || h.count("passkeys") != 0 || !strings.Contains(h.log.String(), "unlinking from Kratos failed") {
		t.Errorf("got %v, log %s; want sessions pending, no passkey, and a warning", got, h.log)
	}
	// A link that remains gives no access.
	h.kratos.goDown(false)
	h.app().login(phone).wantReason("not_accepted")
}

package api_test

import (
	"strings"
	"testing"

	"latchkey/account"
)

// Anyone who has seen the ID of a passkey at Kratos can register that ID here. The import names them, and once that passkey is
// revoked, the owner's is imported, or adopted, and signs in.
func TestTakenCredentialID(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"imported", "adopted"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			learn := h.adopting()
			ada, own := h.person("ada@example.com"), device()
			mallory, software := h.person("mallory@example.com"), device()
			planted := mallory.register(software).want(201).id()
			h.holdsAtKratos(ada, own, func(n *account.NativePasskey) { n.ID = software.Passkeys()[0].ID })
			own.Passkeys()[0].ID = software.Passkeys()[0].ID
			learn()
			one := h.switchedOver()[ada.id]
			if saidOf(one) != "refused taken" || !strings.Contains(one.Passkeys[0].Detail, mallory.id.String()) {
				t.Errorf("got %+v", one)
			}
			h.browser().login(own).wantReason("not_accepted")
			h.adminWith("revoke").post("/admin/v1/passkeys/"+planted.String()+"/revoke", object{"reason": "an impostor's"}).want(200)
			if way == "imported" {
				if got := saidOf(h.switchedOver()[ada.id]); got != "imported" {
					t.Errorf("after the revocation: %s", got)
				}
			}
			h.browser().login(own).want(200)
			ada.stepUp(own).want(200)
		})
	}
}

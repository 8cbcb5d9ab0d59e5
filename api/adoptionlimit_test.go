package api_test

import (
	"crypto/rand"
	"testing"
	"time"

	"latchkey/store"
)

// A login with a passkey of Kratos is refused as one too many for as long as the user has as many as are possible here.
func TestAdoptionAtLimit(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, vault, phone := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, vault)
	h.holdsAtKratos(ada, phone)
	learn()
	h.browser().login(vault).want(200)
	held := ada.passkeyRows(h)
	more := store.PasskeyImport{IdentityID: ada.id, At: h.clock.Now()}
	for range store.MaxPasskeys - 1 {
		one := held[0]
		one.ID, one.CredentialID = store.NewID(), []byte(rand.Text())
		more.Passkeys = append(more.Passkeys, one)
	}
	if err := h.store.ImportPasskeys(t.Context(), more); err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		h.clock.advance(time.Minute)
		h.browser().login(phone).wantCode(409, "limit_reached")
		if got := h.query("SELECT count(*) FROM security_audit WHERE event_type = 'login.refused' AND reason = 'limit_reached' AND identity_id IS NOT NULL")[0][0]; got != int64(n+1) {
			t.Errorf("%v refusals are recorded", got)
		}
	}
	h.adminWith("revoke").post("/admin/v1/passkeys/"+more.Passkeys[0].ID.String()+"/revoke", object{"reason": "too many"}).want(200)
	h.clock.advance(time.Minute)
	h.browser().login(phone).want(200)
}

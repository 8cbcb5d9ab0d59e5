package e2e_test

import (
	"net/http"
	"testing"
)

// TestConsoleWeights loads each view with an empty cache. The person has all that the view can display: a passkey, a session,
// events, and a reset that waits for approval.
func TestConsoleWeights(t *testing.T) {
	t.Parallel()
	s := startConsole(t, "LATCHKEY_ADMIN_RESET_APPROVALS=2")
	customer, _, _ := s.customer(t)
	person := "/people/" + customer.IdentityID.String()
	s.support().do(t, http.MethodPost, "/admin/v1/identities/"+customer.IdentityID.String()+"/mfa-reset", map[string]string{"reason": "lost everything in a fire"}).want(t, http.StatusAccepted, nil)
	var bulk struct{ ID string }
	s.support().do(t, http.MethodPost, "/admin/v1/revocations", map[string]any{"filter": map[string]any{"identity_id": customer.IdentityID}, "reason": "recalled by the maker"}).want(t, http.StatusAccepted, &bulk)
	clerk := staff("admin")(s, t).user
	for name, path := range map[string]string{
		"find": "", "diagnosis": "#/diagnosis", "passkeys": "#/passkeys", "resets": "#/resets", "approvals": "#/approvals", "audit": "#/audit", "adoption": "#/adoption", "keys": "#/keys",
		"notifications": "#/deliveries", "revocations": "#/revocations", "revocation": "#/revocations/" + bulk.ID, "person": "#" + person,
	} {
		for _, language := range []string{"en", "de"} {
			t.Run(name+"-"+language, func(t *testing.T) {
				tb := newTab(t) // with an empty cache
				tb.signIn(s.kratos.BrowserURL, clerk.Cookie())
				tb.speaks(language)
				scale := tb.weigh()
				tb.open(s.latchkey.PublicURL + "/admin" + path)
				tb.await("see a heading", shadow+`.first('h1') !== undefined`)
				scale.settle(t)
				scale.checkUpTo(t, s.latchkey.PublicURL, heaviestConsole)
			})
		}
	}
}

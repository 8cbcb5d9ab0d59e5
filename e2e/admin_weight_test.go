package e2e_test

import "testing"

// TestConsoleWeights loads each view with an empty cache. The view of a user may be heavier than a public page: it
// has all actions on a user, and customers never wait for it.
func TestConsoleWeights(t *testing.T) {
	t.Parallel()
	s := startConsole(t)
	customer, _, _ := s.customer(t)
	clerk := staff("admin")(s, t).user
	for name, path := range map[string]string{
		"find": "", "passkeys": "#/passkeys", "resets": "#/resets", "approvals": "#/approvals", "audit": "#/audit", "adoption": "#/adoption", "keys": "#/keys",
		"notifications": "#/deliveries", "person": "#/people/" + customer.IdentityID.String(),
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
				most := int64(heaviestConsole)
				if name == "person" {
					most = heaviestPerson
				}
				scale.checkUpTo(t, s.latchkey.PublicURL, most)
			})
		}
	}
}

package e2e_test

import (
	"fmt"
	"net"
	"net/http"
	"testing"

	"latchkey/demo"
	"latchkey/store/migrated"
)

// TestCampaign: before the deadline of a rule the page names the date and can be put off, once in each session, and no request is refused.
// From the deadline on there is no "not now".
func TestCampaign(t *testing.T) {
	t.Parallel()
	rule := func(deadline string) string {
		return fmt.Sprintf(`LATCHKEY_POLICY_RULES=[{"name": "campaign", "required": "aal2", "grace": "0s", "deadline": %q}]`, deadline)
	}
	cipher, dsn, listener := "LATCHKEY_SECRETS_CIPHER="+demo.RandomSecret(), migrated.Postgres(t), listen(t, 0)
	address := localhost(listener.Addr().(*net.TCPAddr).Port)
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{AppURL: address, DSN: dsn, Env: []string{cipher, rule("2041-05-17")}})
	s.appURL = address
	serveOn(t, listener, plainPage(s.latchkey.PublicURL))
	tb := newcomer(s, t)
	const element = `<latchkey-setup offer app-name="Shop"></latchkey-setup>`
	goesOn := func() {
		t.Helper()
		s.withCookie(tb.user).do(t, http.MethodGet, "/v1/authz", nil).want(t, http.StatusOK, nil)
	}
	s.openElement(tb, element)
	tb.see("May 17, 2041")
	tb.see(", Shop requires a passkey.")
	goesOn()
	tb.press("Not now")
	tb.see("at any time")
	s.openElement(tb, element)
	tb.hears("skipped") // twice in one session would be nagging
	goesOn()
	evaluate[any](tb, `Object.entries(localStorage).forEach(([key, value]) => { try { localStorage.setItem(key, JSON.stringify({ ...JSON.parse(value), session: 'another' })) } catch {} })`)
	s.openElement(tb, element)
	tb.see("May 17, 2041")
	goesOn()

	port := freePort(t)
	over := &stack{kratos: s.kratos, appURL: localhost(port)}
	over.latchkey = startLatchkey(t, demo.LatchkeyOptions{Kratos: s.kratos, AppURL: over.appURL, DSN: dsn, Env: []string{cipher, rule("2026-01-01")}})
	serve(t, port, plainPage(over.latchkey.PublicURL))
	late := over.withCookie(tb.user)
	late.do(t, http.MethodGet, "/v1/authz", nil).refused(t, http.StatusForbidden, "enrolment_required")
	over.openElement(tb, element)
	tb.see("Shop requires a passkey.")
	if evaluate[bool](tb, shadow+`.text().includes('Not now') || `+shadow+`.text().includes('2041')`) {
		t.Error("after the deadline, a passkey can be put off")
	}
	tb.press("Create a passkey")
	tb.hears("registered")
	late.do(t, http.MethodGet, "/v1/authz", nil).refused(t, http.StatusForbidden, "step_up_required")
	tb.press("Use it and continue")
	eventually(t, "the session goes on", func() bool { return late.do(t, http.MethodGet, "/v1/authz", nil).status == http.StatusOK })
}

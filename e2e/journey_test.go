package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestJourney is the main use of Latchkey, as a user sees it: from a password to a passkey, and further.
func TestJourney(t *testing.T) {
	t.Parallel()
	s := startStackWithApp(t, demo.KratosOptions{Login: &demo.KratosLogin{}})
	tb, email := newTab(t), newEmail()

	t.Log("registers with a password at Kratos, and is sent to set up a passkey")
	tb.open(s.appURL + "/registration")
	tb.fill(`[name="traits.email"]`, email)
	tb.fill(`[name="password"]`, password)
	tb.fill(`[name="traits.name"]`, "Ada Lovelace")
	tb.click(`#password button`)
	tb.at(s.latchkey.PublicURL + "/setup")
	tb.see("Sign in faster with a passkey")
	tb.screenshot("1-setup")
	tb.press("Create a passkey")
	tb.see("Your passkey is ready")
	tb.see("Synced")
	tb.screenshot("2-ready")
	if held := tb.device.passkeys(); len(held) != 1 || held[0].RpID != "localhost" || len(held[0].UserHandle) == 0 {
		t.Fatalf("the device holds %+v", held)
	}

	t.Log("goes on to the application, and signs out there")
	tb.press("Continue")
	tb.at(s.appURL + "/")
	tb.see("You are signed in at Kratos")
	tb.click("#logout")
	tb.see("Welcome")
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Please sign in first")

	t.Log("signs in with the passkey, at the application's page, at Latchkey's, and by way of Kratos")
	identity := find(t, s, email).ID
	level := "aal1"
	if s.kratos.Has(demo.CountsACR) {
		level = "aal2"
	}
	for _, way := range []struct{ page, button, then string }{
		{s.appURL + "/login", "#passkey", ""},
		{s.latchkey.PublicURL + "/login", "#sign-in", ""},
		{s.appURL + "/login", "#oidc button", "Sign in with a passkey"},
	} {
		tb.open(way.page)
		tb.click(way.button)
		if way.then != "" {
			tb.at(s.latchkey.PublicURL + "/login?interaction=")
			tb.press(way.then)
		}
		tb.at(s.appURL + "/")
		tb.see("passkey (" + level + " at Kratos)")
		tb.see(identity.String())
		tb.click("#vault")
		tb.see("The vault is open")
		tb.open(s.appURL + "/")
		tb.click("#logout")
		tb.see("Welcome")
	}

	t.Log("signs in with the password to manage passkeys, and renames it")
	tb.open(s.appURL + "/login")
	tb.fill(`[name="identifier"]`, email)
	tb.fill(`[name="password"]`, password)
	tb.click(`#password button`)
	tb.see("You are signed in at Kratos")
	tb.click("#passkeys")
	tb.at(s.latchkey.PublicURL + "/passkeys")
	tb.lists(1)
	tb.press("Rename “Chrome on Linux”")
	tb.fill(`[name="name"]`, "Blue laptop")
	tb.press("Save")
	tb.see("The passkey is now called “Blue laptop”.")
	tb.screenshot("4-renamed")

	t.Log("adds one on a second device: first the old one must prove that it is the same person")
	tb.click("#add")
	tb.see("This device already has a passkey for your account.")
	tb.newDevice()
	tb.click("#add")
	tb.see("“Chrome on Linux” was added.")
	tb.lists(2)
	tb.screenshot("5-two")

	t.Log("removes both; each device forgets its own")
	for i, name := range []string{"Blue laptop", "Chrome on Linux"} {
		tb.press("Remove “" + name + "”")
		tb.see("Remove “" + name + "”?")
		tb.screenshot(fmt.Sprintf("6-remove-%d", i+1))
		tb.click("dialog [value=go]")
		tb.see("“" + name + "” was removed.")
	}
	tb.see("You removed your last passkey")
	tb.screenshot("7-empty")
	if held := tb.device.passkeys(); len(held) != 0 {
		t.Errorf("the device still offers %d passkeys that do not work any more", len(held))
	}

	// The step-up for the second passkey also sufficed for the first removal, and ended with the passkey that had
	// made it.
	want := []string{"passkey.registered",
		"login.succeeded", "oidc.code_redeemed", "login.succeeded", "oidc.code_redeemed", "login.succeeded", "oidc.code_redeemed",
		"passkey.renamed", "step_up.succeeded", "passkey.registered", "passkey.removed",
		"passkey.removal_refused", "step_up.succeeded", "passkey.removed"}
	if got := s.support().events(t, "identity_id="+identity.String()); !slices.Equal(got, want) {
		t.Errorf("the audit log tells of\n%q, want\n%q", got, want)
	}
}

// testAutofill: a user picks the passkey in the field, without a button.
func testAutofill(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	tb.open(s.latchkey.PublicURL + "/login")
	tb.await("be offered passkeys in the field", `typeof window.pick === 'function'`)
	evaluate[any](tb, `void window.pick()`)
	tb.see("Your passkey was accepted")
}

// tabWithPasskey is the tab of a new signed-in user with a passkey on the tab's device, as if it had been set up at
// /setup in this browser. The test registers it at the API, since that page takes longer than most tests. The tests
// of /setup and of the elements use the page itself.
func (s *stack) tabWithPasskey(t *testing.T) *tab {
	t.Helper()
	tb := newTab(t)
	user, person := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.user = user
	person.header.Set("User-Agent", evaluate[string](tb, `navigator.userAgent`))
	device := webauthntest.New(s.latchkey.PublicURL)
	device.AAGUID, device.Transports = [16]byte{}, []string{"internal"} // as the browser's
	made := person.register(t, device)
	tb.device.hold(device.Passkeys()[0], user.Email)
	tb.everyPage(fmt.Sprintf(`if (location.origin === %q && !localStorage.getItem('latchkey:used-here')) localStorage.setItem('latchkey:used-here', '["%s"]')`,
		s.latchkey.PublicURL, made.ID))
	return tb
}

// person is what support sees of a user.
type person struct {
	ID       uuid.UUID `json:"id"`
	Login    string    `json:"login"`
	Passkeys []passkey `json:"passkeys"`
	Sessions []struct {
		Level string `json:"level"`
	} `json:"kratos_sessions"`
}

// find returns a user as support finds it.
func find(t *testing.T, s *stack, email string) person {
	t.Helper()
	var list struct {
		Identities []person `json:"identities"`
	}
	s.support().do(t, http.MethodGet, "/admin/v1/identities?identifier="+url.QueryEscape(email), nil).want(t, http.StatusOK, &list)
	if len(list.Identities) != 1 || list.Identities[0].Login != email {
		t.Fatalf("found %+v for %s", list.Identities, email)
	}
	return list.Identities[0]
}

// testBeginsTakeTurns: the button pressed while the autofill is still beginning. Each of two begins at once would bring a
// cookie of its own, and the ceremony of the one that is overwritten could not be finished.
func testBeginsTakeTurns(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	tb.open(s.latchkey.PublicURL + "/step-up")
	got := evaluate[struct {
		Name   string `json:"name"`
		AtOnce int    `json:"at_once"`
	}](tb, `(async () => {
		const latchkey = (await import('/sdk/latchkey.js')).createLatchkey(), real = fetch;
		let open = 0, at_once = 0;
		window.fetch = async (...request) => {
			if (!String(request[0]).endsWith('/v1/login/begin')) return real(...request);
			at_once = Math.max(at_once, ++open);
			const response = await real(...request);
			await new Promise((later) => setTimeout(later, 50));
			open--;
			return response;
		};
		latchkey.autofill().catch(() => {});
		const { passkey } = await latchkey.login();
		return { name: passkey.name, at_once };
	})()`)
	if got.Name != "Chrome on Linux" || got.AtOnce != 1 {
		t.Errorf("%d begins at once; signed in with %q", got.AtOnce, got.Name)
	}
}

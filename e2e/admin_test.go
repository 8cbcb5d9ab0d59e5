package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// startConsole starts a stack whose console is on the public listener, too.
func startConsole(t testing.TB, env ...string) *stack {
	t.Helper()
	return startConsoleAt(t, demo.KratosOptions{}, env...)
}

func startConsoleAt(t testing.TB, kratos demo.KratosOptions, env ...string) *stack {
	t.Helper()
	port := freePort(t)
	kratos.Login, kratos.LoginURL = &demo.KratosLogin{}, localhost(port)+"/login"
	s := startStack(t, kratos, demo.LatchkeyOptions{PublicPort: port,
		Env: append([]string{"LATCHKEY_ADMIN_CONSOLE_PUBLIC=true", "LATCHKEY_ADMIN_CONSOLE_ENVIRONMENT=staging", "LATCHKEY_LIMITS_ADMIN_FAILURES_PER_MINUTE=0"}, env...),
	})
	var err error
	s.key, err = s.latchkey.CreateKey("read", "export", "revoke", "reset", "keys")
	must(t, err)
	remember("admin key", s.key)
	return s
}

// colleague is a signed-in user with that role ("": none) and a passkey that another admin has confirmed, before a
// step-up. The passkey is older than the role.
func colleague(role string) func(*stack, *testing.T) *tab {
	return func(s *stack, t *testing.T) *tab {
		t.Helper()
		tb := s.tabWithPasskey(t)
		s.confirmPasskeys(t, tb.user)
		s.giveRole(t, tb.user, role)
		return tb
	}
}

// confirmPasskeys confirms the user's passkeys for changes, as the operator does for the first admin.
func (s *stack) confirmPasskeys(t testing.TB, user *demo.KratosUser) {
	t.Helper()
	var page struct{ Passkeys []struct{ ID string } }
	s.support().do(t, http.MethodGet, "/admin/v1/passkeys?identity_id="+user.IdentityID.String(), nil).want(t, http.StatusOK, &page)
	for _, p := range page.Passkeys {
		if said, err := s.latchkey.Command("passkeys", "confirm", p.ID, "--reason", "set up in front of me").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
	}
}

func (s *stack) giveRole(t testing.TB, user *demo.KratosUser, role string) {
	t.Helper()
	must(t, s.kratos.PatchIdentity(t.Context(), user.IdentityID, "add", "/metadata_public", map[string]string{"latchkey_role": role}))
}

// staff have confirmed, too, and are in the console.
func staff(role string) func(*stack, *testing.T) *tab {
	return func(s *stack, t *testing.T) *tab {
		t.Helper()
		tb := colleague(role)(s, t)
		tb.open(s.latchkey.PublicURL + "/admin")
		tb.press("Confirm with your passkey")
		tb.see("Find a person")
		return tb
	}
}

// customer is a user with a passkey, as admins see it.
func (s *stack) customer(t testing.TB) (*demo.KratosUser, caller, *webauthntest.Authenticator) {
	t.Helper()
	user, person := s.app(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	return user, person, device
}

func (s *stack) consoleOf(id uuid.UUID) string {
	return s.latchkey.PublicURL + "/admin#/people/" + id.String()
}

// act presses a button of the console, gives a reason in the dialog, and agrees.
func (tb *tab) act(button, reason, agree string) {
	tb.t.Helper()
	tb.press(button)
	tb.fill("#reason", reason)
	tb.pressAt("agree: "+agree, shadow+`.all('dialog button').find((e) => `+listed(tb.t, agree)+`.includes(`+shadow+`.name(e)))`)
}

// TestConsole follows admins through their work, and verifies the results through the API and at Kratos.
func TestConsole(t *testing.T) {
	t.Parallel()
	s := startConsole(t)
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stack)
	}{
		{"Doors", testConsoleDoors},
		{"SupportHelps", testConsoleSupportHelps},
		{"Reset", testConsoleReset},
		{"Code", testConsoleCode},
		{"Lists", testConsoleLists},
		{"RevokeAll", testConsoleRevokeAll},
		{"Auditor", testConsoleAuditor},
		{"Keys", testConsoleKeys},
		{"Keyboard", testConsoleKeyboard},
		{"Unloaded", testConsoleUnloaded},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}

// testConsoleDoors: users who are not signed in, have no role or have not stepped up see what to do.
func testConsoleDoors(t *testing.T, s *stack) {
	console := s.latchkey.PublicURL + "/admin"
	tb := newTab(t)
	tb.open(console + "#/audit")
	tb.see("Sign in to the console")
	login := evaluate[string](tb, tb.named("Sign in")+`.href`)
	target, err := url.Parse(login)
	must(t, err)
	if !strings.HasPrefix(login, s.kratos.BrowserURL+"/self-service/login/browser?") || target.Query().Get("return_to") != console {
		t.Errorf("sign-in is at %s", login)
	}
	if strings.Contains(evaluate[string](tb, shadow+`.text()`), "Audit log") {
		t.Error("a stranger sees the navigation")
	}

	tb = colleague("")(s, t)
	tb.open(console)
	tb.see("Your account has no role here")
	s.giveRole(t, tb.user, "everything") // one that does not exist
	tb.press("Try again")
	tb.see("Your account has no role here")
	s.giveRole(t, tb.user, "auditor")
	tb.press("Try again")
	tb.see("Confirm it’s you first")
	tb.device.knowsPerson(false)
	tb.press("Confirm with your passkey")
	tb.see("Nothing was changed.")
	tb.device.knowsPerson(true)
	tb.press("Confirm with your passkey")
	tb.see("Find a person")
	tb.see("(auditor)")
	tb.focused()

	// Without the role or the session, the console is closed, and as soon as its tab is looked at again.
	tb.open(s.consoleOf(tb.user.IdentityID))
	tb.see("Sessions at Kratos (1)")
	s.giveRole(t, tb.user, "")
	evaluate[any](tb, `void document.dispatchEvent(new Event('visibilitychange'))`)
	tb.see("Your account has no role here")
	if text := evaluate[string](tb, shadow+`.text()`); strings.Contains(text, tb.user.Email) {
		t.Errorf("people are still on the screen:\n%s", text)
	}
	s.giveRole(t, tb.user, "auditor")
	tb.open(console)
	tb.see("Find a person")
	must(t, s.kratos.RevokeSessions(t.Context(), tb.user.IdentityID))
	tb.press("Audit log")
	tb.see("Sign in to the console")
	testConsoleWayBack(tb, s)
}

// testConsoleWayBack: an admin who signs in at Kratos returns to the view that they left, and signs out again.
func testConsoleWayBack(tb *tab, s *stack) {
	tb.t.Helper()
	console := s.latchkey.PublicURL + "/admin"
	tb.press("Sign in")
	tb.at(s.latchkey.PublicURL + "/login?flow=") // the address of Kratos' sign-in in this stack
	flow := evaluate[string](tb, `new URLSearchParams(location.search).get('flow')`)
	tb.open(s.kratos.BrowserURL + "/self-service/login?method=oidc&provider=passkey&flow=" + flow)
	tb.at(s.latchkey.PublicURL + "/login?interaction=")
	tb.press("Sign in with a passkey")
	tb.at(console + "#/audit")
	tb.see("Download CSV")
	tb.see("staging")
	tb.open(s.consoleOf(tb.user.IdentityID))
	tb.see("Sessions at Kratos (1)")
	tb.see("Chrome on Linux")
	if agent := evaluate[string](tb, shadow+`.all('dd span').find((e) => e.textContent === 'Chrome on Linux').title`); !strings.HasPrefix(agent, "Mozilla/5.0") {
		tb.t.Errorf("the whole user agent is %q", agent)
	}
	tb.press("Sign out")
	tb.see("Sign in to the console")
	tb.focused()
	if len(find(tb.t, s, tb.user.Email).Sessions) != 0 {
		tb.t.Error("Kratos still has the session")
	}
	tb.open(console + "?again")
	tb.see("Sign in to the console")
}

func testConsoleSupportHelps(t *testing.T, s *stack) {
	user, person, device := s.customer(t)
	tb := staff("support")(s, t)
	if text := evaluate[string](tb, shadow+`.text()`); strings.Contains(text, "Admin keys") {
		t.Errorf("support sees the keys:\n%s", text)
	}
	tb.fill("#identifier", "nobody@example.com")
	tb.press("Find")
	tb.see("No account signs in with exactly this.")
	tb.fill("#identifier", user.Email)
	tb.press("Find")
	tb.see("Passkeys (1 of 20)")
	if breaks := evaluate[int](tb, shadow+`.first('.h1').querySelectorAll('wbr').length`); breaks < 2 {
		t.Errorf("the address as a heading may break in %d places", breaks)
	}
	if address := evaluate[string](tb, `location.href`); strings.Contains(address, "@") || !strings.HasSuffix(address, user.IdentityID.String()) {
		t.Errorf("the address is %s", address)
	}
	tb.press("Passkeys")
	tb.see("All passkeys, newest first.")
	tb.await("have loaded the list", shadow+`.control('Suspend “`+person.passkeys(t)[0].Name+`”') && `+shadow+`.all('*').every((e) => !e.busy)`)
	evaluate[string](tb, shadow+`.first('.lead').textContent = 'out of date'`)
	tb.press("Passkeys")
	tb.see("All passkeys, newest first.")
	evaluate[any](tb, `history.back()`)
	tb.see("Passkeys (1 of 20)")
	name := person.passkeys(t)[0].Name
	person.stepUp(t, device)
	person.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).want(t, http.StatusCreated, nil)

	tb.press("Suspend “" + name + "”")
	tb.see("It cannot be used to sign in or confirm")
	tb.pressAt("agree without a reason", shadow+`.first('dialog button[type=submit]')`)
	tb.see("Enter a reason for the audit log")
	tb.press("Go back")
	if person.passkeys(t)[0].Suspended {
		t.Fatal("it was paused without a reason")
	}
	tb.act("Suspend “"+name+"”", "phone mislaid", "Suspend")
	tb.see("“" + name + "” is suspended. The recovery codes created with it still work.")
	tb.focused()
	s.anyone().login(t, device).rejected(t, "not_accepted")
	tb.act("Reactivate “"+name+"”", "phone found", "Reactivate")
	tb.see("“" + name + "” can be used again.")
	s.anyone().login(t, device).want(t, http.StatusOK, nil)

	tb.press("Revoke “" + name + "”")
	tb.see("Not for a lost device")
	tb.click("input[name=end_codes]")
	tb.fill("#reason", "phone stolen")
	tb.pressAt("agree", shadow+`.first('dialog button.danger')`)
	tb.see("“" + name + "” was revoked and the person was signed out everywhere. The recovery codes created with it no longer work.")
	tb.screenshot("revoked")
	tb.see("This person has no passkey.")
	tb.see("This person is not signed in anywhere.")
	s.anyone().login(t, device).rejected(t, "not_accepted")
	person.do(t, http.MethodGet, "/v1/passkeys", nil).refused(t, http.StatusUnauthorized, "unauthenticated")

	for _, kind := range []string{"passkey.suspended", "passkey.resumed", "passkey.revoked"} {
		s.onRecord(t, user.IdentityID, kind, tb.user.IdentityID)
	}
	tb.see("Reason: phone stolen")
	tb.press("All events of this person")
	tb.see("Without a filter, only the last 24 hours")
	tb.see("Reason: phone mislaid")
	tb.do("go back", back)
	tb.see("This person has no passkey.")
}

// onRecord fails the test unless there is an event about the identity with that actor.
func (s *stack) onRecord(t testing.TB, person uuid.UUID, kind string, by uuid.UUID) {
	t.Helper()
	var list struct {
		Events []struct {
			Actor  struct{ Kind, ID string } `json:"actor"`
			Reason string                    `json:"reason"`
		} `json:"events"`
	}
	s.support().do(t, http.MethodGet, "/admin/v1/audit-events?identity_id="+person.String()+"&event_type="+kind, nil).want(t, http.StatusOK, &list)
	if len(list.Events) != 1 || list.Events[0].Actor.Kind != "identity" || list.Events[0].Actor.ID != by.String() || list.Events[0].Reason == "" {
		t.Errorf("%s: on record is %+v, and %s did it", kind, list.Events, by)
	}
}

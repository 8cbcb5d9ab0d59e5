package e2e_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
)

// TestReact builds examples/react with the npm package and uses it in Chromium: the production build, and the
// development build, in which React's strict mode runs every effect twice.
func TestReact(t *testing.T) {
	t.Parallel()
	t.Run("Types", func(t *testing.T) { testReactTypes(t, newReactExample(t)) })
	for _, mode := range []string{"production", "development"} {
		t.Run(mode, func(t *testing.T) { testReactJourney(t, newReactExample(t), mode) })
	}
}

func newReactExample(t *testing.T) example {
	t.Helper()
	return newExample(t, "react", "src", "index.html", "tsconfig.json")
}

// wrongJSX are elements that a compiler must refuse.
var wrongJSX = []string{
	`<latchkey-setup offer="yes" />`,
	`<latchkey-setup heading-level={7} />`,
	`<latchkey-login session="token" />`,
	`<latchkey-setup onlatchkey-skipped={({ detail }) => detail.passkey} />`,
	`<latchkey-passkeys ref={(element) => element?.latchkey.remove(7)} />`,
	`<latchkey-sign-in />`,
	`<p onClick={() => document.addEventListener('latchkey-registered', ({ detail }) => detail.login)} />`,
	`<p onClick={() => document.querySelector('latchkey-recover')?.latchkey.redeem()} />`,
}

func testReactTypes(t *testing.T, example example) {
	path := filepath.Join(example.dir, "src", "wrong.tsx")
	defer os.Remove(path)
	must(t, os.WriteFile(path, []byte("export const wrong = [\n"+strings.Join(wrongJSX, ",\n")+",\n];\n"), 0o644))
	refused, err := example.try(t, nil, "node_modules/.bin/tsc", "--pretty", "false")
	if err == nil {
		t.Error("the compiler takes all of them")
	}
	lines := strings.Split(refused, "\n")
	for i, element := range wrongJSX {
		at := fmt.Sprintf("src/wrong.tsx(%d,", i+2)
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, at) }) {
			t.Errorf("the compiler takes %s", element)
		}
	}
	for _, line := range lines {
		if strings.Contains(line, "error TS") && !strings.HasPrefix(line, "src/wrong.tsx(") {
			t.Error(line)
		}
	}
}

// noteWarnings keeps what React has to say about how it is used.
const noteWarnings = `window.warned = []; for (const way of ['warn', 'error']) console[way] = (...words) => warned.push(words.join(' '))`

func testReactJourney(t *testing.T, example example, mode string) {
	listener := listen(t, 0)
	page := localhost(listener.Addr().(*net.TCPAddr).Port)
	s := startStackWithApp(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, page)
	var command []string
	if mode == "development" {
		command = []string{"node_modules/.bin/vite", "build", "--mode", mode, "--logLevel", "warn"}
	}
	vite("react", "dist", []string{"NODE_ENV=" + mode}, command...).build(t, example)
	serveOn(t, listener, builtPages(filepath.Join(example.dir, "dist"), s))

	tb, email := newTab(t), newEmail()
	tb.everyPage(noteWarnings)
	calm := func(state string) {
		t.Helper()
		tb.sound("react-" + state)
		tb.screenshot(state)
		for _, warning := range evaluate[[]string](tb, `warned.splice(0)`) {
			t.Errorf("%s: %s", state, warning)
		}
	}

	t.Log("registers with a password at Kratos, and comes to the page after it")
	tb.open(page + "/")
	tb.see("Use a password")
	calm("sign-in")
	tb.press("Create an account")
	tb.at(s.appURL + "/registration")
	tb.fill(`[name="traits.email"]`, email)
	tb.fill(`[name="password"]`, password)
	tb.click(`#password button`)
	tb.at(page + "/welcome")
	tb.see("Sign in faster with a passkey")
	calm("offer")

	t.Log("not now: the account, and no further question in this session")
	tb.press("Not now")
	tb.see("Signed in as " + email)
	tb.at(page + "/")
	tb.open(page + "/welcome")
	tb.see("Signed in as " + email)
	calm("account-empty")

	t.Log("changes their mind: closes the prompt, and then adds a passkey")
	evaluate[any](tb, `localStorage.clear()`)
	tb.open(page + "/welcome")
	tb.device.knowsPerson(false)
	tb.press("Create a passkey")
	tb.see("No passkey was created.")
	calm("offer-cancelled")
	tb.device.knowsPerson(true)
	tb.press("Create a passkey")
	tb.see("You are all set")
	calm("done")
	if held := tb.device.passkeys(); len(held) != 1 {
		t.Fatalf("the device holds %+v", held)
	}
	tb.press("To your account")
	tb.lists(1)
	calm("account")

	t.Log("signs out, and in with the passkey: by the button, and from the list in the field after a prompt that was closed")
	signOut := func() {
		t.Helper()
		tb.press("Sign out")
		tb.at(page + "/sign-in")
		tb.see("Use a password")
	}
	signOut()
	tb.press("Sign in with a passkey")
	tb.see("Signed in as " + email)
	signOut()
	tb.device.knowsPerson(false)
	tb.press("Sign in with a passkey")
	tb.see("The passkey prompt was closed before you were done.")
	if alerts := evaluate[int](tb, `document.querySelectorAll('[role=alert]').length`); alerts > 0 {
		t.Error("a closed prompt is shown as a failure")
	}
	calm("sign-in-cancelled")
	tb.device.knowsPerson(true)
	tb.await("be offered the list again", `typeof window.pick === 'function'`)
	evaluate[any](tb, `void window.pick()`)
	tb.see("Signed in as " + email)

	t.Log("sees the list in German, after the element came anew")
	evaluate[any](tb, `document.documentElement.lang = 'de'`)
	evaluate[any](tb, `void (history.pushState(null, '', '/sign-in'), dispatchEvent(new PopStateEvent('popstate')))`)
	tb.see("Use a password")
	evaluate[any](tb, `void history.back()`)
	tb.see("Ihre Passkeys")
	evaluate[any](tb, `document.documentElement.lang = 'en'`)
	tb.open(page + "/")

	t.Log("removes the passkey")
	tb.see("Your passkeys")
	tb.press("Remove “Chrome on Linux”")
	tb.click("dialog [value=go]")
	tb.see("You removed your last passkey")
	calm("account-removed")
	if held := tb.device.passkeys(); len(held) != 0 {
		t.Errorf("the device still offers %d passkeys", len(held))
	}

	t.Log("is sent to sign in once the session has ended elsewhere")
	must(t, s.kratos.RevokeSessions(t.Context(), find(t, s, email).ID))
	tb.open(page + "/welcome")
	tb.see("Please sign in first")
	tb.press("Sign in")
	tb.at(s.appURL + "/login")
	tb.fill(`[name="identifier"]`, email)
	tb.fill(`[name="password"]`, password)
	tb.click(`#password button`)
	tb.at(page + "/welcome")
	tb.see("Sign in faster with a passkey")
}

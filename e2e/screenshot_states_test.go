package e2e_test

import (
	"cmp"
	"net/http"
	"strings"
	"testing"

	"latchkey/demo"
)

// A state of a page is one line: the user, the page, the user's actions, and the text by which the state is
// recognised. It is checked in every width and theme.
type state struct {
	name  string // of its pictures
	who   func(*stack, *testing.T) *tab
	path  string // of the page; {app} is replaced by the address of the application
	reach func(*tab)
	sees  string
}

var states = []state{
	{"setup-done", newcomer, "/setup?return_to={app}/", pressing("Create a passkey"), "Your passkey is ready"},
	{"setup-done-here-only", hardware, "/setup?return_to={app}/", pressing("Create a passkey"), "It stays on this device."},
	{"login-done", holder, "/login", pressing("Sign in with a passkey"), "Your passkey was accepted"},
	{"login-refused", paused, "/login", pressing("Sign in with a passkey"), "This passkey was not accepted."},
	{"passkeys-long-name", longName, "/passkeys", nil, "Rename"},
	{"passkeys-paused", paused, "/passkeys", nil, "This passkey is suspended"},
	{"passkeys-remove", longName, "/passkeys", pressing("Remove “" + longest + "”"), "This cannot be undone."},
	{"passkeys-remove-de", longName, "/passkeys?lang=de", clicking("[data-remove]"), "Das lässt sich nicht rückgängig machen."}, // the longest dialog
	{"passkeys-remove-ar", longName, "/passkeys?lang=ar", clicking("[data-remove]"), "لا يمكن التراجع عن ذلك."},
	{"passkeys-removed", holder, "/passkeys", pressing("Remove “Chrome on Linux”", "Remove passkey"), "You removed your last passkey"},
	{"passkeys-activity", holder, "/passkeys", func(tb *tab) {
		tb.see("Create recovery codes") // comes late, and moves what is below the finger
		tb.press("Recent activity")
	}, "A passkey was set up."},
	{"codes-new", holder, "/passkeys", pressing("Create recovery codes"), "They are shown only once."},
	{"codes-kept", holder, "/passkeys", pressing("Create recovery codes", "I have saved them"), "Your recovery codes are ready."},
	{"codes-renew", holder, "/passkeys", pressing("Create recovery codes", "I have saved them", "Create new codes"), "All your existing codes stop working"},
	{"step-up-again", holderOfCodes, "/step-up", nil, "You have already confirmed"},
	{"recover-malformed", holder, "/recover", typing("#code", "1234", "Use code"), "This is not a recovery code"},
	{"recover-wrong", holderOfCodes, "/recover", typing("#code", "AAAA-AAAA-AAAA", "Use code"), "This recovery code was not accepted."},
	{"recover-locked", holderOfCodes, "/recover", locked, "Too many wrong codes"},
	{"recover-done", holderOfCodes, "/recover", redeeming, "Your code was accepted"},
}

// sameTab are the states whose actions change nothing about the user. Those of one kind of user are checked in one tab, one
// after the other: each new tab loads all scripts again, the large one of the checker too.
var sameTab = []struct {
	name   string
	who    func(*stack, *testing.T) *tab
	states []state
}{
	{"signed out", signedOut, []state{
		{"diagnose", nil, "/diagnose", nil, "Text for support"},
		{"problem", nil, "/nothing", nil, "There is nothing at this address."},
		{"setup-signed-out", nil, "/setup", nil, "Please sign in first"},
		{"login", nil, "/login", nil, "Email or username"},
		{"passkeys-signed-out", nil, "/passkeys", nil, "Please sign in first"},
		{"step-up-signed-out", nil, "/step-up", nil, "Please sign in first"},
		{"recover-signed-out", nil, "/recover", nil, "Please sign in first"},
	}},
	{"newcomer", newcomer, []state{
		{"setup", nil, "/setup?return_to={app}/", nil, "Sign in faster with a passkey"},
		{"setup-cancelled", nil, "/setup", unrecognised("Create a passkey"), "No passkey was created."},
		{"passkeys-empty", nil, "/passkeys", nil, "What is a passkey?"},
		{"step-up-none", nil, "/step-up", nil, "You have no passkey yet"},
	}},
	{"holder", holder, []state{
		{"step-up", nil, "/step-up", nil, "Confirm it’s you"}, // first: others confirm it
		{"step-up-cancelled", nil, "/step-up", unrecognised("Confirm with your passkey"), "Nothing was confirmed."},
		{"step-up-cant-use", nil, "/step-up", pressing("I can’t use my passkey"), "You have no recovery codes."},
		{"setup-another", nil, "/setup?return_to={app}/", nil, "Add another passkey"},
		{"setup-twice", nil, "/setup", pressing("Create a passkey"), "This device already has a passkey for your account."},
		{"setup-details", nil, "/setup", pressing("Create a passkey", "Details for support"), "already_registered"},
		{"login-cancelled", nil, "/login", unrecognised("Sign in with a passkey"), "You are not signed in yet."},
		{"login-offline", nil, "/login", offline("Sign in with a passkey"), "could not be reached"},
		{"passkeys", nil, "/passkeys?return_to={app}/", nil, "Rename"},
		{"passkeys-rename", nil, "/passkeys", pressing("Rename “Chrome on Linux”"), "New name"},
		{"passkeys-twice", nil, "/passkeys", pressing("Add another passkey"), "Use a phone or security key instead"},
		{"passkeys-offline", nil, "/passkeys", offline("Add another passkey"), "could not be reached"},
		{"recover", nil, "/recover", nil, "Recovery code"},
		{"recover-empty", nil, "/recover", pressing("Use code"), "Enter one of your recovery codes first."},
	}},
}

func TestPageStates(t *testing.T) {
	t.Parallel()
	s := startStackWithApp(t, demo.KratosOptions{})
	for _, state := range states {
		t.Run(state.name, func(t *testing.T) {
			t.Parallel()
			state.check(s, state.who(s, t))
		})
	}
	for _, user := range sameTab {
		t.Run(user.name, func(t *testing.T) {
			t.Parallel()
			tb := user.who(s, t)
			for _, state := range user.states {
				t.Run(state.name, func(t *testing.T) {
					tb.lend(t)
					tb.asNew()
					state.check(s, tb)
				})
			}
		})
	}
}

func (state state) check(s *stack, tb *tab) {
	tb.t.Helper()
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + strings.ReplaceAll(state.path, "{app}", s.appURL))
	state.checkOpen(tb)
}

// checkOpen checks the state once its page is open.
func (state state) checkOpen(tb *tab) {
	tb.t.Helper()
	if state.reach != nil {
		state.reach(tb)
	}
	tb.see(state.sees)
	if state.reach != nil {
		tb.focused()
	}
	tb.looksRight()
	if state.reach == nil {
		tb.looksRightInGerman()
		tb.looksRightInEveryLanguage()
	}
}

// asNew undoes what the check of a state does to its tab.
func (tb *tab) asNew() {
	tb.t.Helper()
	tb.prefersNothing()
	tb.speaks(cmp.Or(spoken, "en-US"))
	tb.device.knowsPerson(true)
}

func signedOut(_ *stack, t *testing.T) *tab { return newTab(t) }

// newcomer is signed in and has no passkey.
func newcomer(s *stack, t *testing.T) *tab {
	tb := newTab(t)
	tb.user, _ = s.browser(t)
	tb.signIn(s.kratos.BrowserURL, tb.user.Cookie())
	return tb
}

// holder has one, on the device of the tab.
func holder(s *stack, t *testing.T) *tab { return s.tabWithPasskey(t) }

// hardware is a newcomer whose device keeps its passkeys to itself.
func hardware(s *stack, t *testing.T) *tab {
	tb := newcomer(s, t)
	tb.newAuthenticator("internal", false)
	return tb
}

// holderOfCodes has recovery codes, too.
func holderOfCodes(s *stack, t *testing.T) *tab {
	tb := holder(s, t)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.press("Create recovery codes")
	tb.see("They are shown only once.")
	tb.codes = evaluate[[]string](tb, shadow+`.all('code').map((code) => code.textContent)`)
	tb.press("I have saved them")
	tb.see("Your recovery codes are ready.")
	return tb
}

// longest is the longest name that a passkey may have, and cannot be broken.
var longest = strings.Repeat("Passkeyname", 6)[:64]

func longName(s *stack, t *testing.T) *tab {
	tb := holder(s, t)
	person := s.withCookie(tb.user)
	person.do(t, http.MethodPatch, "/v1/passkeys/"+person.passkeys(t)[0].ID.String(), map[string]string{"name": longest}).want(t, http.StatusOK, nil)
	return tb
}

func paused(s *stack, t *testing.T) *tab {
	tb := holder(s, t)
	id := s.withCookie(tb.user).passkeys(t)[0].ID.String()
	s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+id+"/suspend", map[string]string{"reason": "lost"}).want(t, http.StatusOK, nil)
	return tb
}

// pressing presses these, one after the other.
func pressing(names ...string) func(*tab) {
	return func(tb *tab) {
		for _, name := range names {
			tb.press(name)
		}
	}
}

// clicking is for pages in other languages.
func clicking(selector string) func(*tab) {
	return func(tb *tab) { tb.click(selector) }
}

// typing fills in a field first.
func typing(field, text string, names ...string) func(*tab) {
	return func(tb *tab) {
		tb.fill(field, text)
		pressing(names...)(tb)
	}
}

// redeeming redeems one of the user's codes.
func redeeming(tb *tab) { typing("#code", tb.codes[0], "Use code")(tb) }

// locked tries wrong codes until no more are accepted.
func locked(tb *tab) {
	for range 5 {
		typing("#code", "AAAA-AAAA-AAAA", "Use code")(tb)
		tb.see("This recovery code was not accepted.")
	}
	redeeming(tb)
}

// unrecognised presses them while user verification fails, as if the prompt were closed.
func unrecognised(names ...string) func(*tab) {
	return func(tb *tab) {
		tb.device.knowsPerson(false)
		pressing(names...)(tb)
	}
}

// offline presses them when the line has gone dead.
func offline(names ...string) func(*tab) {
	return func(tb *tab) {
		tb.see(names[0])
		tb.line(false)
		tb.t.Cleanup(func() { tb.line(true) })
		pressing(names...)(tb)
	}
}

// line goes dead, or comes back. The newer call by rules has other parameters from one version of Chromium to the next.
func (tb *tab) line(up bool) {
	tb.t.Helper()
	tb.protocol("Network.emulateNetworkConditions", map[string]any{"offline": !up, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
}

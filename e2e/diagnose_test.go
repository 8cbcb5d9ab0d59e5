package e2e_test

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
)

// TestDiagnose: the page that checks a browser, in browsers that have what it looks for.
func TestDiagnose(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{})
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stack)
	}{
		{"InOrder", testDiagnoseInOrder},
		{"Clock", testDiagnoseClock},
		{"Extension", testDiagnoseExtension},
		{"NoAnswer", testDiagnoseNoAnswer},
		{"SignedOut", testDiagnoseSignedOut},
		{"OtherAddress", testDiagnoseOtherAddress},
		{"Insecure", testDiagnoseInsecure},
		{"FromFailure", testDiagnoseFromFailure},
		{"FromProblemPage", testDiagnoseFromProblemPage},
		{"Language", testDiagnoseLanguage},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, s)
		})
	}
}

// diagnosis is the text for support, once the page shows it.
func (tb *tab) diagnosis() map[string]string {
	tb.t.Helper()
	tb.see("Text for support")
	facts := map[string]string{}
	for line := range strings.SplitSeq(evaluate[string](tb, shadow+`.first('#report').textContent`), "\n") {
		name, value, _ := strings.Cut(line, ": ")
		facts[name] = value
	}
	return facts
}

func checkFacts(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
}

// unwrapped undoes that the tab, like a password manager, replaces a function.
const unwrapped = `delete navigator.credentials.get;`

func testDiagnoseInOrder(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	tb.everyPage(unwrapped)
	tb.open(s.latchkey.PublicURL + "/diagnose#request=0192-abc&code=cancelled&page=https://app.example.com")
	got := tb.diagnosis()
	checkFacts(t, got, map[string]string{
		"request_id": "0192-abc", "code": "cancelled", "page": "https://app.example.com", "origin": s.latchkey.PublicURL, "identity": tb.user.IdentityID.String(),
		"secure": "ok", "passkeys": "ok", "authenticator": "ok", "autofill": "ok", "extension": "ok", "cookie": "ok", "session": "ok", "origin_state": "ok",
	})
	for name, begin := range map[string]string{"clock": "ok (", "kratos_clock": "ok (", "support_code": "D1-AAAA-AAAA-AAA", "browser": "Mozilla/", "time": "20"} {
		if !strings.HasPrefix(got[name], begin) {
			t.Errorf("%s is %q", name, got[name])
		}
	}
	tb.see("Nothing here stands in the way of passkeys.")
	evaluate[any](tb, `void (navigator.clipboard.writeText = async (text) => { window.copied = text; })`)
	tb.press("Copy text")
	tb.see("Text copied.")
	copied := evaluate[string](tb, `window.copied`)
	if leaks := leaked(copied); leaks != nil || secretForms.MatchString(copied) || copied != evaluate[string](tb, shadow+`.first('#report').textContent`) {
		t.Errorf("copied: %s; secrets: %q", copied, leaks)
	}
	tb.press("Check again")
	tb.see("You are signed in.")
	tb.width(narrow)
	if lines := evaluate[[]int](tb, shadow+`.all('.code').map((code) => code.getClientRects().length)`); !slices.Equal(lines, []int{1, 1}) {
		t.Errorf("the code, in the text and to be read out, is on %v lines", lines)
	}
	tb.looksRight()
	tb.looksRightInGerman()
	tb.looksRightInEveryLanguage()

	// A link is anyone's: what is no ID, code or origin is not repeated.
	tb.speaks(cmp.Or(spoken, "en"))
	tb.open(s.latchkey.PublicURL + "/diagnose?again#request=<b>x</b>&code=Call%20555&page=https://app.example.com/secret?token=1")
	checkFacts(t, tb.diagnosis(), map[string]string{"request_id": "", "code": "", "page": ""})
}

// testDiagnoseClock: codes are checked by Kratos' clock, and the page says by how much the device is off.
func testDiagnoseClock(t *testing.T, s *stack) {
	for shift, want := range map[string]string{"-64000": "Your device’s clock is 64 seconds behind.", "+600000": "Your device’s clock is 600 seconds ahead."} {
		tb := newTab(t)
		tb.everyPage(`{ const { now } = Date; Date.now = () => now() ` + shift + `; }`)
		tb.open(s.latchkey.PublicURL + "/diagnose")
		got := tb.diagnosis()
		want = strings.Replace(want, "600 seconds", "10 minutes", 1)
		tb.see(want)
		tb.see("Something here needs your attention.")
		if !strings.HasPrefix(got["clock"], "behind (-6") && !strings.HasPrefix(got["clock"], "ahead (+") {
			t.Errorf("the clock is %q", got["clock"])
		}
	}
}

// testDiagnoseExtension: functions that a password manager replaced, and members that throw.
func testDiagnoseExtension(t *testing.T, s *stack) {
	for script, want := range map[string]string{
		`navigator.credentials.get = async () => null`:                                                                        "replaced",
		`CredentialsContainer.prototype.create = async function create() { return null; }`:                                    "replaced",
		`Object.defineProperty(navigator, 'credentials', { value: navigator.credentials })`:                                   "replaced",
		`Object.defineProperty(Navigator.prototype, 'credentials', { get() { throw new Error('not here'); } })`:               "broken",
		`Object.defineProperty(navigator, 'credentials', { value: { create: null, get get() { throw new Error('no'); } } });`: "broken",
	} {
		tb := newTab(t)
		tb.everyPage(unwrapped + script)
		tb.open(s.latchkey.PublicURL + "/diagnose")
		if got := tb.diagnosis()["extension"]; got != want {
			t.Errorf("%s: %s", script, got)
		}
	}
}

// testDiagnoseNoAnswer: the page comes to its end in a browser that answers nothing, and without Latchkey.
func testDiagnoseNoAnswer(t *testing.T, s *stack) {
	tb := newTab(t)
	tb.everyPage(`
		PublicKeyCredential.getClientCapabilities = () => new Promise(() => {});
		navigator.storage.getDirectory = () => { throw new Error('no'); };
		window.fetch = () => new Promise(() => {});`)
	tb.open(s.latchkey.PublicURL + "/diagnose")
	checkFacts(t, tb.diagnosis(), map[string]string{
		"secure": "ok", "passkeys": "unknown", "authenticator": "unknown", "autofill": "unknown", "private": "unknown", "clock": "unknown", "kratos_clock": "unknown", "cookie": "unknown", "session": "unknown",
		"origin_state": "unreached",
	})
	tb.see("could not be reached. Check your connection and try again.")
}

func testDiagnoseSignedOut(t *testing.T, s *stack) {
	tb := newTab(t)
	tb.everyPage(unwrapped + `navigator.storage.getDirectory = () => Promise.reject(new DOMException('', 'SecurityError'));`) // as in a private window of Firefox
	tb.open(s.latchkey.PublicURL + "/diagnose")
	checkFacts(t, tb.diagnosis(), map[string]string{"cookie": "none", "session": "none", "identity": "", "private": "likely"})
	tb.see("Nothing here stands in the way of passkeys.") // to be signed out is no fault
	tb.sound("diagnose-signed-out")

	tb.signIn(s.kratos.BrowserURL, &http.Cookie{Name: "ory_kratos_session", Value: "signed-out"})
	tb.press("Check again")
	tb.see("Your session has expired.")
	checkFacts(t, tb.diagnosis(), map[string]string{"cookie": "ok", "session": "ended"})
	tb.forgiven()
}

// testDiagnoseOtherAddress: at an address that is not configured, the page says so and links to the right one.
func testDiagnoseOtherAddress(t *testing.T, s *stack) {
	tb := newTab(t)
	tb.open(strings.Replace(s.latchkey.PublicURL, "localhost", "127.0.0.1", 1) + "/diagnose#request=abc")
	checkFacts(t, tb.diagnosis(), map[string]string{"secure": "ok", "origin_state": "unlisted"})
	tb.see("This page is at an address that is not allowed.")
	tb.press("Open " + strings.TrimPrefix(s.latchkey.PublicURL, "http://"))
	tb.see("This page is at an address where passkeys work.")
	checkFacts(t, tb.diagnosis(), map[string]string{"request_id": "abc", "origin_state": "ok"})
	tb.forgiven()
}

// testDiagnoseInsecure: on a page without a secure connection, where browsers have no passkeys and no clipboard, the text can be selected.
func testDiagnoseInsecure(t *testing.T, s *stack) {
	tb := newTab(t)
	tb.everyPage(`
		Object.defineProperty(window, 'isSecureContext', { value: false });
		delete window.PublicKeyCredential;
		Object.defineProperty(navigator, 'clipboard', { value: undefined });`)
	tb.open(s.latchkey.PublicURL + "/diagnose")
	checkFacts(t, tb.diagnosis(), map[string]string{"secure": "insecure", "passkeys": "missing", "extension": "ok"})
	tb.see("Open it again with https:// at the start of the address.")
	tb.press("Copy text")
	tb.see("The text is selected: copy it with your keyboard.")
	if selected := evaluate[string](tb, `String(getSelection())`); !strings.Contains(selected, "secure: insecure") {
		t.Errorf("selected: %q", selected)
	}
}

// testDiagnoseFromFailure: the details for support link to the page, with the ID of the request that failed.
func testDiagnoseFromFailure(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	tb.open(s.latchkey.PublicURL + "/setup")
	tb.press("Create a passkey")
	tb.press("Details for support")
	requestID := shadow + `.all('.mono dd').map((fact) => fact.textContent).find((fact) => /^[A-Z2-7]{26}$/.test(fact))`
	tb.await("name the request", requestID+` !== undefined`)
	id := evaluate[string](tb, requestID)
	tb.press("Check this browser")
	checkFacts(t, tb.diagnosis(), map[string]string{"request_id": id, "code": "already_registered", "page": s.latchkey.PublicURL})
	tb.forgiven()
}

// testDiagnoseLanguage: another language keeps what the failure said, which is in the fragment of the address.
func testDiagnoseLanguage(t *testing.T, s *stack) {
	tb := newTab(t)
	tb.open(s.latchkey.PublicURL + "/diagnose#request=0192-abc&code=cancelled")
	checkFacts(t, tb.diagnosis(), map[string]string{"request_id": "0192-abc"})
	tb.click(".languages summary")
	tb.press("Français")
	tb.await("be in French", `document.documentElement.lang === 'fr' && `+shadow+`.first('#report') !== undefined`)
	if text := evaluate[string](tb, shadow+`.first('#report').textContent`); !strings.Contains(text, "request_id: 0192-abc") || !strings.Contains(text, "code: cancelled") {
		t.Errorf("in French, the text for support is\n%s", text)
	}
}

func testDiagnoseFromProblemPage(t *testing.T, s *stack) {
	tb := newTab(t)
	tb.open(s.latchkey.PublicURL + "/nothing")
	tb.see("There is nothing at this address.")
	id := evaluate[string](tb, `[...document.querySelectorAll('dd')].at(-1).textContent`)
	tb.press("Check this browser")
	checkFacts(t, tb.diagnosis(), map[string]string{"request_id": id, "code": "not_found"})
	tb.forgiven()
}

// TestConsoleReadsDiagnosis: support pastes what a person sent, and finds the request, the person and the next step.
func TestConsoleReadsDiagnosis(t *testing.T) {
	t.Parallel()
	s := startConsole(t)
	person := s.tabWithPasskey(t)
	person.everyPage(`{ const { now } = Date; Date.now = () => now() - 64000; }`)
	for _, p := range s.withCookie(person.user).passkeys(t) {
		s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+p.ID.String()+"/suspend", map[string]any{"reason": "lost"}).want(t, http.StatusOK, nil)
	}
	person.open(s.latchkey.PublicURL + "/login")
	person.press("Sign in with a passkey")
	person.press("Details for support")
	person.press("Check this browser")
	sent := person.diagnosis()
	text := evaluate[string](person, shadow+`.first('#report').textContent`)
	person.forgiven()

	clerk := staff("support")(s, t)
	clerk.width(narrow)
	clerk.press("Paste what a person sent")
	clerk.see("Text or code")
	clerk.looksRight()
	clerk.press("Read it")
	clerk.see("There is nothing of a diagnosis in this.")
	clerk.paste("Hello, it does not work!\n\n> " + strings.ReplaceAll(text, "\n", "\n> "))
	clerk.press("Read it")
	clerk.see("clock: behind")
	clerk.see("Have the person switch on automatic date and time.")
	clerk.see("Sign-in refused")
	clerk.see("Anyone can write such a text.")
	clerk.see(person.user.Email)
	clerk.focusIs("Next steps")
	if clerk.sound("diagnosis"); sent["request_id"] == "" || sent["identity"] != person.user.IdentityID.String() {
		t.Errorf("the person sent %v", sent)
	}
	if address := evaluate[string](clerk, `location.href`); strings.Contains(address, sent["request_id"]) || strings.Contains(address, sent["identity"]) {
		t.Errorf("the address contains what was pasted: %s", address)
	}

	// Of another account than the request's: the audit log counts.
	other, _ := s.app(t)
	clerk.paste(strings.ReplaceAll(text, sent["identity"], other.IdentityID.String()))
	clerk.press("Read it")
	clerk.see("The text names another account than the audit log has for this request.")
	clerk.see(person.user.Email)

	clerk.paste("<img src=x onerror=alert(1)> request_id: <script>alert(1)</script> browser: <b id=injected>x</b>\nsupport_code: " + sent["support_code"])
	clerk.press("Read it")
	clerk.see("The text has no request ID.")
	clerk.see("clock: behind")
	if evaluate[bool](clerk, shadow+`.first('#injected') !== undefined`) {
		t.Error("what was pasted became markup")
	}
	clerk.forgiven()
}

// paste puts a text of several lines into the box.
func (tb *tab) paste(text string) {
	tb.t.Helper()
	written, err := json.Marshal(text)
	must(tb.t, err)
	evaluate[any](tb, `void (`+shadow+`.first('#pasted').value = `+string(written)+`)`)
}

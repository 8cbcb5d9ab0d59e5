package e2e_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"latchkey/demo"
)

// TestElements puts elements on a page of a front-end developer: an origin of its own, whose only script imports them from
// Latchkey and listens to their events.
func TestElements(t *testing.T) {
	t.Parallel()
	listener := listen(t, 0)
	address := localhost(listener.Addr().(*net.TCPAddr).Port)
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}, LoginURL: address + "/", ReturnURLs: []string{address + "/"}}, demo.LatchkeyOptions{AppURL: address})
	s.appURL = address
	serveOn(t, listener, plainPage(s.latchkey.PublicURL))
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stack)
	}{
		{"LoginByButton", testLoginElement},
		{"LoginByOwnInput", testLoginElementSlots},
		{"LoginByAutofill", testLoginElementAutofill},
		{"LoginWithSession", testLoginElementSession},
		{"LoginComesAndGoes", testLoginElementLife},
		{"LoginFromPhone", testLoginElementFromPhone},
		{"LoginAtKratosFromPhone", testLoginAtKratosFromPhone},
		{"StepUp", testStepUpElement},
		{"StepUpStates", testStepUpElementStates},
		{"StepUpSignOut", testStepUpElementSignOut},
		{"StepUpGateOver", testStepUpElementGate},
		{"Setup", testSetupElement},
		{"SetupOffer", testSetupElementOffer},
		{"SetupSecond", testSetupElementSecond},
		{"Unsupported", testElementsUnsupported},
		{"German", testElementsGerman},
		{"Documented", testElementsDocumented},
		{"OwnSentences", testElementsOwnSentences},
		{"PageTakesOver", testElementsPageTakesOver},
		{"TwiceLoaded", testElementsTwiceLoaded},
		{"SentencesAgain", testSentencesAgain},
		{"Example", testElementsExample},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}

// plainPage renders the markup in its URL, and records the events of the elements.
func plainPage(latchkey string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		// The policy of docs/elements.md, and a script of the page's own.
		w.Header().Set("Content-Security-Policy", fmt.Sprintf("default-src 'none'; script-src 'nonce-page' %[1]s; connect-src %[1]s; img-src %[1]s data:", latchkey))
		lang := r.FormValue("lang")
		if lang == "" {
			lang = cmp.Or(spoken, "en")
		}
		fmt.Fprintf(w, `<!doctype html><html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>Shop</title>
<script nonce="page">
window.heard = [];
for (const name of ['signed-in', 'stepped-up', 'registered', 'recovery-codes', 'skipped', 'failed', 'signed-out']) addEventListener('latchkey-' + name, (event) => {
  heard.push({ name, detail: { ...event.detail, error: event.detail.error && { code: event.detail.error.code } } });
  if (window.takesOver) event.preventDefault();
});
</script>
<script type="module" src="%[2]s/elements/login.js"></script>
<script type="module" src="%[2]s/elements/step-up.js"></script>
<script type="module" src="%[2]s/elements/setup.js"></script>
</head><body><main><h1>Shop</h1>%[3]s</main></body></html>`, html.EscapeString(lang), latchkey, r.FormValue("body"))
	})
}

// openElement opens the plain page with this markup.
func (s *stack) openElement(tb *tab, markup string, more ...string) {
	tb.t.Helper()
	query := url.Values{"body": {markup}}
	if len(more) > 0 {
		query.Set("lang", more[0])
	}
	tb.open(s.appURL + "/?" + query.Encode())
}

// heard are the events of the elements, oldest first.
type heard struct {
	Name   string `json:"name"`
	Detail struct {
		Login struct {
			IdentityID string          `json:"identity_id"`
			Proof      string          `json:"proof"`
			Session    json.RawMessage `json:"session"`
		} `json:"login"`
		Passkey   passkey `json:"passkey"`
		Reason    string  `json:"reason"`
		Assurance struct {
			Level string `json:"level"`
		} `json:"assurance"`
		Error struct {
			Code string `json:"code"`
		} `json:"error"`
	} `json:"detail"`
}

// hears waits for as many events as have names, and fails the test unless they have these.
func (tb *tab) hears(names ...string) []heard {
	tb.t.Helper()
	tb.await("hear of "+strings.Join(names, ", "), fmt.Sprintf(`heard.length >= %d`, len(names)))
	events := evaluate[[]heard](tb, `heard`)
	var got []string
	for _, event := range events {
		got = append(got, event.Name)
	}
	if !slices.Equal(got, names) {
		tb.t.Fatalf("the page hears of %q, want %q", got, names)
	}
	return events
}

// Every state fits the narrowest window, passes axe in light and dark, and has not lost the focus.
func (tb *tab) sound(state string) {
	tb.t.Helper()
	tb.width(narrow)
	tb.fits(state)
	tb.accessible(state)
}

// everyPage runs a script before those of every page that the tab opens from now on.
func (tb *tab) everyPage(script string) {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	must(tb.t, err)
}

func testElementsUnsupported(t *testing.T, s *stack) {
	tb := newcomer(s, t)
	tb.everyPage(`delete window.PublicKeyCredential`)
	s.openElement(tb, `<latchkey-setup return-to="/?body=Welcome"></latchkey-setup>`)
	tb.see("This browser does not support passkeys.")
	tb.sound("setup-unsupported")
	tb.press("Not now")
	tb.at(s.appURL + "/?body=Welcome")
	s.openElement(tb, `<latchkey-setup offer></latchkey-setup>`)
	if reason := tb.hears("skipped")[0].Detail.Reason; reason != "not_supported" {
		t.Errorf("skipped: %s", reason)
	}
	s.openElement(tb, `<latchkey-setup></latchkey-setup>`)
	tb.press("Not now")
	tb.see("Maybe later")
	if reason := tb.hears("skipped")[0].Detail.Reason; reason != "not_supported" {
		t.Errorf("skipped: %s", reason)
	}
	s.openElement(tb, `<latchkey-login></latchkey-login>`)
	tb.see("This browser does not support passkeys.") // on load
	tb.sound("login-unsupported")
	tb.press("Sign in with a passkey")
	tb.focusIs("This browser does not support passkeys. Update it, or open this page in another browser.") // in place of a failure panel
	tb.hears("failed")                                                                                     // and the autofill, which no one has started, had no event
}

func testElementsGerman(t *testing.T, s *stack) {
	tb := newcomer(s, t)
	s.openElement(tb, `<latchkey-setup lang="de-AT" app-name="Laden"></latchkey-setup><latchkey-login app-name="Laden"></latchkey-login>`)
	tb.see("Mit einem Passkey melden Sie sich bei Laden so an, wie Sie Ihr Gerät entsperren.")
	tb.see("Sign in to Laden")
	tb.device.knowsPerson(false)
	tb.press("Passkey erstellen")
	tb.see("Es wurde kein Passkey erstellt.")
	tb.sound("german")
	tb.device.knowsPerson(true)
	tb.press("Passkey erstellen")
	if made := tb.hears("failed", "registered")[1].Detail.Passkey; made.Name != "Chrome unter Linux" { // the browser and the page are English
		t.Errorf("the passkey is called %q", made.Name)
	}
	s.openElement(tb, `<latchkey-login app-name="Shop"></latchkey-login>`, "tlh")
	tb.see("Sign in to Shop")
}

func testElementsOwnSentences(t *testing.T, s *stack) {
	tb := newTab(t)
	s.openElement(tb, `<latchkey-login text-heading="Come in to {app}" app-name="<b>Shop</b>" heading-level="3"></latchkey-login>`)
	tb.see("Come in to <b>Shop</b>")
	if tag := evaluate[string](tb, shadow+`.all('.h1')[0].localName`); tag != "h3" {
		t.Errorf("the heading is %s", tag)
	}
	evaluate[any](tb, `(() => {
		const element = document.querySelector('latchkey-login');
		window.ours = element.latchkey = { ...element.latchkey };
		document.querySelector('main').prepend(element); // moves it
	})()`)
	tb.see("Come in to <b>Shop</b>")
	if !evaluate[bool](tb, `document.querySelector('latchkey-login').latchkey === ours`) {
		t.Error("the element has replaced what the page gave it")
	}
}

// A page that calls preventDefault() renders the outcome itself.
func testElementsPageTakesOver(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	s.openElement(tb, `<latchkey-login session="none" return-to="/?body=Welcome" asked></latchkey-login>`)
	evaluate[any](tb, `window.takesOver = true`)
	tb.press("Sign in with a passkey")
	tb.hears("signed-in")
	tb.see("Sign in with a passkey")
	tb.device.knowsPerson(false)
	tb.press("Sign in with a passkey")
	tb.hears("signed-in", "failed")
	if evaluate[bool](tb, shadow+`.text().includes('You are not signed in yet')`) {
		t.Error("the element shows a failure that the page has taken over")
	}
}

func testElementsTwiceLoaded(t *testing.T, s *stack) {
	tb := newTab(t)
	s.openElement(tb, `<latchkey-login></latchkey-login>`)
	tb.see("Sign in with a passkey")
	evaluate[any](tb, fmt.Sprintf(`import('%s/elements/login.js?again')`, s.latchkey.PublicURL))
}

// The example pages are what they say, against this stack.
func testElementsExample(t *testing.T, s *stack) {
	port := freePort(t)
	pages := localhost(port)
	latchkey := startLatchkey(t, demo.LatchkeyOptions{Kratos: s.kratos, AppURL: pages})
	files := http.FileServer(http.Dir("../examples/plain"))
	serve(t, port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		written := httptest.NewRecorder()
		files.ServeHTTP(written, r)
		w.Header().Set("Content-Type", written.Header().Get("Content-Type"))
		addresses := strings.NewReplacer("http://localhost:4477", latchkey.PublicURL, "http://localhost:4433", s.kratos.BrowserURL, "http://localhost:5173", pages)
		_, _ = addresses.WriteString(w, written.Body.String())
	}))
	tb := newTab(t)
	tb.open(pages + "/")
	tb.see("Please sign in first")
	user, _ := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.open(pages + "/")
	tb.press("Create a passkey")
	tb.see("Your passkey is ready")
	tb.press("Sign in with a passkey")
	tb.see(user.IdentityID.String())

	tb.open(pages + "/sdk.html")
	tb.press("Sign in with a passkey")
	tb.see("You are " + user.IdentityID.String() + ".")
	tb.press("Create a passkey")
	tb.see("already")
}

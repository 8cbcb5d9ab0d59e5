package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// rewritten is a script that changes what a begin answers before the SDK sees it; `answer` is its JSON.
func rewritten(change string) string {
	return `const real = fetch;
		window.fetch = async (...request) => {
			const response = await real(...request);
			if (!String(request[0]).endsWith('/begin') || !response.ok) return response;
			const answer = await response.json();
			` + change + `
			return new Response(JSON.stringify(answer), { headers: response.headers });
		};
	`
}

// framed runs register() in a frame without permission.
const framed = `
	const frame = document.createElement('iframe');
	frame.allow = "publickey-credentials-create 'none'";
	frame.src = location.href;
	document.body.append(frame);
	await new Promise((loaded) => { frame.onload = loaded; });
	const code = await frame.contentWindow.eval("import('" + base + "/sdk/latchkey.js')"
		+ ".then(({ createLatchkey }) => createLatchkey({ baseUrl: '" + base + "' }).register()).then(() => 'none', (error) => error.code)");
	throw new sdk.LatchkeyError(code);
`

// prompted makes `prompt` a promise for the moment at which the browser asks for a passkey. On a busy machine the call of begin
// before it takes any time.
const prompted = `
	const create = navigator.credentials.create.bind(navigator.credentials);
	const prompt = new Promise((asks) => {
		navigator.credentials.create = (options) => {
			const pending = create(options);
			asks();
			return pending;
		};
	});
`

// testSDKBrowserFailures causes each failure in the browser itself, as far as it and the virtual authenticator
// support it.
func testSDKBrowserFailures(t *testing.T, s *stack) {
	tb, latchkey := s.sdkTab(t)
	for _, failure := range []struct {
		code, script string
		stranger     bool // user verification fails
		away         bool // no user presence
		early        bool // nothing has begun, so there is no request ID
		unpressed    bool // no press of a button has led to it
	}{
		{code: "cancelled", stranger: true, script: `return latchkey.register()`},
		{code: "gesture_missing", stranger: true, unpressed: true, script: `return latchkey.register()`},
		{code: "cancelled", away: true, script: prompted + `prompt.then(latchkey.cancel); return latchkey.register()`},
		{code: "cancelled", away: true, script: prompted + `const first = latchkey.register(); await prompt;
			latchkey.register().catch(() => {}); setTimeout(latchkey.cancel, 400); return first`},
		{code: "timed_out", away: true, script: rewritten(`answer.publicKey.timeout = 300;`) + `return latchkey.register()`},
		{code: "wrong_domain", script: rewritten(`answer.publicKey.rp.id = 'elsewhere.example';`) + `return latchkey.register()`},
		{code: "no_authenticator", script: rewritten(`answer.publicKey.pubKeyCredParams = [{ type: 'of-the-future', alg: -7 }];`) + `return latchkey.register()`},
		{code: "unknown", script: rewritten(`answer.publicKey.challenge = '%';`) + `return latchkey.register()`},
		{code: "blocked", away: true, script: `navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } }).catch(() => {});
			await new Promise((later) => setTimeout(later, 100)); return latchkey.register()`},
		{code: "blocked", early: true, script: framed},
		{code: "insecure_context", early: true, script: `Object.defineProperty(window, 'isSecureContext', { value: false }); return latchkey.register()`},
		{code: "not_supported", early: true, script: `delete window.PublicKeyCredential; return latchkey.register()`},
		{code: "not_supported", early: true, script: `Object.defineProperty(navigator, 'credentials', { value: undefined }); return latchkey.login()`},
	} {
		t.Log(failure.code)
		tb.open(s.appURL)
		tb.device.knowsPerson(!failure.stranger)
		tb.device.isTouched(!failure.away)
		gesture := withGesture
		if failure.unpressed {
			gesture = withoutGesture
		}
		said := s.run(tb, failure.script, gesture).refusedWith(tb, failure.code)
		if failure.early {
			continue
		}
		if said.RequestID == "" || !strings.Contains(s.latchkey.Log(), `"`+said.RequestID+`"`) || said.RPID == "" || said.Status != 0 {
			t.Errorf("%s: the error tells request %q of RP ID %q, status %d", failure.code, said.RequestID, said.RPID, said.Status)
		}
	}
	eventually(t, "the failures are reported", func() bool {
		return strings.Count(s.latchkey.Log(), `"route":"/v1/browser-failures","status":204`) >= 10
	})
	tb.open(s.appURL)
	tb.device.knowsPerson(true)
	tb.device.isTouched(true)
	if made := latchkey.passkeys(t); len(made) != 0 {
		t.Fatalf("passkeys came of it: %+v", made)
	}
	s.run(tb, `await latchkey.register(); await latchkey.stepUp(); return latchkey.register()`).refusedWith(tb, "already_registered")
	tb.forgiven()
}

// testSDKFailuresOfEveryName: what browsers, their credential managers and extensions throw, and what it means.
func testSDKFailuresOfEveryName(t *testing.T, s *stack) {
	tb, latchkey := s.sdkTab(t)
	value[passkey](tb, s.run(tb, `return latchkey.register()`))
	for _, failure := range []struct{ thrown, create, get string }{
		{`new DOMException('', 'AbortError')`, "cancelled", "cancelled"},
		{`new DOMException('', 'NotAllowedError')`, "cancelled", "cancelled"},
		{`Object.assign(new Error(), { name: 'NotAllowedError' })`, "cancelled", "cancelled"}, // of an extension
		{`new DOMException('', 'TimeoutError')`, "timed_out", "timed_out"},
		{`new DOMException('', 'InvalidStateError')`, "already_registered", "blocked"},
		{`new DOMException('', 'SecurityError')`, "wrong_domain", "wrong_domain"},
		{`new DOMException('', 'NotSupportedError')`, "no_authenticator", "not_supported"},
		{`new DOMException('', 'ConstraintError')`, "no_authenticator", "no_authenticator"},
		{`new DOMException('', 'NotReadableError')`, "no_authenticator", "no_authenticator"},
		{`new DOMException('', 'OperationError')`, "blocked", "blocked"},
		{`new DOMException('', 'UnknownError')`, "unknown", "unknown"},
		{`new DOMException('', 'EncodingError')`, "unknown", "unknown"},
		{`new DOMException('', 'DataError')`, "unknown", "unknown"},
		{`new DOMException('', 'QuotaExceededError')`, "unknown", "unknown"},
		{`new TypeError("undefined is not a function")`, "blocked", "blocked"},
		{`new Error('extension context invalidated')`, "blocked", "blocked"},
		{`'a string'`, "blocked", "blocked"},
		{`undefined`, "blocked", "blocked"},
	} {
		script := fmt.Sprintf(`navigator.credentials.create = navigator.credentials.get = async () => { throw %s; };`, failure.thrown)
		s.run(tb, script+`return latchkey.login()`).refusedWith(tb, failure.get)
		s.run(tb, `return latchkey.stepUp()`).refusedWith(tb, failure.get)
		other, _ := s.browser(t)
		tb.signIn(s.kratos.BrowserURL, other.Cookie()) // a user without a passkey, so nothing precedes the prompt
		s.run(tb, `return latchkey.register()`).refusedWith(tb, failure.create)
		tb.signIn(s.kratos.BrowserURL, tb.user.Cookie())
	}
	for _, nothing := range []string{`null`, `undefined`, `{}`, `{ response: {} }`} {
		s.run(tb, `navigator.credentials.get = async () => (`+nothing+`); return latchkey.login()`).refusedWith(tb, "blocked")
	}
	other, _ := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, other.Cookie())
	s.run(tb, rewritten(`answer.publicKey.authenticatorSelection.userVerification = 'required';`)+`
		navigator.credentials.create = async () => { throw new DOMException('', 'ConstraintError'); };
		return latchkey.register()`).refusedWith(tb, "user_verification_impossible")
	if left := latchkey.passkeys(t); len(left) != 1 {
		t.Errorf("left is %+v", left)
	}
}

// isTouched sets whether there is user presence from now on.
func (d *device) isTouched(yes bool) {
	d.tb.t.Helper()
	ctx, cancel := d.tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, webauthn.SetAutomaticPresenceSimulation, webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: d.id, Enabled: yes})
	must(d.tb.t, err)
}

// forgiven forgets what the browser complained about: here that was right.
func (tb *tab) forgiven() {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	tb.faults = nil
}

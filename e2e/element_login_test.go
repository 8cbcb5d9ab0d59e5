package e2e_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// watchPrompts counts what the page asks for: `asked` of the browser, and `begins` of Latchkey, without autofill.
const watchPrompts = `(() => {
	const get = navigator.credentials.get.bind(navigator.credentials), ask = fetch;
	const can = PublicKeyCredential.getClientCapabilities.bind(PublicKeyCredential);
	PublicKeyCredential.getClientCapabilities = async () => ({ ...await can(), immediateGet: true }); // which headless browsers do not report
	window.asked = []; window.begins = 0;
	navigator.credentials.get = (options) => {
		if (options.mediation !== 'conditional') asked.push((options.uiMode ?? 'prompt') + (options.publicKey.hints ?? []));
		return get(options);
	};
	window.fetch = (address, options) => { if (String(options?.body).indexOf('conditional') < 0 && address.endsWith('login/begin')) begins++; return ask(address, options); };
})()`

func testLoginElement(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	s.openElement(tb, `<latchkey-login audience="`+proofAudience+`" nonce="1" app-name="Shop" session="none" login-url="/other" recover-url="/lost"></latchkey-login>`)
	tb.see("Sign in to Shop")
	tb.see("I can’t use my passkey")
	if evaluate[bool](tb, shadow+`.active() !== document.body && `+shadow+`.active() !== null`) {
		t.Error("a page that has just loaded lost its focus to the element")
	}
	tb.sound("login")

	// One begin serves the passkey at hand and the prompt; then another device is offered, then the way without a passkey.
	evaluate[any](tb, watchPrompts)
	tb.device.knowsPerson(false)
	if evaluate[bool](tb, shadow+`.text().includes('Use a phone')`) {
		t.Error("another device is offered before this one was tried")
	}
	tb.press("Sign in with a passkey")
	tb.see("You are not signed in yet.")
	tb.focusIs("Sign in with a passkey")
	if code := tb.hears("failed")[0].Detail.Error.Code; code != "cancelled" {
		t.Errorf("failed with %s", code)
	}
	if asked := evaluate[string](tb, `asked + ' of ' + begins`); asked != "immediate,prompt of 1" {
		t.Errorf("the browser was asked for %s begins", asked)
	}
	tb.sound("login-cancelled")
	tb.press("Use a phone or security key")
	tb.await("see the last way", shadow+`.first('.cantuse').open`)
	if asked := evaluate[string](tb, `asked.at(-1)`); asked != "prompthybrid,security-key" {
		t.Errorf("the browser was asked for %s", asked)
	}
	tb.sound("login-lost")

	tb.device.knowsPerson(true)
	tb.fill("#identifier", tb.user.Email)
	tb.keys("\r")
	tb.see("Your passkey was accepted")
	tb.see(tb.user.IdentityID.String())
	tb.focused()
	login := tb.hears("failed", "failed", "signed-in")[2].Detail.Login
	if hint := evaluate[string](tb, `localStorage.getItem('latchkey:last-hint')`); hint != "client-device" {
		t.Errorf("this browser keeps %s", hint)
	}
	if login.IdentityID != tb.user.IdentityID.String() || string(login.Session) != "null" {
		t.Errorf("signed in as %+v", login)
	}
	if said := readProof(t, login.Proof); said.Nonce != "1" || !slices.Equal(said.audiences(), []string{proofAudience}) {
		t.Errorf("the proof says %+v; the page has set the nonce by an attribute, which its policy empties", said)
	}
	tb.sound("login-done")

	// What is at hand signs in at once, without a prompt after it. React and Vue set the nonce as a property.
	s.openElement(tb, `<latchkey-login session="none" audience="`+proofAudience+`"></latchkey-login>`)
	evaluate[any](tb, watchPrompts+`; document.querySelector('latchkey-login').nonce = 'a framework';`)
	tb.press("Sign in with a passkey")
	tb.see("Your passkey was accepted")
	if asked := evaluate[string](tb, `asked + ' of ' + begins`); asked != "immediateclient-device of 1" {
		t.Errorf("the browser was asked for %s begins", asked)
	}
	if said := readProof(t, tb.hears("signed-in")[0].Detail.Login.Proof); said.Nonce != "a framework" {
		t.Errorf("the proof says %+v; the page has set the nonce by its property", said)
	}

	// An interaction of another browser, or one that is over: a reload would not help.
	s.openElement(tb, `<latchkey-login interaction="AAAA" restart-url="/start"></latchkey-login>`)
	tb.see("Sign in from the start.")
	if path := evaluate[string](tb, `new URL(`+tb.named("Sign in again")+`.href).pathname`); path != "/start" {
		t.Errorf("signing in again begins at %s", path)
	}
	tb.sound("login-over")

	// After a rate limit the button waits as long as the server says. Only the end is announced.
	s.openElement(tb, `<latchkey-login session="none"></latchkey-login>`)
	tb.see("Sign in with a passkey")
	seconds := 2
	if wantScreenshots {
		seconds = 20
	}
	evaluate[any](tb, fmt.Sprintf(`void (window.fetch = async () => new Response(JSON.stringify({ code: 'rate_limited', retry_after: %d }), { status: 429 }))`, seconds))
	tb.press("Sign in with a passkey")
	tb.see("Too many attempts in a short time.")
	tb.see("You can try again in")
	if !evaluate[bool](tb, shadow+`.first('#sign-in').disabled && !`+shadow+`.first('#countdown').closest('[role=status], [aria-live]')`) {
		t.Error("the button does not wait, or each second is read out")
	}
	tb.portraits("limited")
	tb.see("You can try again now.")
	tb.focusIs("Sign in with a passkey")
	tb.press("Sign in with a passkey")
	tb.see("You can try again in")
	tb.fill("#identifier", "ada")
	tb.see("You can try again now.")
	tb.focusIs("Email or username (optional)") // the focus does not leave what the user types
}

// An input of the page itself: password managers see it, and Enter in it signs in, although it is in no form.
func testLoginElementSlots(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	s.openElement(tb, `<latchkey-login session="none">
<label slot="identifier-label" for="who">Who are you?</label>
<input slot="identifier" id="who" autocomplete="username webauthn"></latchkey-login>`)
	tb.see("Who are you?")
	tb.see("Fill this in only if")
	tb.await("see one input", shadow+`.all('input').filter((input) => input.checkVisibility()).length === 1`)
	tb.sound("login-slots")
	tb.fill("#who", tb.user.Email)
	tb.keys("\r")
	tb.hears("signed-in")

	s.openElement(tb, `<latchkey-login session="none" autofocus></latchkey-login>`)
	tb.await("have the focus in its own input", shadow+`.active()?.id === 'identifier'`)
	s.openElement(tb, `<input id="search" autofocus><latchkey-login session="none" autofocus></latchkey-login>`)
	tb.see("Sign in with a passkey")
	if got := evaluate[string](tb, `document.activeElement.id`); got != "search" {
		t.Errorf("the focus was taken to %q", got)
	}

	s.openElement(tb, `<latchkey-login session="none"><input slot="identifier" id="who"></latchkey-login>`)
	tb.await("name the input", `document.getElementById('who').getAttribute('aria-label') === `+strconv.Quote(said(t, "Email or username (optional)")[0]))
	tb.fill("#who", s.strangerWithDevice(t))
	tb.press("Sign in with a passkey")
	tb.see("You are not signed in yet.") // the device has no passkey
}

// strangerWithDevice is an identifier without an account whose decoys include one of this kind of device. One in
// twenty has only security keys as decoys, and the browser would wait for one.
func (s *stack) strangerWithDevice(t *testing.T) string {
	t.Helper()
	for range 100 {
		email := newEmail()
		_, _, decoys := s.anyone().listing(t, email)
		if slices.ContainsFunc(decoys, func(a allowed) bool { return slices.Contains(a.Transports, "internal") }) {
			return email
		}
	}
	t.Fatal("all decoys are security keys")
	return ""
}

// The user picks a passkey in the field, before and after a cancelled prompt.
func testLoginElementAutofill(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	const offered = `typeof window.pick === 'function'`
	s.openElement(tb, `<latchkey-login session="none"></latchkey-login>`)
	tb.await("be offered passkeys in the field", offered)
	evaluate[any](tb, `void window.pick()`)
	tb.see("Your passkey was accepted")
	tb.hears("signed-in")

	// If storage is blocked, browsers refuse locks: the login begins without one. Nor does it wait for a password manager that
	// never ends an autofill.
	s.openElement(tb, `<latchkey-login session="none"></latchkey-login>`)
	evaluate[any](tb, `(() => {
		LockManager.prototype.request = () => Promise.reject(new DOMException('no storage', 'SecurityError'));
		const get = navigator.credentials.get.bind(navigator.credentials), login = document.querySelector('latchkey-login');
		window.held = false;
		navigator.credentials.get = (options) => options.mediation ? new Promise(() => { held = true; }) : get(options);
		login.remove();
		document.querySelector('main').append(login);
	})()`)
	tb.await("be offered passkeys in the field", `held`)
	tb.press("Sign in with a passkey")
	tb.see("Your passkey was accepted")

	s.openElement(tb, `<latchkey-login session="none"></latchkey-login>`)
	tb.await("be offered passkeys in the field", offered)
	evaluate[any](tb, `window.pick = undefined`)
	tb.device.knowsPerson(false)
	tb.press("Sign in with a passkey")
	tb.see("You are not signed in yet.")
	tb.await("be offered them again", offered)
	tb.device.knowsPerson(true)
	evaluate[any](tb, `void window.pick()`)
	tb.see("Your passkey was accepted")
	tb.hears("failed", "signed-in")

	// What fails after a pick is said, whatever it is, and the user may pick again.
	s.openElement(tb, `<latchkey-login session="none"></latchkey-login>`)
	tb.await("be offered passkeys in the field", offered)
	evaluate[any](tb, `(() => {
		const call = fetch, refusal = new Response('{"code":"ceremony_expired"}', { status: 410 });
		window.told = [];
		console.error = (...words) => told.push(words.join(' '));
		const limited = new Response('{"code":"rate_limited","retry_after":60}', { status: 429 });
		const finishes = [() => Promise.reject(new TypeError('Failed to fetch')), () => Promise.resolve(limited), () => Promise.resolve(refusal)];
		window.fetch = (address, ...more) => (address.endsWith('/login/finish') && finishes.shift() || call)(address, ...more);
	})()`)
	for _, said := range []string{"localhost could not be reached.", "You can try again in", "This attempt took too long."} {
		evaluate[any](tb, `(window.picked = window.pick)()`)
		tb.see(said)
		tb.await("be offered them again", `window.pick !== picked`)
	}
	evaluate[any](tb, `void window.pick()`)
	tb.see("Your passkey was accepted")
	tb.hears("failed", "failed", "failed", "signed-in")

	// The console of the browser says to developers what to mend.
	evaluate[any](tb, `document.querySelector('main').append(Object.assign(document.createElement('div'), { innerHTML: '<latchkey-login base-url="passkeys.example.com"></latchkey-login>' }))`)
	tb.await("be told what to mend", `told.length === 2`)
	if told := evaluate[string](tb, `told.join('\n')`); !strings.HasPrefix(told, "The service could not be reached. ") || !strings.Contains(told, `"passkeys.example.com" as baseUrl`) {
		t.Errorf("the console says %s", told)
	}
}

// A login that creates a session continues to return-to. One without a session stays, unless the element has the
// attribute asked.
func testLoginElementSession(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	onward := s.appURL + "/?body=Welcome"
	s.openElement(tb, `<latchkey-login session="cookie" return-to="/?body=Welcome"></latchkey-login>`)
	tb.press("Sign in with a passkey")
	tb.at(onward)
	s.openElement(tb, `<latchkey-step-up></latchkey-step-up>`)
	tb.see("You have already confirmed") // the session is of this passkey, so it is fresh

	s.openElement(tb, `<latchkey-login session="none" return-to="/?body=Welcome"></latchkey-login>`)
	tb.press("Sign in with a passkey")
	tb.see("Your passkey was accepted")
	tb.press("Continue")
	tb.at(onward)
	s.openElement(tb, `<latchkey-login session="none" return-to="/?body=Welcome" asked></latchkey-login>`)
	tb.press("Sign in with a passkey")
	tb.at(onward)
	// Without an allowed address, there is no redirect.
	s.openElement(tb, `<latchkey-login session="none" return-to="https://elsewhere.example/" asked></latchkey-login>`)
	tb.press("Sign in with a passkey")
	tb.at(s.appURL + "/")
}

// Frameworks take elements out and put them back, twice where they are strict, and browsers bring back whole pages: there
// is one offer in the field while the element is there, and none while it is not.
func testLoginElementLife(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	s.openElement(tb, `<latchkey-login session="none"></latchkey-login>`)
	evaluate[any](tb, `(() => {
		const get = navigator.credentials.get.bind(navigator.credentials);
		window.pending = 0;
		navigator.credentials.get = async (options) => { pending++; try { return await get(options); } finally { pending--; } };
		window.login = document.querySelector('latchkey-login');
		login.remove();
	})()`)
	wait := func(what string, pending int) {
		t.Helper()
		tb.await(what, fmt.Sprintf(`pending === %d`, pending))
	}
	evaluate[any](tb, `document.querySelector('main').append(login)`)
	wait("be offered passkeys when it is back", 1)
	evaluate[any](tb, `login.remove()`)
	wait("be offered none without it", 0)
	evaluate[any](tb, `(() => { const main = document.querySelector('main'); main.append(login); login.remove(); main.append(login); })()`)
	wait("be offered passkeys once", 1)
	evaluate[any](tb, `(window.first = window.pick, dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))`)
	tb.await("be offered them anew", `window.pick !== first && pending === 1`)
	evaluate[any](tb, `void window.pick()`)
	tb.see("Your passkey was accepted")
	tb.hears("signed-in")

	// The element is removed during a prompt: the prompt ends, and there is no event.
	s.openElement(tb, `<latchkey-step-up></latchkey-step-up>`)
	tb.see("Confirm it’s you")
	evaluate[any](tb, `(() => {
		window.ended = window.prompted = false;
		navigator.credentials.get = ({ signal }) => new Promise((_, refuse) => {
			prompted = true;
			signal.addEventListener('abort', () => { ended = true; refuse(signal.reason); });
		});
	})()`)
	tb.press("Confirm with your passkey")
	tb.see("Waiting for your passkey.")
	tb.await("be prompted", `prompted`)
	evaluate[any](tb, `document.querySelector('latchkey-step-up').remove()`)
	tb.await("see the prompt end", `ended`)
	tb.hears()
}

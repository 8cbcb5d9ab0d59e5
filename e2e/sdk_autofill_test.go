package e2e_test

import (
	"fmt"
	"strings"
	"testing"
)

// The list in the field stays open until the user picks a passkey; with holdAutofill the test picks.
func testSDKAutofill(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	value[passkey](tb, s.run(tb, `return latchkey.register()`))
	signedIn := value[minted](tb, s.run(tb, `
		const picked = latchkey.autofill({ session: 'cookie', returnTo: location.href });
		while (!window.pick) await new Promise((later) => setTimeout(later, 5));
		window.pick();
		return picked`))
	if signedIn.IdentityID != tb.user.IdentityID || signedIn.Session == nil {
		t.Errorf("signed in as %+v", signedIn)
	}
	warned := value[[]string](tb, s.run(tb, `
		const heard = [], warn = console.warn, wait = setTimeout;
		console.warn = (words) => heard.push(words);
		window.setTimeout = (work, delay) => wait(work, delay === 2000 ? 0 : delay); // the page is given time to draw its input
		document.querySelectorAll('input').forEach((input) => input.remove());
		latchkey.autofill().catch(() => {});
		while (!heard.length) await new Promise((later) => wait(later, 5));
		latchkey.cancel();
		console.warn = warn; window.setTimeout = wait;
		return heard`))
	if len(warned) != 1 || !strings.Contains(warned[0], `Add autocomplete="username webauthn"`) {
		t.Errorf("without an input: %q", warned)
	}
	s.run(tb, `PublicKeyCredential.getClientCapabilities = async () => ({ conditionalGet: false });
		return latchkey.autofill()`).refusedWith(tb, "not_supported")
}

// waiting is a script that begins an autofill and waits until the browser has it; `ended` is how it ended.
const waiting = `
	delete window.pick;
	let ended = 'pending';
	const autofill = latchkey.autofill().then(() => { ended = 'done'; }, (error) => { ended = error.code; });
	while (!window.pick) await new Promise((later) => setTimeout(later, 5));
`

func testSDKAutofillGivesWay(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	made := value[passkey](tb, s.run(tb, `return latchkey.register()`))
	for _, verb := range []string{`login()`, `stepUp()`, `confirm({ payload: 'x' })`, `cancel()`, `register().catch((error) => error.code)`} {
		got := value[[]string](tb, s.run(tb, waiting+fmt.Sprintf(`const before = ended; await latchkey.%s; await autofill; return [before, ended]`, verb)))
		if got[0] != "pending" || got[1] != "cancelled" {
			t.Errorf("before %s it was %s, then it ended %s", verb, got[0], got[1])
		}
	}
	// A call without a prompt does not cancel it.
	got := value[[]string](tb, s.run(tb, waiting+fmt.Sprintf(`
		await latchkey.list(); await latchkey.rename(%q, 'x'); await latchkey.session();
		const after = ended; window.pick(); await autofill; return [after, ended]`, made.ID)))
	if got[0] != "pending" || got[1] != "done" {
		t.Errorf("after a list it was %s, then it ended %s", got[0], got[1])
	}
	// A prompt that is open is not disturbed by an autofill that begins.
	got = value[[]string](tb, s.run(tb, `
		const get = navigator.credentials.get.bind(navigator.credentials);
		let answer; const answered = new Promise((resolve) => { answer = resolve; });
		let opened; const open = new Promise((resolve) => { opened = resolve; });
		navigator.credentials.get = async (options) => { if (!options.mediation) { opened(); await answered; } return get(options); };
		const login = latchkey.login().then(() => 'done', (error) => error.code);
		await open;
		const autofill = await latchkey.autofill().catch((error) => error.code);
		answer();
		return [autofill, await login]`))
	if got[0] != "cancelled" || got[1] != "done" {
		t.Errorf("the autofill ended %s, the prompt %s", got[0], got[1])
	}
}

// cancel() takes effect immediately, even during the request to the server. So a component that is removed and added
// again at once, as by React in development, ends with one autofill, the second.
func testSDKCancelBeforeThePrompt(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	value[passkey](tb, s.run(tb, `return latchkey.register()`))
	got := value[[]any](tb, s.run(tb, counted+`
		const login = latchkey.login().catch((error) => error.code); latchkey.cancel();
		return [await login, prompts.get]`))
	if got[0] != "cancelled" || got[1] != 0.0 {
		t.Errorf("the login ended %v, after %v prompts", got[0], got[1])
	}
	got = value[[]any](tb, s.run(tb, `
		delete window.pick;
		const first = latchkey.autofill().catch((error) => error.code);
		latchkey.cancel();
		const second = latchkey.autofill();
		while (!window.pick) await new Promise((later) => setTimeout(later, 5));
		window.pick();
		return [await first, (await second).identity_id]`))
	if got[0] != "cancelled" || got[1] != tb.user.IdentityID.String() {
		t.Errorf("the first ended %v, the second %v", got[0], got[1])
	}
}

// A ceremony lasts five minutes; the list in the field may be open for hours. Here the test decides when to renew it:
// each request of the browser has its own timer, and only the newest of both count.
func testSDKAutofillIsRenewed(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	value[passkey](tb, s.run(tb, `return latchkey.register()`))
	got := value[[]int](tb, s.run(tb, `
		let begins = 0, holds = 0, pick, renew;
		Object.defineProperty(window, 'pick', { configurable: true, get: () => pick, set: (next) => { pick = next; holds++; } });
		const [wait, call] = [setTimeout, fetch];
		window.setTimeout = (work, delay) => { if (delay !== 240000) return wait(work, delay); renew = work; };
		window.fetch = (...request) => { begins += String(request[0]).endsWith('/v1/login/begin'); return call(...request); };
		const picked = latchkey.autofill();
		for (let held = 1; held <= 3; held++) {
			while (holds < held) await new Promise((later) => wait(later, 5));
			if (held < 3) renew();
		}
		pick();
		await picked;
		return [begins, holds]`))
	if got[0] != 3 || got[1] != 3 {
		t.Errorf("it began %d times and was held %d times, want 3", got[0], got[1])
	}
}

// upgradable makes this browser create passkeys without a prompt: the virtual authenticator does so only if the word
// "conditional" is removed. The page sees the same as in a real browser.
const upgradable = `
	if (!window.asked) {
		const create = navigator.credentials.create.bind(navigator.credentials);
		window.asked = [];
		navigator.credentials.create = ({ mediation, ...options }) => { window.asked.push(mediation ?? 'prompt'); return create(options); };
	}
`

func testSDKUpgrade(t *testing.T, s *stack) {
	tb, latchkey := s.sdkTab(t)
	made := value[passkey](tb, s.run(tb, upgradable+`return latchkey.upgrade({ name: 'By itself' })`, withoutGesture))
	if kept := latchkey.passkeys(t); len(kept) != 1 || kept[0] != made || made.Name != "By itself" {
		t.Errorf("made %+v, kept %+v", made, kept)
	}
	if asked := evaluate[[]string](tb, `window.asked`); len(asked) != 1 || asked[0] != "conditional" {
		t.Errorf("the browser was asked for %q", asked)
	}
	// There is a passkey now, and another one requires a fresh session: there is no prompt.
	if again := value[*passkey](tb, s.run(tb, upgradable+`return latchkey.upgrade()`)); again != nil || len(latchkey.passkeys(t)) != 1 {
		t.Errorf("a second upgrade made %+v", again)
	}
}

func testSDKUpgradeNeverDisturbs(t *testing.T, s *stack) {
	tb, latchkey := s.sdkTab(t)
	for _, decline := range []string{
		`PublicKeyCredential.getClientCapabilities = async () => ({ conditionalCreate: false });`,
		`delete PublicKeyCredential.getClientCapabilities;`,
		`navigator.credentials.create = async () => { throw new DOMException('', 'NotAllowedError'); };`,
		`navigator.credentials.create = async () => { throw new DOMException('', 'InvalidStateError'); };`,
		`navigator.credentials.create = async () => { throw new DOMException('', 'NotSupportedError'); };`,
		`navigator.credentials.create = async () => { throw new Error('an extension broke'); };`,
		`const real = fetch; window.fetch = (address, init) => String(address).includes('/registration/') ? Promise.reject(new TypeError()) : real(address, init);`,
	} {
		tb.open(s.appURL)
		if made := value[*passkey](tb, s.run(tb, decline+`return latchkey.upgrade()`)); made != nil {
			t.Errorf("after %s it made %+v", decline, made)
		}
	}
	// This headless browser never completes it: a button takes precedence.
	tb.open(s.appURL)
	got := value[[]any](tb, s.run(tb, `
		const create = navigator.credentials.create.bind(navigator.credentials);
		let asked; const pending = new Promise((resolve) => { asked = resolve; });
		navigator.credentials.create = (options) => { asked(); return create(options); };
		const upgraded = latchkey.upgrade();
		await pending;
		const made = await latchkey.register();
		return [await upgraded, made.name]`))
	if got[0] != nil || got[1] != "Chrome on Linux" || len(latchkey.passkeys(t)) != 1 {
		t.Errorf("the upgrade gave %v, the button %v", got[0], got[1])
	}
	// Errors of the page are reported.
	s.run(tb, fmt.Sprintf(`return latchkey.upgrade({ name: '%065d' })`, 1)).refusedWith(tb, "invalid_request")
	stranger := newTab(t)
	stranger.open(s.appURL)
	s.run(stranger, `return latchkey.upgrade()`).refusedWith(stranger, "unauthenticated")
}

package e2e_test

import (
	"net"
	"net/http"
	"testing"

	"latchkey/demo"
)

func testSetupElement(t *testing.T, s *stack) {
	tb := newTab(t)
	s.openElement(tb, `<latchkey-setup login-url="/sign-in"></latchkey-setup>`)
	tb.see("Please sign in first")
	tb = newcomer(s, t)
	s.openElement(tb, `<latchkey-setup app-name="Shop" passkeys-url="/mine"></latchkey-setup>`)
	tb.see("A passkey lets you sign in to Shop")
	tb.see("For your account " + tb.user.Email)
	for _, question := range []string{"What is a passkey?", "Where is it saved?", "What if I lose my phone?"} {
		tb.see(question)
	}
	tb.sound("setup")
	tb.device.knowsPerson(false)
	tb.press("Create a passkey")
	tb.see("No passkey was created.")
	tb.sound("setup-cancelled")
	tb.device.knowsPerson(true)
	tb.press("Create a passkey")
	tb.see("Your passkey is ready")
	tb.focused()
	if made := tb.hears("failed", "registered")[1].Detail.Passkey; made != s.withCookie(tb.user).passkeys(t)[0] {
		t.Errorf("the page hears of %+v", made)
	}
	tb.sound("setup-done")
	tb.press("Create recovery codes")
	tb.see("They are shown only once.")
	tb.press("I have saved them")
	tb.see("You have a second way in")
	tb.focused()
	tb.sound("setup-codes-kept")
	tb.hears("failed", "registered", "recovery-codes")

	s.openElement(tb, `<latchkey-setup></latchkey-setup>`)
	tb.see("Add another passkey")
	tb.sound("setup-another")
	tb.press("Create a passkey")
	tb.see("This device already has a passkey for your account.")
}

// An offer is not made to users who need none, nor made twice.
func testSetupElementOffer(t *testing.T, s *stack) {
	const offer = `<latchkey-setup offer ask-again-after="3600"></latchkey-setup>`
	tb := newcomer(s, t)
	s.openElement(tb, offer)
	tb.press("Not now")
	tb.see("at any time")
	tb.focused()
	if reason := tb.hears("skipped")[0].Detail.Reason; reason != "not_now" {
		t.Errorf("skipped: %s", reason)
	}
	skips := func(why string) {
		t.Helper()
		s.openElement(tb, offer)
		if reason := tb.hears("skipped")[0].Detail.Reason; reason != why {
			t.Errorf("skipped: %s, want %s", reason, why)
		}
		if height := evaluate[float64](tb, `document.querySelector('latchkey-setup').getBoundingClientRect().height`); height != 0 {
			t.Errorf("an offer that stepped aside is %v px high", height)
		}
	}
	skips("not_now")

	// In another session it is remembered for an hour, and no longer.
	again := s.kratos.Browser()
	must(t, again.Login(t.Context(), tb.user.Email, password))
	tb.signIn(s.kratos.BrowserURL, again.Cookie())
	skips("not_now")
	evaluate[any](tb, `Object.entries(localStorage).forEach(([key, value]) => localStorage.setItem(key, JSON.stringify({ ...JSON.parse(value), until: Date.now() - 1 })))`)
	s.openElement(tb, offer)
	tb.see("Sign in faster with a passkey")
	// A user who opened the page directly always gets an answer.
	s.openElement(tb, `<latchkey-setup></latchkey-setup>`)
	tb.see("Sign in faster with a passkey")
	tb.press("Create a passkey")
	tb.see("Your passkey is ready")
	skips("has_passkey")
	s.openElement(tb, `<latchkey-setup offer return-to="/?body=Welcome"></latchkey-setup>`)
	tb.at(s.appURL + "/?body=Welcome")
}

// A passkey that stays on one key: a second one, on another device, is offered at once. Both prompts are announced.
func testSetupElementSecond(t *testing.T, s *stack) {
	tb := newcomer(s, t)
	tb.newKey()
	s.openElement(tb, `<latchkey-setup return-to="/?body=Welcome"></latchkey-setup>`)
	tb.press("Create a passkey")
	tb.see("It stays on this security key.")
	tb.see("You will be asked twice")
	tb.sound("setup-device-only")
	evaluate[any](tb, `(() => {
		const create = navigator.credentials.create.bind(navigator.credentials);
		// Another key takes the place of the first between the two prompts.
		navigator.credentials.create = async (options) => { window.wish = options.publicKey.authenticatorSelection.authenticatorAttachment;
			window.ready = false; await new Promise((go) => { window.go = go; }); return create(options); };
	})()`)
	tb.press("Add a second passkey")
	tb.await("confirm with the first", `window.wish === 'cross-platform'`)
	tb.newKey()
	evaluate[any](tb, `void window.go()`)
	tb.hears("registered", "registered")
	if kept := s.withCookie(tb.user).passkeys(t); len(kept) != 2 {
		t.Errorf("there are %d passkeys", len(kept))
	}
}

// TestElementsRequired: policy requires a passkey, and then a second way in. There is no "not now" after the grace period, and
// both satisfy the policy before the user is redirected.
func TestElementsRequired(t *testing.T) {
	t.Parallel()
	listener := listen(t, 0)
	address := localhost(listener.Addr().(*net.TCPAddr).Port)
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{AppURL: address, Env: []string{"LATCHKEY_POLICY_REQUIRED=aal2", "LATCHKEY_POLICY_SECOND_FACTOR=required", "LATCHKEY_POLICY_GRACE=0s"}})
	s.appURL = address
	serveOn(t, listener, plainPage(s.latchkey.PublicURL))
	t.Run("Now", func(t *testing.T) {
		tb := newcomer(s, t)
		s.openElement(tb, `<latchkey-setup offer app-name="Shop" return-to="/?body=Welcome"></latchkey-setup>`)
		tb.see("Shop requires a passkey.")
		if evaluate[bool](tb, shadow+`.text().includes('Not now')`) {
			t.Error("a passkey that is required can be put off")
		}
		tb.sound("setup-required")
		tb.press("Create a passkey")
		tb.see("One last step: use it once now.")
		tb.focused()
		tb.sound("setup-required-done")
		tb.hears("registered")
		tb.press("Use it and continue")
		tb.see("Shop requires a second way in")
		tb.focused()
		if evaluate[bool](tb, shadow+`.text().includes('Not now')`) {
			t.Error("a second way in that is required can be put off")
		}
		tb.sound("setup-second-required")
		s.withCookie(tb.user).do(t, http.MethodGet, "/v1/authz", nil).refused(t, http.StatusForbidden, "enrolment_required")
		tb.press("Create recovery codes")
		tb.press("I have saved them")
		tb.see("You have a second way in")
		tb.press("Continue")
		tb.at(s.appURL + "/?body=Welcome")
		s.withCookie(tb.user).do(t, http.MethodGet, "/v1/authz", nil).want(t, http.StatusOK, nil)
	})
	t.Run("Unable", func(t *testing.T) {
		tb := newcomer(s, t)
		tb.everyPage(`delete window.PublicKeyCredential`)
		s.openElement(tb, `<latchkey-setup offer app-name="Shop" support-email="help@shop.test"></latchkey-setup>`)
		tb.see("Shop requires a passkey.")
		tb.see("help@shop.test")
		tb.press("Back to Shop")
		tb.see("Sign in with a browser that supports passkeys to continue.")
		if reason := tb.hears("skipped")[0].Detail.Reason; reason != "not_supported" {
			t.Errorf("skipped: %s", reason)
		}
		tb.sound("setup-required-unsupported")
		tb.portraits("unable")
		s.openElement(tb, `<latchkey-setup app-name="Shop" return-to="/?body=Welcome"></latchkey-setup>`)
		tb.see("Contact Shop support")
		tb.press("Back to Shop")
		tb.at(s.appURL + "/?body=Welcome")
	})
	t.Run("Grace", func(t *testing.T) {
		port := freePort(t)
		kind := &stack{kratos: s.kratos, appURL: localhost(port)}
		kind.latchkey = startLatchkey(t, demo.LatchkeyOptions{Kratos: s.kratos, AppURL: kind.appURL, Env: []string{"LATCHKEY_POLICY_REQUIRED=aal2", "LATCHKEY_POLICY_SECOND_FACTOR=encouraged"}})
		serve(t, port, plainPage(kind.latchkey.PublicURL))
		tb := newcomer(kind, t)
		kind.openElement(tb, `<latchkey-setup offer app-name="Shop"></latchkey-setup>`)
		tb.see(", Shop requires a passkey.")
		tb.press("Not now")
		tb.see("at any time")
		kind.openElement(tb, `<latchkey-setup offer app-name="Shop"></latchkey-setup>`)
		tb.hears("skipped") // twice in one session would be nagging
		const otherSession = `Object.entries(localStorage).forEach(([key, value]) => { try { localStorage.setItem(key, JSON.stringify({ ...JSON.parse(value), session: 'another' })) } catch {} })`
		evaluate[any](tb, otherSession)
		kind.openElement(tb, `<latchkey-setup offer app-name="Shop"></latchkey-setup>`)
		tb.see(", Shop requires a passkey.")
		tb.press("Create a passkey")
		tb.press("Use it and continue")
		// A second way in is encouraged: once in each session.
		tb.see("In case you lose your passkey")
		tb.sound("setup-second")
		tb.press("Not now")
		tb.see("a second way in on this page at any time")
		kind.openElement(tb, `<latchkey-setup offer app-name="Shop"></latchkey-setup>`)
		tb.hears("skipped")
		evaluate[any](tb, otherSession)
		kind.openElement(tb, `<latchkey-setup offer app-name="Shop"></latchkey-setup>`)
		tb.see("In case you lose your passkey")
		unable := newTab(t)
		unable.everyPage(`delete window.PublicKeyCredential`)
		again := s.kratos.Browser()
		must(t, again.Login(t.Context(), tb.user.Email, password))
		unable.signIn(s.kratos.BrowserURL, again.Cookie())
		kind.openElement(unable, `<latchkey-setup></latchkey-setup>`)
		unable.see("In case you lose your passkey")
		unable.see("This browser does not support passkeys.")
		unable.press("I can’t use my passkey") // codes and a further passkey both take it
		unable.see("You have no recovery codes.")
		unable.sound("setup-second-unsupported")
		unable.portraits("setup-second-unsupported")
	})
}

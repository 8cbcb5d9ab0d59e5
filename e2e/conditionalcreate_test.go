package e2e_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"latchkey/demo"
)

// A headless browser cannot create a passkey without a prompt. This script lets it prompt, and keeps the options of
// the page for the test.
const askOutright = `(() => {
  const create = navigator.credentials?.create.bind(navigator.credentials);
  if (create) navigator.credentials.create = ({mediation, ...options}) => { window.mediation = mediation; return create(options) };
})()`

// absent makes the authenticator report neither user presence nor user verification.
func (d *device) absent(up, uv bool) {
	d.tb.t.Helper()
	ctx, cancel := d.tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, webauthn.SetResponseOverrideBits, webauthn.SetResponseOverrideBitsParams{AuthenticatorID: d.id, IsBadUP: &up, IsBadUV: &uv})
	must(d.tb.t, err)
}

// forget takes from the authenticator all that it holds.
func (d *device) forget() {
	d.tb.t.Helper()
	ctx, cancel := d.tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, webauthn.ClearCredentials, webauthn.ClearCredentialsParams{AuthenticatorID: d.id})
	must(d.tb.t, err)
}

// neverAnswers is a password manager that takes its time to create a passkey by itself, until it is cancelled.
const neverAnswers = `navigator.credentials.create = ({ signal }) => new Promise((_, fail) =>
	signal.addEventListener('abort', () => { window.cancelled = true; fail(signal.reason); }));`

// upgrader is a new user who has just signed in with a password, at a page of that Latchkey.
func (s *stack) upgrader(t *testing.T) *tab {
	t.Helper()
	user, _ := s.browser(t)
	tb := newTab(t)
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: askOutright})
	must(t, err)
	tb.user = user
	tb.signIn(s.latchkey.PublicURL, user.Cookie())
	tb.open(s.latchkey.PublicURL + "/login")
	return tb
}

// TestConditionalCreate: right after a password login, the browser creates a passkey without a prompt. Only then may
// user presence be absent.
func TestConditionalCreate(t *testing.T) {
	t.Parallel()
	conditionally := map[string]any{"mediation": "conditional"}
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{"LATCHKEY_WEBAUTHN_CONDITIONAL_CREATE=true"}})
	t.Run("user absent", func(t *testing.T) {
		tb := s.upgrader(t)
		tb.device.absent(true, true)
		if got := tb.run("registration", map[string]any{}, ""); got.Status != http.StatusBadRequest || got.Body.Reason != "user_presence_missing" {
			t.Errorf("an ordinary registration: %+v", got)
		}
		tb.device.forget() // it has kept that passkey, and would offer it to the logins below
		if got := tb.run("registration", conditionally, ""); got.Status != http.StatusCreated {
			t.Fatalf("a conditional one: %+v", got)
		}
		if got := evaluate[string](tb, "window.mediation"); got != "conditional" {
			t.Errorf("the browser was asked for mediation %q", got)
		}
		if got := tb.run("login", map[string]any{}, ""); got.Status != http.StatusBadRequest || got.Body.Reason != "user_presence_missing" {
			t.Errorf("a login: %+v", got)
		}
		tb.device.absent(false, false)
		if got := tb.run("login", map[string]any{}, ""); got.Status != http.StatusOK {
			t.Errorf("a login with the person there: %+v", got)
		}
		// One is there now: a second takes more than a password.
		if got := tb.run("registration", conditionally, ""); got.Status != http.StatusForbidden || got.Body.Code != "step_up_required" {
			t.Errorf("a second one: %+v", got)
		}
	})
	t.Run("offer", func(t *testing.T) {
		tb := s.upgrader(t)
		tb.open(s.latchkey.PublicURL + "/setup?offer")
		tb.see("A passkey was created")
		if n := len(s.withCookie(tb.user).passkeys(t)); n != 1 {
			t.Errorf("there are %d passkeys", n)
		}
		if got := evaluate[string](tb, "window.mediation"); got != "conditional" {
			t.Errorf("the browser was asked for mediation %q", got)
		}
	})
	t.Run("no answer", func(t *testing.T) {
		tb := s.upgrader(t)
		ctx, cancel := tb.within()
		defer cancel()
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: neverAnswers})
		must(t, err)
		tb.open(s.latchkey.PublicURL + "/setup?offer")
		tb.see("Sign in faster with a passkey")
		if !evaluate[bool](tb, "window.cancelled") || len(s.withCookie(tb.user).passkeys(t)) != 0 {
			t.Error("the browser still works on a passkey behind the offer")
		}
	})
	t.Run("verification required", func(t *testing.T) {
		strict := *s
		strict.latchkey = startLatchkey(t, demo.LatchkeyOptions{Kratos: s.kratos, Env: []string{
			"LATCHKEY_WEBAUTHN_CONDITIONAL_CREATE=true", "LATCHKEY_WEBAUTHN_USER_VERIFICATION=required",
		}})
		tb := strict.upgrader(t)
		tb.device.absent(true, true)
		if got := tb.run("registration", conditionally, ""); got.Status != http.StatusBadRequest || got.Body.Reason != "user_verification_missing" {
			t.Errorf("the user was not verified: %+v", got)
		}
		tb.device.absent(true, false)
		if got := tb.run("registration", conditionally, ""); got.Status != http.StatusCreated {
			t.Errorf("verified: %+v", got)
		}
	})
	t.Run("switched off", func(t *testing.T) {
		off := *s
		off.latchkey = startLatchkey(t, demo.LatchkeyOptions{Kratos: s.kratos})
		tb := off.upgrader(t)
		tb.open(off.latchkey.PublicURL + "/setup?offer")
		tb.see("Sign in faster with a passkey")
		if got := tb.run("registration", conditionally, ""); got.Status != http.StatusBadRequest || got.Body.Field != "mediation" {
			t.Errorf("got %+v, want 400 for the field mediation", got)
		}
	})
}

package e2e_test

import (
	"net"
	"testing"

	"latchkey/demo"
	"latchkey/demo/app"
)

// TestSampleApp: the sample application has all links that a user needs, readable in a narrow window and in dark
// mode. If the login gate refuses a password, its login page leads on.
func TestSampleApp(t *testing.T) {
	t.Parallel()
	s := gatedStackWithApp(t)
	tb, email := newTab(t), newEmail()
	tb.open(s.appURL + "/registration")
	tb.sound("registration")
	tb.screenshot("registration")
	tb.fill(`[name="traits.email"]`, email)
	tb.fill(`[name="password"]`, password)
	tb.click(`#password button`)
	tb.at(s.latchkey.PublicURL + "/setup?offer&return_to=")
	tb.press("Create a passkey")
	tb.see("Your passkey is ready")
	tb.press("Continue")
	tb.see("You are signed in at Kratos")
	tb.sound("home")
	tb.screenshot("home")
	tb.press("Use a recovery code")
	tb.at(s.latchkey.PublicURL + "/recover?return_to=")
	tb.open(s.appURL + "/")
	tb.click("#logout")
	tb.see("Welcome")

	t.Log("the password alone is refused; the refusal leads to the passkey, and from there back to the same form")
	tb.open(s.appURL + "/login")
	tb.sound("login")
	tb.screenshot("login")
	tb.press("Lost your passkey?")
	tb.see("Please sign in first")
	tb.open(s.appURL + "/login")
	signIn := func() {
		t.Helper()
		tb.fill(`[name="identifier"]`, email)
		tb.fill(`[name="password"]`, password)
		tb.click(`#password button`)
	}
	signIn()
	tb.see("Continue with your passkey")
	tb.sound("login-refused")
	tb.screenshot("login-refused")
	tb.press("Continue with your passkey")
	tb.at(s.latchkey.PublicURL + "/step-up?gate=")
	tb.press("Confirm with your passkey")
	tb.at(s.appURL + "/login?flow=")
	signIn()
	tb.see("You are signed in at Kratos")
}

// gatedStackWithApp is startStackWithApp with the login gate on.
func gatedStackWithApp(t *testing.T) *stack {
	t.Helper()
	listener := listen(t, 0)
	port, key := freePort(t), demo.RandomSecret()
	remember("hook key", key)
	latchkeyURL, appURL := localhost(port), localhost(listener.Addr().(*net.TCPAddr).Port)
	s := startStack(t, demo.KratosOptions{
		HomeURL: appURL + "/", LoginURL: appURL + "/login", RegistrationURL: appURL + "/registration", ErrorURL: appURL + "/error",
		AfterRegistrationURL: latchkeyURL + "/setup?offer&return_to=" + appURL + "/",
		Login:                &demo.KratosLogin{},
		LoginHooks:           []map[string]any{hook(latchkeyURL+"/hooks/kratos/login", key, loginTemplate, map[string]any{"parse": true})},
	}, demo.LatchkeyOptions{PublicPort: port, AppURL: appURL, Env: []string{
		"LATCHKEY_POLICY_LOGIN_GATE=true", "LATCHKEY_KRATOS_HOOKS_KEY=" + key, "LATCHKEY_KRATOS_HOOKS_LOGIN_UI_URL=" + appURL + "/login",
	}})
	s.appURL = appURL
	serveOn(t, listener, app.New(app.Config{
		URL: appURL, LatchkeyURL: latchkeyURL, LatchkeyPublicURL: latchkeyURL,
		KratosURL: s.kratos.BrowserURL, KratosPublicURL: s.kratos.PublicURL,
	}))
	return s
}

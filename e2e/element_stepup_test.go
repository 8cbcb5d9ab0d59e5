package e2e_test

import (
	"net/http"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

func testStepUpElement(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	s.openElement(tb, `<latchkey-step-up></latchkey-step-up>`)
	tb.see("Confirm it’s you")
	tb.sound("step-up")
	tb.device.knowsPerson(false)
	tb.press("Confirm with your passkey")
	tb.see("Nothing was confirmed. Try again when you like.")
	tb.focusIs("Confirm with your passkey")
	tb.device.isTouched(false)
	tb.press("Confirm with your passkey")
	tb.see("Waiting for your passkey.")
	tb.sound("step-up-prompted")
	tb.portraits("prompted")
	tb.press("Cancel")
	tb.see("Nothing was confirmed. Try again when you like.")
	tb.focusIs("Confirm with your passkey")
	if evaluate[bool](tb, shadow+`.all('.failure, #cancel').length > 0`) {
		t.Error("a prompt that was closed is shown as a failure, or as open")
	}
	tb.device.isTouched(true)
	tb.device.knowsPerson(true)
	tb.press("Confirm with your passkey")
	tb.see("You can continue where you left off.")
	tb.focused()
	if level := tb.hears("failed", "failed", "stepped-up")[2].Detail.Assurance.Level; level != "aal2" {
		t.Errorf("stepped up to %s", level)
	}
	tb.sound("step-up-done")
	own := s.withCookie(tb.user).passkeys(t)[0].ID.String()
	if kept := evaluate[string](tb, `localStorage.getItem('latchkey:used-here')`); kept != `["`+own+`"]` {
		t.Errorf("used in this browser: %s, not %s", kept, own)
	}

	// It is fresh now. Who is sent here all the same is not sent back by a script: that might never end.
	s.openElement(tb, `<latchkey-step-up return-to="/?body=Welcome"></latchkey-step-up>`)
	tb.see("You have already confirmed")
	tb.sound("step-up-fresh")
	tb.press("Confirm again")
	tb.at(s.appURL + "/?body=Welcome")
	s.openElement(tb, `<latchkey-step-up return-to="/?body=Welcome"></latchkey-step-up>`)
	tb.press("Continue")
	tb.at(s.appURL + "/?body=Welcome")
}

func testStepUpElementStates(t *testing.T, s *stack) {
	tb := newTab(t)
	s.openElement(tb, `<latchkey-step-up login-url="/sign-in"></latchkey-step-up>`)
	tb.see("Please sign in first")
	tb.hears("signed-out")
	tb.sound("step-up-signed-out")
	tb = newcomer(s, t)
	s.openElement(tb, `<latchkey-step-up setup-url="/set-up"></latchkey-step-up>`)
	tb.see("You have no passkey yet")
	tb.sound("step-up-none")
	tb.press("Set up a passkey")
	tb.at(s.appURL + "/set-up")
}

// testStepUpElementSignOut: the user has removed the app with which this session was raised, and their passkey is suspended.
// Their backup codes count in a new session only, so the element does not send them to Kratos, which would send them back.
func testStepUpElementSignOut(t *testing.T, s *stack) {
	user, _ := s.browser(t)
	secret, err := user.EnrolTOTP(t.Context())
	must(t, err)
	remember("totp secret", secret)
	must(t, user.EnrolLookupSecrets(t.Context()))
	lost := s.withCookie(user).register(t, webauthntest.New(s.latchkey.PublicURL))
	s.change(t, lost.ID, "suspend")
	later, other := s.kratos.Browser(), s.kratos.Browser()
	for _, session := range []*demo.KratosUser{later, other} {
		must(t, session.Login(t.Context(), user.Email, password))
		must(t, session.StepUp(t.Context(), secret))
	}
	must(t, later.ChangeSettings(t.Context(), map[string]any{"method": "totp", "totp_unlink": true}))

	tb := newTab(t)
	tb.signIn(s.latchkey.PublicURL, later.Cookie())
	s.openElement(tb, `<latchkey-step-up></latchkey-step-up>`)
	tb.see("sign in with your second factor, and come back to this page.")
	tb.sound("step-up-sign-out")
	tb.portraits("stale")
	s.openElement(tb, `<latchkey-setup></latchkey-setup>`)
	tb.press("Create a passkey")
	tb.see("sign in with your second factor, and come back to this page.")
	tb.sound("setup-sign-out")
	tb.portraits("failure")
	evaluate[any](tb, tb.named("Sign out and in again")+`.focus()`) // in the failure panel, too
	tb.signIn(s.latchkey.PublicURL, other.Cookie())
	s.openElement(tb, `<latchkey-step-up></latchkey-step-up>`)
	tb.press("Sign out and in again")
	tb.see("Please sign in first")
	tb.focused()
	tb.hears("signed-out")

	t.Log("one who has a passkey as well finds the button below it; it leads to the sign-in page, and Kratos takes a new login")
	s.change(t, lost.ID, "resume")
	tb.signIn(s.latchkey.PublicURL, later.Cookie())
	s.openElement(tb, `<latchkey-step-up login-url="/sign-in?back=1"></latchkey-step-up>`)
	tb.press("I can’t use my passkey")
	tb.press("Sign out and in again")
	tb.at(s.appURL + "/sign-in?back=1")
	s.withCookie(later).do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusUnauthorized, nil)
	s.withCookie(user).do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil) // another session of the same user
	must(t, later.Login(t.Context(), user.Email, password))                                  // with the cookie of the session that has ended
}

func testStepUpElementGate(t *testing.T, s *stack) {
	tb := newTab(t)
	s.openElement(tb, `<latchkey-step-up gate="stale" login-url="/sign-in" recover-url="/lost?lang=en"></latchkey-step-up>`)
	tb.see("Use your passkey to finish signing in.")
	tb.press("I can’t use my passkey")
	tb.see("If you have recovery codes")
	if href := evaluate[string](tb, tb.named("Use a recovery code")+`.href`); href != s.appURL+"/lost?lang=en&gate=stale" {
		t.Errorf("the way by recovery code is %s", href)
	}
	tb.press("Confirm with your passkey")
	tb.see("This sign-in has expired: you have five minutes")
	tb.focused()
	tb.hears("failed")
	tb.sound("step-up-over")
	tb.press("Sign in again")
	tb.at(s.appURL + "/sign-in")
}

package e2e_test

import "testing"

func testStepUpElement(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	s.openElement(tb, `<latchkey-step-up></latchkey-step-up>`)
	tb.see("Confirm it’s you")
	tb.sound("step-up")
	tb.device.knowsPerson(false)
	tb.press("Confirm with your passkey")
	tb.see("The passkey prompt was closed too early.")
	tb.focused()
	tb.device.knowsPerson(true)
	tb.press("Confirm with your passkey")
	tb.see("You can continue where you left off.")
	tb.focused()
	if level := tb.hears("failed", "stepped-up")[1].Detail.Assurance.Level; level != "aal2" {
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

func testStepUpElementGate(t *testing.T, s *stack) {
	tb := newTab(t)
	s.openElement(tb, `<latchkey-step-up gate="stale" login-url="/sign-in" recover-url="/lost?lang=en"></latchkey-step-up>`)
	tb.see("Use your passkey to finish signing in.")
	if href := evaluate[string](tb, shadow+`.control('Lost your device? Use a recovery code').href`); href != s.appURL+"/lost?lang=en&gate=stale" {
		t.Errorf("the way by recovery code is %s", href)
	}
	tb.press("Confirm with your passkey")
	tb.see("Please sign in again from the start")
	tb.focused()
	tb.hears("failed")
	tb.sound("step-up-over")
	tb.press("Sign in again")
	tb.at(s.appURL + "/sign-in")
}

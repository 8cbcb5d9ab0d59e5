package e2e_test

import "testing"

// testConsoleUnloaded: a view that fails to load takes the place of the one before, whose data would be taken for its own, and can be
// loaded again. An action that fails leaves its view as it is.
func testConsoleUnloaded(t *testing.T, s *stack) {
	tb := staff("support")(s, t)
	tb.line(false)
	tb.press("Passkeys")
	unloaded := func(heading string) {
		t.Helper()
		tb.see("could not be reached")
		tb.await("see the heading "+heading, shadow+`.first('.h1')?.innerText === '`+heading+`' && document.title.startsWith('`+heading+` ·')`)
		tb.focused()
		if evaluate[bool](tb, shadow+`.first('#identifier') !== undefined`) {
			t.Error("the form of the view before is still there")
		}
	}
	unloaded("Passkeys")
	tb.sound("unloaded")
	tb.press("Try again")
	unloaded("Passkeys")
	tb.line(true)
	tb.press("Try again")
	tb.see("Authenticator")

	customer, _, _ := s.customer(t)
	tb.line(false)
	evaluate[any](tb, `void (location.hash = '#/people/`+customer.IdentityID.String()+`')`)
	unloaded("People")
	tb.line(true)
	tb.press("Try again")
	tb.see("Passkeys (1 of 20)")
	tb.line(false)
	tb.press("Reset all factors")
	tb.see("could not be reached")
	tb.see("Passkeys (1 of 20)")
	tb.line(true)
	tb.forgiven()
}

package e2e_test

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func quoted(text string) string { return strconv.Quote(text) }

// testConsoleKeyboard: with the keyboard alone, support finds a user and suspends a passkey.
func testConsoleKeyboard(t *testing.T, s *stack) {
	user, person, _ := s.customer(t)
	name := person.passkeys(t)[0].Name
	tb := colleague("support")(s, t)
	tb.open(s.latchkey.PublicURL + "/admin")
	tb.enter("Confirm with your passkey")
	tb.see("Find a person")
	tb.enter("People")
	tb.await("be at the heading", shadow+`.active()?.localName === 'h1'`)
	tb.keys(kb.Tab)
	tb.keys(user.Email + kb.Enter)
	tb.see("Passkeys (1 of 20)")
	tb.enter("Suspend “" + name + "”")
	tb.await("be in the dialog", shadow+`.active()?.id === 'reason'`)
	tb.keys(kb.Escape)
	tb.await("see it go", shadow+`.all('dialog').length === 0`)
	tb.focused()
	tb.enter("Suspend “" + name + "”")
	tb.await("be in the dialog again", shadow+`.active()?.id === 'reason'`)
	tb.keys("mislaid")
	tb.keys(kb.Tab + kb.Tab + kb.Enter)
	tb.see("“" + name + "” is suspended.")
	tb.focused()
	if !person.passkeys(t)[0].Suspended {
		t.Error("it is not paused")
	}
}

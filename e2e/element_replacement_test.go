package e2e_test

import (
	"strings"
	"testing"
)

// testReplaceInList: after a redeemed code, the list leads to a new passkey and to the removal of the lost one, as /setup does. A
// browser that cannot create passkeys says so there, too.
func testReplaceInList(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	code := tb.shownCodes("Create recovery codes")[0]
	tb.press("I have saved them")
	tb.said("Your recovery codes are ready.")

	lost := newTab(t)
	lost.width(narrow)
	user := s.kratos.Browser()
	must(t, user.Login(t.Context(), tb.user.Email, password))
	lost.signIn(s.kratos.BrowserURL, user.Cookie())
	lost.open(s.latchkey.PublicURL + "/setup")
	lost.press("I can’t use my passkey") // the way to the codes
	lost.see("You have 10 recovery codes left.")
	lost.sound("setup-cant-use")
	lost.portraits("setup-cant-use")
	lost.press("Use a recovery code")
	lost.at(s.latchkey.PublicURL + "/recover")
	lost.redeems(code)
	lost.see("Your code was accepted")

	unable := newTab(t)
	unable.everyPage(`delete window.PublicKeyCredential`)
	unable.signIn(s.kratos.BrowserURL, user.Cookie())
	unable.open(s.latchkey.PublicURL + "/setup")
	unable.see("You do not need the one you lost.")
	unable.see("This browser does not support passkeys.")
	unable.sound("replace-unsupported")
	unable.portraits("replace-unsupported")

	lost.open(s.latchkey.PublicURL + "/passkeys")
	lost.see("You do not need the one you lost.")
	lost.see("Recent activity")
	if text := lost.text(); strings.Contains(text, "Add another passkey") || strings.Contains(text, "I can’t use my passkey") {
		t.Errorf("the list asks for the lost passkey:\n%s", text)
	}
	lost.sound("replace")
	lost.portraits("replace")
	lost.press("Set up a new passkey")
	lost.see("Which one did you lose?")
	lost.focusIs("Your new passkey is ready")
	lost.portraits("which")
	lost.width(wide)
	if beside := evaluate[[]string](lost, besideCantUse); len(beside) > 0 {
		t.Errorf("beside the line below the buttons is %s", strings.Join(beside, "\n"))
	}
	before := s.withCookie(user).passkeys(t)

	lost.open(s.latchkey.PublicURL + "/passkeys") // the question outlives the page
	lost.see("Now remove the passkey you lost")
	lost.looksRight()
	lost.press("Remove lost passkey")
	lost.see("Which one did you lose?")
	lost.click(`[name="passkey"]`)
	lost.press("Remove lost passkey")
	lost.said("From now on, sign in with your new passkey.")
	lost.focusIs("Your passkeys")
	lost.lists(1)
	lost.see("Create recovery codes") // those before were created with the lost passkey
	lost.accessible("removed")
	if after := s.withCookie(user).passkeys(t); len(before) != 2 || len(after) != 1 || after[0].ID != before[1].ID {
		t.Errorf("the passkeys were %+v, and are %+v", before, after)
	}
}

// besideCantUse names what is in one row with "I can't use my passkey", which opens to a text.
const besideCantUse = shadow + `.all('.cantuse').flatMap((line) => [...line.parentNode.children].filter((e) => e !== line && e.checkVisibility()
  && e.getBoundingClientRect().bottom > line.getBoundingClientRect().top && e.getBoundingClientRect().top < line.getBoundingClientRect().bottom).map(` + shadow + `.label))`

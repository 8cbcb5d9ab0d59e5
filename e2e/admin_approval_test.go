package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// TestConsoleApprovals: with two approvals a code asked for in the console waits for another admin, and is shown to the one
// who asked; the last passkey goes the same way.
func TestConsoleApprovals(t *testing.T) {
	t.Parallel()
	s := startConsole(t, "LATCHKEY_ADMIN_RESET_APPROVALS=2")
	visitor, person, _ := s.customer(t)
	name := person.passkeys(t)[0].Name
	first, second := staff("support")(s, t), staff("admin")(s, t)
	first.open(s.consoleOf(visitor.IdentityID))
	first.act("Give a recovery code", "called back, ticket 7", "Ask for the code")
	first.see("It waits for the approval of a second admin, under Approvals.")
	first.act("Pause “"+name+"”", "phone stolen", "Pause")
	first.see("It waits for the approval of a second admin, under Approvals.")
	if person.passkeys(t)[0].Suspended {
		t.Fatal("it did not wait")
	}
	first.press("Approvals")
	first.see("You asked for this one: another admin must approve it.")
	first.looksRight()

	second.press("Approvals")
	second.see("Reason: phone stolen")
	second.pressAt("approve the first", shadow+`.first('li button.danger')`)
	second.see("Approve this: Pause of the last passkey?")
	second.pressAt("agree", shadow+`.first('dialog button.danger')`)
	second.see("It was approved and carried out.")
	second.pressAt("approve the next", shadow+`.first('li button.danger')`)
	second.see("Approve this: Recovery code?")
	second.pressAt("agree", shadow+`.first('dialog button.danger')`)
	second.see("The admin who asked for it can collect the code.")
	second.see("The admin who asked for it collects the code.")
	if !person.passkeys(t)[0].Suspended {
		t.Error("it is not paused")
	}

	first.open(s.latchkey.PublicURL + "/admin#/people")
	first.press("Approvals")
	first.press("Show the code")
	first.see("it is shown this once only")
	code := evaluate[string](first, shadow+`.first('dialog code').textContent`)
	remember("recovery code", code)
	first.press("I have it, close")
	first.see("Nothing waits for approval.")
	person.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": code}).want(t, http.StatusOK, nil)
}

// TestConsoleStaff: an admin gives a colleague an enrolment code and confirms the passkey; support is not offered either.
func TestConsoleStaff(t *testing.T) {
	t.Parallel()
	s := startConsole(t)
	colleague, person := s.browser(t)
	s.giveRole(t, colleague, "support")
	tb := staff("admin")(s, t)
	tb.open(s.consoleOf(colleague.IdentityID))
	tb.see("People with a role have no recovery codes")
	tb.act("Give an enrolment code", "seen in person", "Make the code")
	tb.see("it is shown this once only")
	code := evaluate[string](tb, shadow+`.first('dialog code').textContent`)
	remember("enrolment code", code)
	tb.press("I have it, close")
	person.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": code}).want(t, http.StatusOK, nil)
	passkey := person.register(t, webauthntest.New(s.latchkey.PublicURL))
	tb.open(s.latchkey.PublicURL + "/admin#/people")
	tb.open(s.consoleOf(colleague.IdentityID))
	tb.see("Does not count for changes yet")
	tb.act("Confirm “"+passkey.Name+"”", "seen in person", "Confirm")
	tb.see("“" + passkey.Name + "” is confirmed.")
	if strings.Contains(evaluate[string](tb, shadow+`.text()`), "Does not count for changes yet") {
		t.Error("it is not confirmed")
	}
	s.onRecord(t, colleague.IdentityID, "passkey.confirmed", tb.visitor.IdentityID)

	support := staff("support")(s, t)
	support.open(s.consoleOf(colleague.IdentityID))
	support.see("Passkeys (1 of 20)")
	for _, button := range []string{"Give an enrolment code", "Give a recovery code"} {
		if strings.Contains(evaluate[string](support, shadow+`.text()`), button) {
			t.Errorf("support is offered %q", button)
		}
	}
}

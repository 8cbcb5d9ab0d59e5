package e2e_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// TestConsoleApprovals: with two approvals, a code requested in the console waits for another admin, and only the
// requester sees it. The removal of the last passkey waits in the same way.
func TestConsoleApprovals(t *testing.T) {
	t.Parallel()
	s := startConsole(t, "LATCHKEY_ADMIN_RESET_APPROVALS=2")
	user, person, _ := s.customer(t)
	name := person.passkeys(t)[0].Name
	first, second := staff("support")(s, t), staff("admin")(s, t)
	first.open(s.consoleOf(user.IdentityID))
	first.act("Issue a recovery code", "called back, ticket 7", "Request the code")
	first.see("This now needs approval by a second admin. It is listed under Approvals.")
	first.press("Suspend “" + name + "”")
	first.click("input[name=end_codes]")
	first.fill("#reason", "phone stolen")
	first.pressAt("agree", shadow+`.first('dialog button.danger')`)
	first.see("This now needs approval by a second admin. It is listed under Approvals.")
	if person.passkeys(t)[0].Suspended {
		t.Fatal("it did not wait")
	}
	first.press("Approvals")
	first.see("You requested this. Another admin must approve it.")
	first.looksRight()

	second.press("Approvals")
	second.see("Reason: phone stolen")
	second.see("The recovery codes created with the passkey stop working as well.")
	second.pressAt("approve the first", shadow+`.first('li button.danger')`)
	second.see("Approve: Suspension of the last passkey?")
	second.pressAt("agree", shadow+`.first('dialog button.danger')`)
	second.see("Approved and carried out.")
	second.pressAt("approve the next", shadow+`.first('li button.danger')`)
	second.see("Approve: Recovery code?")
	second.pressAt("agree", shadow+`.first('dialog button.danger')`)
	second.see("The admin who requested it can now see the code.")
	second.see("Only the admin who requested the code can see it.")
	if !person.passkeys(t)[0].Suspended {
		t.Error("it is not paused")
	}

	first.open(s.latchkey.PublicURL + "/admin#/people")
	first.press("Approvals")
	first.press("Show the code")
	first.see("it is shown only once")
	code := evaluate[string](first, shadow+`.first('dialog code').textContent`)
	remember("recovery code", code)
	first.press("Done")
	first.see("Nothing is awaiting approval.")
	person.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": code}).want(t, http.StatusOK, nil)
	first.open(s.latchkey.PublicURL + "/admin#/audit?event_type=passkey.suspended")
	first.press("Details")
	for _, who := range []string{"Done by\nyou", "Approved by\n" + second.user.Email} {
		first.await("see "+who, shadow+`.first('details dl')?.innerText.includes(`+strconv.Quote(who)+`)`)
	}
}

// TestConsoleStaff: an admin gives a colleague an enrolment code and confirms the passkey; support is not offered either.
func TestConsoleStaff(t *testing.T) {
	t.Parallel()
	s := startConsole(t)
	colleague, person := s.browser(t)
	s.giveRole(t, colleague, "support")
	tb := staff("admin")(s, t)
	tb.open(s.consoleOf(colleague.IdentityID))
	tb.see("Users with a role cannot have recovery codes")
	tb.act("Issue an enrolment code", "seen in person", "Create the code")
	tb.see("it is shown only once")
	code := evaluate[string](tb, shadow+`.first('dialog code').textContent`)
	remember("enrolment code", code)
	tb.press("Done")
	person.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": code}).want(t, http.StatusOK, nil)
	passkey := person.register(t, webauthntest.New(s.latchkey.PublicURL))
	tb.open(s.latchkey.PublicURL + "/admin#/people")
	tb.open(s.consoleOf(colleague.IdentityID))
	tb.see("Too new for making changes")
	tb.act("Confirm “"+passkey.Name+"”", "seen in person", "Confirm")
	tb.see("“" + passkey.Name + "” is confirmed.")
	if strings.Contains(evaluate[string](tb, shadow+`.text()`), "Too new for making changes") {
		t.Error("it is not confirmed")
	}
	s.onRecord(t, colleague.IdentityID, "passkey.confirmed", tb.user.IdentityID)

	support := staff("support")(s, t)
	support.open(s.consoleOf(colleague.IdentityID))
	support.see("Passkeys (1 of 20)")
	for _, button := range []string{"Issue an enrolment code", "Issue a recovery code"} {
		if strings.Contains(evaluate[string](support, shadow+`.text()`), button) {
			t.Errorf("support is offered %q", button)
		}
	}
}

package e2e_test

import (
	"strings"
	"testing"

	"latchkey/demo"
)

// TestConsoleProof: a change prompts for the passkey if the last step-up is too old. If that fails, nothing changes,
// the form keeps its input, and the console says what helps without the passkey.
func TestConsoleProof(t *testing.T) {
	t.Parallel()
	s := startConsole(t)
	user, person, _ := s.customer(t)
	name := person.passkeys(t)[0].Name
	tb := staff("support")(s, t)
	tb.open(s.consoleOf(user.IdentityID))
	tb.see("Passkeys (1 of 20)")
	s.backdate(t, "step_ups", "at", tb.user.IdentityID)
	tb.device.knowsPerson(false)
	tb.act("Suspend “"+name+"”", "phone mislaid", "Suspend")
	tb.see("Nothing was changed.")
	tb.press("I can’t use my passkey")
	tb.see("ask another admin for an enrolment code")
	tb.press("I can’t use my passkey")
	tb.focused()
	tb.looksRight()
	if person.passkeys(t)[0].Suspended {
		t.Fatal("it was paused without a proof")
	}
	tb.device.knowsPerson(true)
	tb.press("Suspend “" + name + "”")
	tb.await("see the reason again", shadow+`.first('#reason')?.value === 'phone mislaid'`)
	tb.press("Go back")
	tb.press("Revoke “" + name + "”")
	tb.await("not see it with another question", shadow+`.first('#reason')?.value === ''`)
	tb.press("Go back")
	tb.act("Suspend “"+name+"”", "phone mislaid", "Suspend")
	tb.see("“" + name + "” is suspended.")
	if !person.passkeys(t)[0].Suspended {
		t.Error("it is not paused")
	}
}

// TestConsoleOnAdminListener: if the console is not public, it works on the admin listener, under the host name of
// Kratos' cookie. It sends admins to the public listener for a step-up, and they return to the same view.
func TestConsoleOnAdminListener(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	home := localhost(port)
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{AdminPort: port, Env: []string{"LATCHKEY_RETURN_TO=" + home + "/"}})
	user, person, _ := s.customer(t)
	name := person.passkeys(t)[0].Name

	tb := colleague("support")(s, t)
	tb.open(s.latchkey.PublicURL + "/admin")
	if strings.Contains(evaluate[string](tb, `document.body.innerHTML`), "latchkey-admin") {
		t.Error("the console is public")
	}
	tb.open(home + "/admin#/people/" + user.IdentityID.String())
	tb.see("Confirm it’s you first")
	tb.press("Confirm with your passkey")
	tb.at(s.latchkey.PublicURL + "/step-up")
	tb.press("Confirm with your passkey")
	tb.at(home + "/admin#/people/" + user.IdentityID.String())
	tb.see("Passkeys (1 of 20)")
	tb.act("Suspend “"+name+"”", "phone mislaid", "Suspend")
	tb.see("“" + name + "” is suspended.")
	s.onRecord(t, user.IdentityID, "passkey.suspended", tb.user.IdentityID)
}

// TestConsoleTwoAdmins: with two approvals, the requester of a reset cannot approve it; another admin can.
func TestConsoleTwoAdmins(t *testing.T) {
	t.Parallel()
	s := startConsole(t, "LATCHKEY_ADMIN_RESET_APPROVALS=2")
	user, person, _ := s.customer(t)
	first, second := staff("support")(s, t), staff("admin")(s, t)
	first.open(s.consoleOf(user.IdentityID))
	first.act("Reset all factors", "lost everything in a fire", "Request the reset")
	first.see("The reset needs approval by a second admin.")
	first.see("You requested this reset. Another admin must approve it.")
	if len(person.passkeys(t)) != 1 {
		t.Fatal("it did not wait")
	}
	second.press("Resets")
	second.see("Reason: lost everything in a fire")
	second.see("Expires")
	second.press("Approve and reset")
	second.see("Approve this reset?")
	second.pressAt("agree", shadow+`.first('dialog button.danger')`)
	second.see("All factors were reset and the person was signed out everywhere.")
	if found := find(t, s, user.Email); len(found.Passkeys) != 0 || len(found.Sessions) != 0 {
		t.Errorf("left are %+v", found)
	}
	s.onRecord(t, user.IdentityID, "mfa.reset_requested", first.user.IdentityID)
	s.onRecord(t, user.IdentityID, "mfa.reset_approved", second.user.IdentityID)
	first.press("Resets")
	first.see("No resets match this filter.")
}

package e2e_test

import (
	"cmp"
	"net/http"
	"strings"
	"testing"
)

// {customer} and {admin} are replaced by the IDs of users with a passkey.
var consoleStates = []state{
	{"signed-out", signedOut, "/admin", nil, "Sign in to the console"},
	{"no-role", holder, "/admin", nil, "Your account has no role here"},
	{"confirm", colleague("admin"), "/admin", nil, "Confirm it’s you first"},
	{"confirm-cancelled", colleague("admin"), "/admin", unrecognised("Confirm with your passkey"), "Nothing was changed."},
	{"confirm-cant-use", colleague("admin"), "/admin", pressing("I can’t use my passkey"), "ask another admin for an enrolment code"},
	{"confirm-no-passkey", newcomerWithRole, "/admin", nil, "Set up a passkey"},
	{"find", clerk("admin"), "/admin", nil, "Find a person"},
	{"find-empty", clerk("admin"), "/admin", pressing("Find"), "Enter an email address"},
	{"find-unknown", clerk("admin"), "/admin", typing("#identifier", "nobody@example.com", "Find"), "No account signs in with exactly this."},
	{"find-offline", clerk("admin"), "/admin", offline("Passkeys"), "could not be reached"},
	{"diagnosis", clerk("admin"), "/admin#/diagnosis", nil, "Text or code"},
	{"diagnosis-nothing", clerk("admin"), "/admin#/diagnosis", pressing("Read it"), "There is nothing of a diagnosis in this."},
	{"person", clerk("admin"), "/admin#/people/{customer}", nil, "Passkeys (1 of 20)"},
	{"person-details", clerk("admin"), "/admin#/people/{customer}", pressing("Details"), "Request ID"},
	{"person-admin", clerk("support"), "/admin#/people/{admin}", nil, "Only another admin can help them"},
	{"person-auditor", clerk("auditor"), "/admin#/people/{customer}", nil, "Passkeys (1 of 20)"},
	{"person-unknown", clerk("admin"), "/admin#/people/00000000-0000-4000-8000-000000000000", nil, "This does not exist"},
	{"person-pause", clerk("support"), "/admin#/people/{customer}", pressing("Suspend “Phone”"), "It cannot be used to sign in"},
	{"person-no-reason", clerk("support"), "/admin#/people/{customer}", func(tb *tab) {
		tb.press("Suspend “Phone”")
		tb.pressAt("agree", shadow+`.first('dialog button[type=submit]')`)
	}, "Enter a reason for the audit log"},
	{"person-revoke", clerk("support"), "/admin#/people/{customer}", pressing("Revoke “Phone”"), "Also sign the person out everywhere"},
	{"person-reset", clerk("support"), "/admin#/people/{customer}", pressing("Reset all factors"), "They are signed out everywhere."},
	{"person-code", clerk("support"), "/admin#/people/{customer}", func(tb *tab) {
		tb.act("Issue a recovery code", "called back", "Request the code")
	}, "This now needs approval by a second admin"},
	{"approvals", clerk("admin"), "/admin#/approvals", nil, "Awaiting approval"},
	{"passkeys", clerk("admin"), "/admin#/passkeys", nil, "Authenticator"},
	{"passkeys-none", clerk("admin"), "/admin#/passkeys?suspended=true", nil, "No passkeys match this filter."},
	{"passkeys-refused", clerk("admin"), "/admin#/passkeys?aaguid=x", nil, "“Authenticator” was not accepted."},
	{"resets-none", clerk("admin"), "/admin#/resets?state=cancelled", nil, "No resets match this filter."},
	{"resets", clerk("admin"), "/admin#/resets?state=pending", nil, "demo-"},
	{"resets-approve", clerk("admin"), "/admin#/resets?state=pending", pressing("Approve and reset"), "Approve this reset?"},
	{"resets-cancel", clerk("admin"), "/admin#/resets?state=pending", pressing("Cancel the reset"), "Nothing is removed."},
	{"audit", clerk("auditor"), "/admin#/audit", nil, "Download CSV"},
	{"audit-none", clerk("auditor"), "/admin#/audit?event_type=identity.erased", nil, "No events match this filter."},
	{"adoption", clerk("auditor"), "/admin#/adoption", nil, "Passkey providers"},
	{"notifications-none", clerk("auditor"), "/admin#/deliveries?state=dead", nil, "No notifications match this filter."},
	{"keys", clerk("admin"), "/admin#/keys", nil, "Create a key"},
	{"keys-no-scope", clerk("admin"), "/admin#/keys", typing("#name", "nightly", "Create key"), "Select at least one scope."},
	{"keys-once", clerk("admin"), "/admin#/keys", func(tb *tab) {
		tb.fill("#name", "nightly")
		tb.click("input[value=read]")
		tb.press("Create key")
		tb.see("it is shown only once")
		remember("admin key", evaluate[string](tb, shadow+`.first('dialog code').textContent`))
	}, "Store it where the program reads its secrets"},
	{"keys-revoke", clerk("admin"), "/admin#/keys", func(tb *tab) {
		tb.pressAt("revoke the first", shadow+`.first('li button.danger')`)
	}, "Programs that use it are refused"},
}

// clerk returns the tab of the only user with that role, who has stepped up. More users would make the checked lists
// longer, and a new tab would load all scripts again.
func clerk(role string) func(*stack, *testing.T) *tab {
	return func(s *stack, t *testing.T) *tab {
		t.Helper()
		tb := s.clerks[role]
		tb.lend(t)
		tb.speaks(cmp.Or(spoken, "en"))
		return tb
	}
}

func TestConsoleStates(t *testing.T) {
	t.Parallel()
	s := startConsole(t, "LATCHKEY_ADMIN_RESET_APPROVALS=2", "LATCHKEY_AUDIT_SEAL_EVERY=1s")
	s.clerks = map[string]*tab{}
	for _, role := range []string{"admin", "support", "auditor"} {
		s.clerks[role] = staff(role)(s, t)
	}
	customer, person, _ := s.customer(t)
	person.do(t, http.MethodPatch, "/v1/passkeys/"+person.passkeys(t)[0].ID.String(), map[string]string{"name": "Phone"}).want(t, http.StatusOK, nil)
	waiting, _, _ := s.customer(t)
	s.support().do(t, http.MethodPost, "/admin/v1/identities/"+waiting.IdentityID.String()+"/mfa-reset", map[string]string{"reason": "lost everything in a fire, ticket 4711"}).want(t, http.StatusAccepted, nil)
	boss, _, device := s.customer(t)
	s.anyone().login(t, device).want(t, http.StatusOK, nil)
	s.giveRole(t, boss, "admin")
	named := strings.NewReplacer("{customer}", customer.IdentityID.String(), "{admin}", boss.IdentityID.String())
	for _, state := range consoleStates {
		t.Run(state.name, func(t *testing.T) {
			tb := state.who(s, t)
			tb.width(narrow)
			tb.openAnew(s.latchkey.PublicURL + named.Replace(state.path))
			state.checkOpen(tb)
		})
	}
}

// newcomerWithRole has nothing yet to confirm with.
func newcomerWithRole(s *stack, t *testing.T) *tab {
	t.Helper()
	tb := newcomer(s, t)
	s.giveRole(t, tb.user, "support")
	return tb
}

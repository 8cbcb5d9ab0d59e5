package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"latchkey/demo"
)

const policyRules = `LATCHKEY_POLICY_RULES=[
	{"name": "admins", "when": {"role": "admin"}, "required": "aal2", "grace": "0s"},
	{"name": "finance", "when": {"metadata": {"unit": "finance"}}, "required": "aal2", "second_factor": "required", "grace": "0s", "freshness": "5m", "max_passkeys": 3, "authenticators": "staff"},
	{"name": "campaign", "when": {"metadata": {"unit": "sales"}}, "required": "aal2", "second_factor": "required", "grace": "36h", "deadline": "2099-03-01"},
	{"name": "pilot", "percent": 0, "required": "highest_available"}]`

// TestConsolePolicy: staff who may read see which rule applies to a person, what it requires, what the person has, and what happens at the
// next login.
func TestConsolePolicy(t *testing.T) {
	t.Parallel()
	_, attesters := withAttesters(t)
	s := startConsole(t, append(attesters, policyRules, "LATCHKEY_POLICY_SECOND_FACTOR=encouraged", `LATCHKEY_WEBAUTHN_PROFILES=[{"name": "staff", "attestation": "direct",
		"allow": ["YubiKey 5"], "certified": "L1", "binding": "device_bound", "user_verification": "required", "min_ec_bits": 384}]`)...)
	clerk := staff("auditor")(s, t)
	clerk.width(narrow)
	for _, c := range []struct {
		name, unit string
		held       holding
		want       []string
	}{
		{"Finance", "finance", holdsPasskey, []string{
			"Policy\nAt the next login\n", "After the password or another first factor\nApplications refuse the session until the person confirms with the passkey. The session counts as one factor. To add a passkey, the person first confirms with a passkey or another factor that counts.",
			"After the passkey as well\nApplications refuse the session until the person sets up a second way to sign in. The session counts as two factors. A passkey can be added.", "Rule\nfinance",
			"“admins” does not apply\nThe person has another role.", "“campaign” does not apply\nAn earlier rule applies.",
			"Required\nA second factor, or a passkey, of everyone. Users with a passkey need a second way to sign in.", "Grace period\nNone",
			"Profile of new passkeys\nstaff", "What a new passkey must meet\nIt needs\nan authenticator that proves its model; an approved model; certification by FIDO, L1 or higher; " +
				"to stay on one device; a PIN, a fingerprint or a face; a key of at least so many bits: EC 384\nModels that are approved\nYubiKey 5\n“",
			"”\nKeeps working, and would not have been allowed when it was registered: an authenticator that proves its model; ", "Most passkeys\n3", "May change passkeys after using one for\n5 minutes",
			"Passkeys that can be used\n1", "Second factors at Kratos\nNone", "Recovery codes\n0", "Second way to sign in\nNone, should the passkey be lost",
		}},
		{"Beside", "finance", holdsVouchedApp, []string{"Second factors that it does not limit\nauthenticator app",
			"Kratos may require before\nauthenticator app. It refuses the session until then if its session.whoami.required_aal is highest_available.", "Second factors at Kratos\nauthenticator app"}},
		{"Campaign", "sales", holdsNothing, []string{
			"After the password or another first factor\nLet in. The set-up page asks for something that is not required yet. The session counts as one factor. A passkey can be added.",
			"After the passkey as well\nThere is no passkey that can be used.", "Rule\ncampaign", "“finance” does not apply\nThe person’s metadata has another value: unit",
			"Required\nNo second factor. Users with a passkey are asked to set up a second way to sign in.",
			"2099", "Users with a passkey need a second way to sign in. Grace period: 36 hours\n", "Grace period\n1 day",
		}},
		{"Plain", "legal", holdsNothing, []string{"Profile of new passkeys\nAny authenticator",
			"After the password or another first factor\nLet in.", "Rule\nNone: the settings for everyone",
			"“pilot” does not apply\nIt applies to a part of its users, and this person is not one of them.",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			clerk.lend(t)
			user, device := c.held(t, s)
			must(t, s.kratos.PatchIdentity(t.Context(), user.IdentityID, "add", "/metadata_public", map[string]string{"unit": c.unit}))
			clerk.openAnew(s.consoleOf(user.IdentityID))
			clerk.see("Sessions at Kratos")
			clerk.tabTo("Policy")
			clerk.key(kb.Enter)
			clerk.see("What the person has")
			clerk.focusIs("Policy") // its heading
			text := evaluate[string](clerk, shadow+`.all('section').find((e) => e.firstElementChild.textContent === 'Policy').innerText`)
			text = strings.NewReplacer("\n\n", "\n").Replace(text)
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("it does not say %q:\n%s", want, text)
				}
			}
			if device == nil {
				return
			}
			clerk.looksRight()
			clerk.speaks("de")
			clerk.openAnew(s.consoleOf(user.IdentityID))
			clerk.press("Richtlinie")
			clerk.see("Was die Person hat")
			clerk.looksRightHere("de")
			clerk.speaks("en")
		})
	}
	t.Run("Fails", func(t *testing.T) { testPolicyFails(t, s, clerk) })
}

// TestConsolePolicyUnclear: of a user who has never been here, Kratos does not say whether it takes mailed codes as a second factor.
func TestConsolePolicyUnclear(t *testing.T) {
	t.Parallel()
	s := startConsoleAt(t, demo.KratosOptions{Code: "first"})
	clerk := staff("auditor")(s, t)
	stranger := s.kratos.App()
	must(t, stranger.Register(t.Context(), newEmail(), password, "Eve"))
	must(t, s.latchkey.Stop()) // which forgets what it answered to the clerk
	must(t, s.latchkey.Start(t.Context()))
	clerk.openAnew(s.consoleOf(stranger.IdentityID))
	clerk.see("Sessions at Kratos")
	clerk.press("Policy")
	clerk.see("What the person has")
	clerk.see("codes by email or text message: Kratos says so only to a session of the person.")
}

// testPolicyFails: Kratos may not answer, and answers again; and the person may be gone since the page was loaded.
func testPolicyFails(t *testing.T, s *stack, clerk *tab) {
	clerk.lend(t)
	user, _ := s.app(t)
	clerk.openAnew(s.consoleOf(user.IdentityID))
	clerk.see("Sessions at Kratos")
	must(t, s.kratos.Stop())
	clerk.press("Policy")
	clerk.see("Kratos is not responding.")
	clerk.focused()
	clerk.looksRight()
	must(t, s.kratos.Start(t.Context()))
	clerk.press("Try again")
	clerk.see("What the person has")

	clerk.openAnew(s.consoleOf(user.IdentityID))
	clerk.see("Sessions at Kratos")
	must(t, s.kratos.DeleteIdentity(t.Context(), user.IdentityID))
	clerk.press("Policy")
	clerk.see("This does not exist, or no longer exists.")
	if evaluate[bool](clerk, shadow+`.control('Try again') !== undefined`) {
		t.Error("it offers to ask again about someone who is gone")
	}
}

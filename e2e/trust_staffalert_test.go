package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
)

// TestStaffAlerts: an admin has no passkey, and Kratos does not ask Latchkey about changes of settings. An attacker
// with the password replaces the admin's address, sets up an authenticator app, waits until it counts, reads the
// console and sets up a passkey. Other admins get mail about each step.
func TestStaffAlerts(t *testing.T) {
	t.Parallel()
	mails, err := demo.StartMailServer(demo.MailOptions{})
	must(t, err)
	t.Cleanup(func() { mails.Close() })
	receiver := &inbox{ids: map[string]int{}}
	server := httptest.NewServer(receiver)
	t.Cleanup(server.Close)
	secret := filepath.Join(t.TempDir(), "webhook.secret")
	must(t, os.WriteFile(secret, []byte("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"), 0o600))
	s := startConsole(t, "LATCHKEY_ADMIN_PASSKEY_AGE=2s", "LATCHKEY_NOTIFY_EVERY=1s", "LATCHKEY_NOTIFY_TIMEOUT=2s",
		"LATCHKEY_NOTIFY_MAIL_SERVER="+mails.Address, "LATCHKEY_NOTIFY_MAIL_SECURITY=none", "LATCHKEY_NOTIFY_MAIL_LANGUAGE=de",
		"LATCHKEY_NOTIFY_MAIL_FROM=no-reply@latchkey.test", "LATCHKEY_NOTIFY_MAIL_ADMIN_ALERTS=security@latchkey.test",
		"LATCHKEY_NOTIFY_WEBHOOKS="+`[{"name":"siem","url":"`+server.URL+`","secret_file":"`+secret+`","events":["factor.appeared","console.*","passkey.*"]}]`)
	victim, _ := s.browser(t)
	s.giveRole(t, victim, "admin")
	must(t, s.kratos.VerifyAddress(t.Context(), victim.IdentityID))

	a := s.withPassword(t, victim, "browser")
	moved := a.flow("settings", "", func(kratosFlow) map[string]any {
		return map[string]any{"method": "profile", "traits": map[string]any{"email": newEmail()}}
	})
	if moved.status != http.StatusOK {
		t.Fatalf("Kratos answers %d %s, and the attack needs 200", moved.status, moved.gist())
	}
	a.enrolTOTP()
	a.latchkey.header.Set("Sec-Fetch-Site", "same-origin")
	opens := func() bool { return a.latchkey.do(t, http.MethodGet, "/admin/v1/me", nil).status == http.StatusOK }
	if opens() {
		t.Fatal("an app of a moment ago opens the console")
	}
	a.usesTOTP()                                             // the setup is no use of the app
	s.backdate(t, "factors", "set_up_at", victim.IdentityID) // right after its setup, the app does not count
	eventually(t, "the app is old enough", opens)
	opens()
	if got := a.register(); got.status != http.StatusCreated {
		t.Fatalf("a passkey by an app that is old enough: %d %s, want 201", got.status, got.gist())
	}

	alerts := func() (texts []string) {
		for _, mail := range mails.Received() {
			if mail.To == "TO:<security@latchkey.test>" {
				texts = append(texts, plainText(t, mail))
			} else {
				t.Errorf("a mail to %s", mail.To)
			}
		}
		return texts
	}
	steps := []string{"factor.appeared", "console.opened_without_passkey", "passkey.registered"}
	eventually(t, "a mail about each step", func() bool { return len(alerts()) >= len(steps) })
	got := alerts()
	if len(got) != len(steps) {
		t.Errorf("%d mails, want %d", len(got), len(steps))
	}
	for i, step := range steps {
		if i < len(got) && (!strings.Contains(got[i], "Ereignis: "+step) || !strings.Contains(got[i], "Konto mit einer Rolle") && step != steps[1] ||
			!strings.Contains(got[i], s.latchkey.PublicURL+"/admin#/people/"+victim.IdentityID.String())) {
			t.Errorf("mail %d: %s", i, got[i])
		}
	}
	eventually(t, "the webhook has each step", func() bool { return slices.Equal(receiver.of(victim.IdentityID), steps) })
}

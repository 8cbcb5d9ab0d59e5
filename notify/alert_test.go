package notify

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/store"
)

// aboutRole returns an event about a user with a role.
func aboutRole(kind, factor string) store.AuditEvent {
	e := happened(kind)
	e.Metadata = []byte(`{"kind":"` + factor + `","role":true,"session_id":"` + uuid.NewString() + `"}`)
	return e
}

func newAlerter(t *testing.T, m Mail) alerter {
	t.Helper()
	m.AdminAlerts = "security@harbour.test"
	return alerter{newTestMailer(t, m, nil)}
}

// TestAlertIsSent: alerts go to the admins' address, whatever address Kratos has for the user, and contain nothing
// that an attacker chose.
func TestAlertIsSent(t *testing.T) {
	t.Parallel()
	server := newMailServer(t, demo.MailOptions{})
	settings := testMail(server, SecurityNone)
	settings.Language, settings.Contacts = "pl", reachedAt("attacker@evil.example", "de") // no alerts are in Polish
	a := newAlerter(t, settings)
	e := aboutRole("console.opened_without_passkey", "totp")
	e.UserAgent += " evil.example"
	if out := a.deliver(t.Context(), store.NewID(), e); out != delivered {
		t.Fatalf("%+v", out)
	}
	mail := server.Received()[0]
	ofKeys := aboutAModel("model.compromised")
	ofKeys.Metadata = bytes.Replace(ofKeys.Metadata, []byte(`"aaguid":"f1d00000-0000-4000-8000-00000000000b"`), []byte(`"key_identifier":"923881fe2f214ee465484371aeb72e97f5a58e0a"`), 1)
	if l := newAlerter(t, settings).letter(ofKeys); !slices.Contains(l.Lines, line{"Model ID", "923881fe2f214ee465484371aeb72e97f5a58e0a"}) {
		t.Errorf("of U2F keys: %+v", l.Lines)
	}
	header, text, html := parts(t, mail.Message)
	if mail.To != "TO:<security@harbour.test>" || header.Get("Subject") != "The admin console of Harbour was opened without a passkey" {
		t.Errorf("to %s: %v", mail.To, header)
	}
	for _, want := range []string{
		"They used an authenticator app.", "203.0.113.7, Firefox on Windows", "1 March 2026, 22:05 UTC",
		e.IdentityID.String(), "console.opened_without_passkey " + e.ID.String(), "by this identity ID.",
	} {
		if !strings.Contains(text, want) || !strings.Contains(html, want) {
			t.Errorf("%q is missing in\n%s\n%s", want, text, html)
		}
	}
	if strings.Contains(mail.Message+text+html, "evil") || strings.Contains(text, "Your passkeys") || strings.Contains(html, "href") {
		t.Errorf("%s\n%s", text, html)
	}
	settings.ConsoleURL = "https://passkeys.harbour.test/admin"
	if out := newAlerter(t, settings).deliver(t.Context(), store.NewID(), e); out != delivered {
		t.Fatalf("%+v", out)
	}
	page := "https://passkeys.harbour.test/admin#/people/" + e.IdentityID.String()
	_, text, html = parts(t, server.Received()[1].Message)
	if !strings.Contains(text, "Open the account in the admin console:\n"+page+"\n") || !strings.Contains(html, `href="`+page+`"`) {
		t.Errorf("%s\n%s", text, html)
	}
}

// Alerts are in the languages of the console.
func TestAlertTexts(t *testing.T) {
	t.Parallel()
	settings := testMail(&demo.MailServer{Address: "127.0.0.1:25"}, SecurityNone)
	wanted := languages["en"].Alerts.Events
	for _, language := range Languages() {
		settings.Language = language
		a := newAlerter(t, settings)
		want, alerts := "en", languages[language].Alerts.Events
		if _, err := os.Stat("../web/elements/messages." + language + ".admin.js"); err == nil {
			want = language
		}
		if (len(alerts) == len(wanted)) != (want == language) || len(alerts) > 0 && want != language {
			t.Errorf("%s: %d alerts", language, len(alerts))
		}
		for kind := range wanted {
			l := a.letter(aboutRole(kind, "totp"))
			for _, sentence := range []string{l.Subject, l.What, l.IfYou, l.IfNot, l.Button, l.Footer} {
				if len(sentence) < 20 || strings.ContainsAny(sentence, "{}") || l.Language != want {
					t.Errorf("%s, %s: %q", language, kind, sentence)
				}
			}
		}
	}
}

func TestAlertWants(t *testing.T) {
	t.Parallel()
	a := newAlerter(t, testMail(&demo.MailServer{Address: "127.0.0.1:25"}, SecurityNone))
	now := happened("").At.Add(time.Hour)
	for _, kind := range []string{"factor.appeared", "passkey.registered", "console.opened_without_passkey"} {
		if !a.wants(aboutRole(kind, "totp"), now) {
			t.Errorf("does not want %s", kind)
		}
		if a.wants(happened(kind), now) || a.wants(aboutRole(kind, "totp"), now.Add(mailAge)) {
			t.Errorf("wants %s of a customer, or an old one", kind)
		}
	}
	if a.wants(aboutRole("passkey.removed", "totp"), now) {
		t.Error("wants what there is no alert for")
	}
}

// TestAlertsAreDaily: an attacker who repeats something does not fill the admins' mailbox, and does not hide another kind or
// another person in it.
func TestAlertsAreDaily(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, _ string, records store.Store) {
		cfg := testConfig(t)
		cfg.Seal = sealing(records)
		now := time.Now()
		cfg.Now = func() time.Time { return now }
		n := &Notifier{cfg: cfg, records: records}
		a := newAlerter(t, testMail(&demo.MailServer{Address: "127.0.0.1:25"}, SecurityNone))
		ada, bob := uuid.New(), uuid.New()
		happens := func(person uuid.UUID, kind string) {
			t.Helper()
			e := aboutRole(kind, "totp")
			e.At, e.IdentityID = now, person
			if err := records.RecordEvent(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		follow := func(want int) {
			t.Helper()
			if err := cfg.Seal(t.Context()); err != nil {
				t.Fatal(err)
			}
			if made, err := n.follow(t.Context(), a); err != nil || made != want {
				t.Errorf("%d deliveries, want %d: %v", made, want, err)
			}
		}
		follow(0) // opens the sink
		for range 3 {
			happens(ada, "factor.appeared")
		}
		happens(ada, "passkey.registered")
		happens(bob, "factor.appeared")
		follow(3)
		now = now.Add(23 * time.Hour)
		happens(ada, "factor.appeared")
		happens(ada, "console.opened_without_passkey")
		follow(1)
		now = now.Add(2 * time.Hour)
		happens(ada, "factor.appeared")
		follow(1)
	})
}

// aboutAModel returns an event about a compromised model.
func aboutAModel(kind string) store.AuditEvent {
	e := happened(kind)
	e.IdentityID, e.ActorKind, e.ActorID, e.IP, e.UserAgent = uuid.Nil, store.ActorSystem, "", "", ""
	e.Metadata = []byte(`{"aaguid":"f1d00000-0000-4000-8000-00000000000b","model":"Key <b>","status":"REVOKED","action":"suspend","passkeys":12,` +
		`"identities":11,"without_another":3,"due_at":"2026-11-30T08:15:00Z"}`)
	return e
}

// Each compromised model is an alert of its own, which names what will happen when, and what prevents it.
func TestAlertAboutModel(t *testing.T) {
	t.Parallel()
	server := newMailServer(t, demo.MailOptions{})
	settings := testMail(server, SecurityNone)
	for _, language := range []string{"en", "de", "pl"} {
		settings.Language = language
		a := newAlerter(t, settings)
		for kind := range languages["en"].Alerts.Models.Events {
			e := aboutAModel(kind)
			if !a.wants(e, e.At) || a.wants(e, e.At.Add(mailAge)) || a.atMost(kind) != 0 {
				t.Errorf("%s: wanted %t, %t; at most %d", kind, a.wants(e, e.At), a.wants(e, e.At.Add(mailAge)), a.atMost(kind))
			}
			l := a.letter(e)
			for _, sentence := range []string{l.Subject, l.What, l.IfYou, l.IfNot, l.Button, l.Footer} {
				if len(sentence) < 20 || strings.ContainsAny(sentence, "{}") {
					t.Errorf("%s, %s: %q", language, kind, sentence)
				}
			}
		}
	}
	settings.Language = "en"
	if out := newAlerter(t, settings).deliver(t.Context(), store.NewID(), aboutAModel("model.compromised")); out != delivered {
		t.Fatalf("%+v", out)
	}
	ofKeys := aboutAModel("model.compromised")
	ofKeys.Metadata = bytes.Replace(ofKeys.Metadata, []byte(`"aaguid":"f1d00000-0000-4000-8000-00000000000b"`), []byte(`"key_identifier":"923881fe2f214ee465484371aeb72e97f5a58e0a"`), 1)
	if l := newAlerter(t, settings).letter(ofKeys); !slices.Contains(l.Lines, line{"Model ID", "923881fe2f214ee465484371aeb72e97f5a58e0a"}) {
		t.Errorf("of U2F keys: %+v", l.Lines)
	}
	header, text, html := parts(t, server.Received()[0].Message)
	for _, want := range []string{
		"“Key <b>” as REVOKED. 12 passkeys of 11 users", "3 of these users", "At 30 November 2026, 08:15 UTC, they will be suspended.", "f1d00000-0000-4000-8000-00000000000b",
		"webauthn.metadata.compromised_exempt", "latchkey policy compromised",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if header.Get("Subject") != "Harbour: a model of authenticators is reported as REVOKED" || strings.Contains(html, "<b>”") || strings.Contains(text, "From:") {
		t.Errorf("%v\n%s", header, html)
	}
}

package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/store"
)

// contacts is a Kratos with one answer.
type contacts func(uuid.UUID) (address, language string, err error)

func (c contacts) Contact(_ context.Context, id uuid.UUID) (string, string, error) { return c(id) }

func reachedAt(address, language string) contacts {
	return func(uuid.UUID) (string, string, error) { return address, language, nil }
}

func testConfig(t *testing.T) Config {
	return Config{
		Seal: func(context.Context) error { return nil }, Every: 10 * time.Millisecond, Timeout: 2 * time.Second, Tries: 3,
		FirstWait: 10 * time.Millisecond, Now: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
}

func testMail(server *demo.MailServer, security string) Mail {
	return Mail{
		Server: server.Address, Security: security, EHLO: "passkeys.harbour.test", From: "Harbour <no-reply@harbour.test>", Language: "en", Contacts: reachedAt("ada@example.com", ""),
		AppName: "Harbour", PasskeysURL: "https://passkeys.harbour.test/passkeys",
		NotMeURL: "https://passkeys.harbour.test/not-me", SupportURL: "https://help.harbour.test",
	}
}

func newMailServer(t *testing.T, options demo.MailOptions) *demo.MailServer {
	t.Helper()
	server, err := demo.StartMailServer(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

func withTLS(t *testing.T, options demo.MailOptions, keyPair *tls.Config, security string) *demo.MailServer {
	t.Helper()
	options.TLS, options.Implicit = keyPair, security == SecurityTLS
	return newMailServer(t, options)
}

func newTestMailer(t *testing.T, m Mail, roots *x509.CertPool) *mailer {
	t.Helper()
	cfg := testConfig(t)
	cfg.RootCAs = roots
	made, err := newMailer(m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func happened(kind string) store.AuditEvent {
	identity := uuid.New()
	return store.AuditEvent{
		ID: store.NewID(), At: time.Date(2026, 3, 1, 23, 5, 0, 0, time.FixedZone("", 3600)), Type: kind, IdentityID: identity,
		ActorKind: "identity", ActorID: identity.String(), IP: "203.0.113.7",
		UserAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
	}
}

func deliver(t *testing.T, m *mailer, e store.AuditEvent) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	return m.deliver(ctx, store.NewID(), e)
}

// parts parses a mail.
func parts(t *testing.T, message string) (header netmail.Header, text, html string) {
	t.Helper()
	parsed, err := netmail.ReadMessage(strings.NewReader(message))
	if err != nil {
		t.Fatal(err)
	}
	kind, parameters, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatal(kind, err)
	}
	reader := multipart.NewReader(parsed.Body, parameters["boundary"])
	bodies := map[string]string{}
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		bodies[kind] = strings.ReplaceAll(string(body), "\r\n", "\n")
	}
	return parsed.Header, bodies["text/plain"], bodies["text/html"]
}

func TestMailIsSent(t *testing.T) {
	t.Parallel()
	keyPair, roots := certificate(t)
	for name, c := range map[string]struct {
		security string
		server   demo.MailOptions
	}{
		"plain on loopback": {SecurityNone, demo.MailOptions{}},
		"STARTTLS":          {SecurityStartTLS, demo.MailOptions{StartTLS: true}},
		"TLS":               {SecurityTLS, demo.MailOptions{}},
		"STARTTLS, login":   {SecurityStartTLS, demo.MailOptions{StartTLS: true, Login: "harbour:correct horse"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := withTLS(t, c.server, keyPair, c.security)
			settings := testMail(server, c.security)
			if server.Login != "" {
				settings.Username, settings.Password = "harbour", "correct horse"
			}
			m := newTestMailer(t, settings, roots)
			if out := deliver(t, m, happened("passkey.registered")); out != delivered {
				t.Fatalf("%+v", out)
			}
			mails := server.Received()
			if len(mails) != 1 || mails[0].Encrypted != (c.security != SecurityNone) || mails[0].Login != (server.Login != "") {
				t.Fatalf("%+v", mails)
			}
			if mails[0].From != "FROM:<no-reply@harbour.test> BODY=8BITMIME" || mails[0].To != "TO:<ada@example.com>" {
				t.Errorf("from %q to %q", mails[0].From, mails[0].To)
			}
			header, text, html := parts(t, mails[0].Message)
			if header.Get("Subject") != "A passkey was added to your Harbour account" || header.Get("Auto-Submitted") != "auto-generated" ||
				header.Get("To") != "<ada@example.com>" || header.Get("From") != `"Harbour" <no-reply@harbour.test>` ||
				!strings.HasSuffix(header.Get("Message-ID"), "@harbour.test>") {
				t.Errorf("header %v", header)
			}
			for _, want := range []string{
				"A new passkey can now be used to sign in to your Harbour account.", "1 March 2026, 22:05 UTC", "203.0.113.7, Firefox on Windows",
				"https://passkeys.harbour.test/not-me", "https://help.harbour.test", "If it was not you, remove the passkey",
			} {
				if !strings.Contains(text, want) || !strings.Contains(html, want) {
					t.Errorf("%q is missing in\n%s\n%s", want, text, html)
				}
			}
		})
	}
}

func TestMailWithoutRecipient(t *testing.T) {
	t.Parallel()
	server := newMailServer(t, demo.MailOptions{})
	for name, c := range map[string]struct {
		contacts contacts
		want     outcome
	}{
		"no verified address": {reachedAt("", "de"), skipped("no_verified_address")},
		"identity is gone":    {func(uuid.UUID) (string, string, error) { return "", "", ErrNoIdentity }, dropped("identity_gone")},
		"Kratos is down":      {func(uuid.UUID) (string, string, error) { return "", "", errors.New("down") }, again("kratos_unavailable")},
		"line break":          {reachedAt("ada@example.com\r\nBcc: eve@example.com", ""), skipped("address_unusable")},
		"two addresses":       {reachedAt("ada@example.com, eve@example.com", ""), skipped("address_unusable")},
		"a name":              {reachedAt("Ada <ada@example.com>", ""), skipped("address_unusable")},
		"an SMTP parameter":   {reachedAt("ada@example.com> NOTIFY=SUCCESS", ""), skipped("address_unusable")},
		"no address":          {reachedAt("ada", ""), skipped("address_unusable")},
	} {
		t.Run(name, func(t *testing.T) {
			settings := testMail(server, SecurityNone)
			settings.Contacts = c.contacts
			if out := deliver(t, newTestMailer(t, settings, nil), happened("passkey.registered")); out != c.want {
				t.Errorf("%+v, want %+v", out, c.want)
			}
		})
	}
	if mails := server.Received(); len(mails) != 0 {
		t.Errorf("%d mails sent: %+v", len(mails), mails)
	}
}

func TestMailWants(t *testing.T) {
	t.Parallel()
	m := newTestMailer(t, testMail(&demo.MailServer{Address: "127.0.0.1:25"}, SecurityNone), nil)
	now := happened("").At.Add(time.Hour)
	unowned, old := happened("passkey.registered"), happened("passkey.registered")
	unowned.IdentityID = uuid.Nil
	old.At = old.At.Add(-8 * 24 * time.Hour)
	for _, kind := range []string{"mfa.admin_reset", "recovery_codes.created", "login_gate.refused", "factor.appeared", "factor.disowned", "factor.kept", "factor.confirmed"} {
		if !m.wants(happened(kind), now) {
			t.Errorf("does not want %s", kind)
		}
	}
	for _, kind := range []string{"recovery_codes.ended", "recovery_codes.ended/passkey", "recovery_codes.ended/factor"} {
		if !m.wants(happenedAs(kind), now) {
			t.Errorf("does not want %s", kind)
		}
	}
	// A recovery that suspends older passkeys ends codes, if there are any. The mail about the passkeys suffices.
	if m.wants(happenedAs("recovery_codes.ended/older_than_verification"), now) {
		t.Error("wants the end of codes that may not exist")
	}
	if m.wants(happened("factor.gone"), now) || m.wants(happened("login.succeeded"), now) || m.wants(unowned, now) || m.wants(old, now) {
		t.Error("wants the wrong events")
	}
}

func TestMailSettings(t *testing.T) {
	t.Parallel()
	good := testMail(&demo.MailServer{Address: "mail.harbour.test:587"}, SecurityStartTLS)
	for name, change := range map[string]func(*Mail){
		"":             func(*Mail) {},
		"server":       func(m *Mail) { m.Server = "mail.harbour.test" },
		"security":     func(m *Mail) { m.Security = SecurityNone },
		"from":         func(m *Mail) { m.From = "a@b.test\r\nBcc: c@d.test" },
		"language":     func(m *Mail) { m.Language = "xx" },
		"username":     func(m *Mail) { m.Password = "x" },
		"password":     func(m *Mail) { m.Username = "x" },
		"ehlo":         func(m *Mail) { m.EHLO = "mail.test\r\nRSET" },
		"admin_alerts": func(m *Mail) { m.AdminAlerts = "a@b.test\r\nBcc: c@d.test" },
	} {
		m := good
		change(&m)
		faults := m.Check()
		if _, found := faults[name]; name == "" && len(faults) > 0 || name != "" && (!found || len(faults) != 1) {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

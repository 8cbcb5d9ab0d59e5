package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
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
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
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

// Text that an attacker may have written never appears in a mail: neither the browser's own name nor the reason.
func TestMailOmitsForeignText(t *testing.T) {
	t.Parallel()
	server := newMailServer(t, demo.MailOptions{})
	m := newTestMailer(t, testMail(server, SecurityNone), nil)
	e := happened("passkey.clone_suspected")
	e.UserAgent = "Firefox/1 <a href=https://evil.example>\r\nBcc: eve@example.com"
	e.IP, e.Reason, e.Metadata = "<script>evil.example", "evil.example", []byte(`{"name":"evil.example"}`)
	if out := deliver(t, m, e); out != delivered {
		t.Fatal(out)
	}
	_, text, html := parts(t, server.Received()[0].Message)
	if all := server.Received()[0].Message + text + html; strings.Contains(all, "evil") || strings.Contains(all, "eve@") || strings.Contains(all, "<script") {
		t.Errorf("%s", all)
	}
	if !strings.Contains(text, "From: Firefox\n") {
		t.Errorf("not the browser that is known: %s", text)
	}

	e = happened("passkey.revoked")
	e.ActorKind, e.ActorID, e.IP = "admin_key", uuid.NewString(), "198.51.100.9"
	_, text, _ = parts(t, composed(t, m, e, ""))
	if strings.Contains(text, "198.51") || strings.Contains(text, "Firefox") || !strings.Contains(text, "By: support\n") {
		t.Errorf("where staff sit: %s", text)
	}
	e.ActorKind = "identity" // an admin who signed in to the console
	if _, text, _ = parts(t, composed(t, m, e, "")); strings.Contains(text, "198.51") || !strings.Contains(text, "By: support\n") {
		t.Errorf("where staff sit: %s", text)
	}
}

func composed(t *testing.T, m *mailer, e store.AuditEvent, language string) string {
	t.Helper()
	message, err := m.compose(store.NewID(), m.letter(e, language), &netmail.Address{Address: "ada@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := message.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// happenedAs returns an event of a type, or of one variant of it, as the messages name it.
func happenedAs(kind string) store.AuditEvent {
	eventType, detail, _ := strings.Cut(kind, "/")
	e := happened(eventType)
	switch detail {
	case "first":
		e.Metadata = []byte(`{"kind":"password"}`)
	case "fresh_session":
		e.Metadata = []byte(`{"kind":"totp","how":"fresh_session"}`)
	default:
		e.Reason = detail
	}
	if kind == "recovery_codes.ended" { // by staff; the others have a reason
		e.ActorKind, e.ActorID = "admin_key", uuid.NewString()
	}
	return e
}

func TestMailTexts(t *testing.T) {
	t.Parallel()
	server := &demo.MailServer{Address: "127.0.0.1:25"}
	settings := testMail(server, SecurityNone)
	settings.AppName, settings.SupportURL, settings.SupportEmail = `Ha"rb<ou>r & Söhne`, "", "help@harbour.test"
	m := newTestMailer(t, settings, nil)
	if len(Languages()) != 2 || len(languages["en"].Events) != 29 {
		t.Fatalf("%d languages, %d events", len(Languages()), len(languages["en"].Events))
	}
	for kind := range languages["en"].Events {
		for _, language := range Languages() {
			header, text, html := parts(t, composed(t, m, happenedAs(kind), language))
			subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
			if err != nil || !strings.Contains(subject, settings.AppName) || header.Get("Content-Language") != language {
				t.Errorf("%s, %s: %v", kind, language, header)
			}
			message := languages[language].Events[kind]
			for _, sentence := range []string{message.What, message.IfYou, message.IfNot, message.Subject} {
				if len(sentence) < 20 || strings.Contains(strings.NewReplacer("{app}", "", "{factor}", "").Replace(sentence), "{") {
					t.Errorf("%s, %s: %q", kind, language, sentence)
				}
			}
			page := settings.PasskeysURL
			if message.NotMe {
				page = settings.NotMeURL
			}
			if strings.ContainsAny(text, "{}") || !strings.Contains(text, "help@harbour.test") || !strings.Contains(text, page) || !strings.Contains(text, settings.AppName) {
				t.Errorf("%s, %s: %s", kind, language, text)
			}
			if strings.Contains(html, "<ou>") || !strings.Contains(html, "&lt;ou&gt;") || !strings.Contains(html, `href="`+page+`"`) {
				t.Errorf("%s, %s: %s", kind, language, html)
			}
		}
	}
	for language, want := range map[string]string{"": "en", "de": "de", "de-AT": "de", "DE_de": "de", "fr": "en", "<x>": "en"} {
		if got := m.sentences(language).Lang; got != want {
			t.Errorf("%q is answered in %s", language, got)
		}
	}
}

// The mail's question names the factor, and its button leads to the page that takes the answer.
func TestMailOfFactors(t *testing.T) {
	t.Parallel()
	m := newTestMailer(t, testMail(&demo.MailServer{Address: "127.0.0.1:25"}, SecurityNone), nil)
	for kind, want := range map[string]string{"totp": "an authenticator app", "deviceauthn": "another second factor", "<b>": "another second factor"} {
		e := happened("factor.appeared")
		e.Metadata, _ = json.Marshal(map[string]any{"factor_id": uuid.NewString(), "kind": kind})
		if _, text, _ := parts(t, composed(t, m, e, "en")); !strings.Contains(text, "This was added to your Harbour account: "+want) ||
			!strings.Contains(text, "/passkeys\n") || strings.Contains(text, "<b>") {
			t.Errorf("%s: %s", kind, text)
		}
	}
	for kind, want := range map[string]string{"password": "a new password", "oidc": "a link to another sign-in service", "address": "an email address or phone number"} {
		e := happened("factor.appeared")
		e.Metadata, _ = json.Marshal(map[string]string{"kind": kind})
		if _, text, _ := parts(t, composed(t, m, e, "en")); !strings.Contains(text, "Your Harbour account has "+want) || !strings.Contains(text, "security key") {
			t.Errorf("%s: %s", kind, text)
		}
	}
	now := happened("").At
	for how, wants := range map[string]bool{"": true, "fresh_session": true, "first_passkey": false, "import": false} {
		e := happened("factor.appeared")
		e.Metadata, _ = json.Marshal(map[string]string{"kind": "totp", "how": how})
		if m.wants(e, now) != wants {
			t.Errorf("%q: wants %v", how, !wants)
		}
	}
	added := happened("passkey.registered")
	added.PasskeyID = uuid.New()
	if _, text, _ := parts(t, composed(t, m, added, "en")); !strings.Contains(text, "This was not me:\nhttps://passkeys.harbour.test/not-me?passkey="+added.PasskeyID.String()+"\n") {
		t.Errorf("%s", text)
	}
	// A reason by an admin is free text, and does not select a text.
	bySupport := happened("passkey.suspended")
	bySupport.ActorKind, bySupport.ActorID, bySupport.Reason = "admin_key", uuid.NewString(), "older_than_verification"
	if _, text, _ := parts(t, composed(t, m, bySupport, "en")); !strings.Contains(text, "Support suspended a passkey") {
		t.Errorf("%s", text)
	}
}

func TestMailWants(t *testing.T) {
	t.Parallel()
	m := newTestMailer(t, testMail(&demo.MailServer{Address: "127.0.0.1:25"}, SecurityNone), nil)
	now := happened("").At.Add(time.Hour)
	nobody, old := happened("passkey.registered"), happened("passkey.registered")
	nobody.IdentityID = uuid.Nil
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
	if m.wants(happened("factor.gone"), now) || m.wants(happened("login.succeeded"), now) || m.wants(nobody, now) || m.wants(old, now) {
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

package notify

import (
	"crypto/x509"
	"testing"

	"github.com/wneessen/go-mail/smtp"

	"latchkey/demo"
)

// loginAs returns settings with a user name, as the servers of these tests expect it.
func loginAs(server *demo.MailServer, security, password string) Mail {
	settings := testMail(server, security)
	settings.Username, settings.Password = "harbour", password
	return settings
}

// Each mechanism works, in the clear within this machine and with TLS. The server knows us by the name in the settings.
func TestMailLogin(t *testing.T) {
	t.Parallel()
	keyPair, roots := certificate(t)
	for _, security := range []string{SecurityNone, SecurityStartTLS, SecurityTLS} {
		for _, mechanisms := range []string{"PLAIN", "LOGIN", "CRAM-MD5", "GSSAPI LOGIN PLAIN"} {
			t.Run(security+" "+mechanisms, func(t *testing.T) {
				t.Parallel()
				options := demo.MailOptions{Login: "harbour:correct horse", Auth: mechanisms, StartTLS: security == SecurityStartTLS}
				server := withTLS(t, options, keyPair, security)
				settings := loginAs(server, security, "correct horse")
				settings.EHLO = "[192.0.2.1]"
				if out := deliver(t, newTestMailer(t, settings, roots), happened("passkey.registered")); out != delivered {
					t.Fatalf("%+v", out)
				}
				mails := server.Received()
				if len(mails) != 1 || !mails[0].Login || mails[0].Hello != "[192.0.2.1]" || mails[0].Encrypted != (security != SecurityNone) {
					t.Errorf("%+v", mails)
				}
			})
		}
	}
}

// The password is sent unencrypted with SecurityNone only, and then to any loopback address.
func TestPasswordInTheClear(t *testing.T) {
	for _, mechanism := range []string{"PLAIN", "LOGIN"} {
		for security, allowed := range map[string]bool{SecurityNone: true, SecurityStartTLS: false, SecurityTLS: false} {
			server := &smtpServer{Mail: Mail{Security: security, Username: "harbour", Password: "correct horse"}, host: "127.0.0.2"}
			if _, _, err := server.auth(mechanism, nil).Start(&smtp.ServerInfo{Name: server.host}); (err == nil) != allowed {
				t.Errorf("%s, security %s: %v, want allowed %t", mechanism, security, err, allowed)
			}
		}
	}
}

// The code of a failure names what to correct. Only a permanent refusal of the recipient or the message is final.
func TestMailServerFails(t *testing.T) {
	t.Parallel()
	const login = "harbour:correct horse"
	keyPair, roots := certificate(t)
	for name, c := range map[string]struct {
		security string
		roots    *x509.CertPool
		server   demo.MailOptions
		want     outcome
		taken    int
	}{
		"no such mailbox":         {SecurityNone, nil, demo.MailOptions{Recipient: "550 no ada@example.com here"}, hopeless("smtp_550"), 0},
		"mailbox is full":         {SecurityNone, nil, demo.MailOptions{Recipient: "452 full"}, again("smtp_452"), 0},
		"message refused":         {SecurityNone, nil, demo.MailOptions{Message: "554 spam"}, hopeless("smtp_554"), 0},
		"message put off":         {SecurityNone, nil, demo.MailOptions{Message: "451 greylisted"}, again("smtp_451"), 0},
		"sender refused":          {SecurityNone, nil, demo.MailOptions{Sender: "553 not your address"}, again("smtp_553"), 0},
		"taken, then broken off":  {SecurityNone, nil, demo.MailOptions{BreakOff: true}, delivered, 1},
		"refuses us":              {SecurityNone, nil, demo.MailOptions{Greeting: "554 no service"}, again("smtp_554"), 0},
		"busy":                    {SecurityNone, nil, demo.MailOptions{Greeting: "421 too many"}, again("smtp_421"), 0},
		"speaks something else":   {SecurityNone, nil, demo.MailOptions{Greeting: "* OK IMAP4rev1 ready"}, again("not_smtp"), 0},
		"login demanded":          {SecurityNone, nil, demo.MailOptions{Login: login}, again("auth_required"), 0},
		"STARTTLS demanded":       {SecurityNone, nil, demo.MailOptions{StartTLS: true, Sender: "530 Must issue a STARTTLS command first"}, again("tls_required"), 0},
		"STARTTLS is not offered": {SecurityStartTLS, roots, demo.MailOptions{}, again("tls_not_offered"), 0},
		"STARTTLS, untrusted":     {SecurityStartTLS, x509.NewCertPool(), demo.MailOptions{StartTLS: true}, again("tls_refused"), 0},
		"TLS, untrusted":          {SecurityTLS, x509.NewCertPool(), demo.MailOptions{}, again("tls_refused"), 0},
		"says nothing":            {SecurityNone, nil, demo.MailOptions{Hang: true}, again("timeout"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := withTLS(t, c.server, keyPair, c.security)
			out := deliver(t, newTestMailer(t, testMail(server, c.security), c.roots), happened("passkey.removed"))
			if out != c.want || len(server.Received()) != c.taken {
				t.Errorf("%+v, want %+v; %d mails taken", out, c.want, len(server.Received()))
			}
		})
	}
	for name, c := range map[string]struct {
		security, password string
		server             demo.MailOptions
		want               string
	}{
		"wrong password":           {SecurityStartTLS, "battery staple", demo.MailOptions{StartTLS: true, Login: login}, "auth_refused"},
		"wrong password, no TLS":   {SecurityNone, "battery staple", demo.MailOptions{Login: login}, "auth_refused"},
		"wrong password, CRAM-MD5": {SecurityNone, "battery staple", demo.MailOptions{Login: login, Auth: "CRAM-MD5"}, "auth_refused"},
		"account locked":           {SecurityNone, "correct horse", demo.MailOptions{Login: login, Refuse: "534 use the browser"}, "auth_refused"},
		"directory is down":        {SecurityNone, "correct horse", demo.MailOptions{Login: login, Refuse: "454 try later"}, "smtp_454"},
		"no AUTH":                  {SecurityNone, "correct horse", demo.MailOptions{}, "auth_not_offered"},
		"no mechanism of ours":     {SecurityNone, "correct horse", demo.MailOptions{Login: login, Auth: "GSSAPI XOAUTH2"}, "auth_not_offered"},
		"STARTTLS is not offered":  {SecurityStartTLS, "correct horse", demo.MailOptions{Login: login}, "tls_not_offered"},
	} {
		t.Run("login, "+name, func(t *testing.T) {
			t.Parallel()
			server := withTLS(t, c.server, keyPair, c.security)
			out := deliver(t, newTestMailer(t, loginAs(server, c.security, c.password), roots), happened("passkey.removed"))
			if out != again(c.want) || len(server.Received()) != 0 {
				t.Errorf("%+v, want %s", out, c.want)
			}
		})
	}
	t.Run("not running", func(t *testing.T) {
		settings := testMail(&demo.MailServer{Address: "127.0.0.1:1"}, SecurityNone)
		if out := deliver(t, newTestMailer(t, settings, nil), happened("passkey.removed")); out != again("connection_refused") {
			t.Errorf("%+v", out)
		}
	})
	t.Run("name of this machine, address of another", func(t *testing.T) {
		settings := loginAs(&demo.MailServer{Address: "127.0.0.1:1"}, SecurityNone, "correct horse")
		mailer := newTestMailer(t, settings, nil)
		mailer.server.Server = "192.0.2.1:25" // as if localhost led there
		if out := deliver(t, mailer, happened("passkey.removed")); out != again("not_local") {
			t.Errorf("%+v, want not_local", out)
		}
	})
}

package e2e_test

import (
	"io"
	"mime/quotedprintable"
	"net/http"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestMailsOfAttacks: users get mail about what an attacker does, but at most once a day about refused logins.
func TestMailsOfAttacks(t *testing.T) {
	t.Parallel()
	mails, err := demo.StartMailServer(demo.MailOptions{})
	must(t, err)
	t.Cleanup(func() { mails.Close() })
	s := hookedStack(t, "LATCHKEY_NOTIFY_EVERY=1s", "LATCHKEY_NOTIFY_MAIL_SERVER="+mails.Address, "LATCHKEY_NOTIFY_MAIL_SECURITY=none",
		"LATCHKEY_NOTIFY_MAIL_FROM=no-reply@latchkey.test")
	victim, person := s.browser(t)
	must(t, s.kratos.VerifyAddress(t.Context(), victim.IdentityID))
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	for range 3 { // the attacker knows the password
		openLogin(t, s, "").submit(t, victim.Email).stepUpURL(t)
	}
	a := s.withStolenCookie(t, victim)
	a.raise((*attacker).enrolTOTP)
	person.oneFactor(t, "totp") // GET /v1/session records it; begins write nothing
	person.stepUp(t, device)
	person.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).want(t, http.StatusCreated, nil)

	wanted := map[string]string{
		"the refused login": "the correct password", "the new codes": "New recovery codes were created", "the new factor": "an authenticator app",
	}
	count := func(phrase string) (n int) {
		for _, mail := range mails.Received() {
			if mail.To == "TO:<"+victim.Email+">" && strings.Contains(plainText(t, mail), phrase) {
				n++
			}
		}
		return n
	}
	for what, phrase := range wanted {
		eventually(t, "a mail about "+what, func() bool { return count(phrase) > 0 })
	}
	if n := count(wanted["the refused login"]); n != 1 {
		t.Errorf("%d mails about refused logins, want 1", n)
	}
}

func plainText(t *testing.T, mail demo.ReceivedMail) string {
	t.Helper()
	at := strings.Index(mail.Message, "text/plain")
	if at < 0 {
		t.Fatal("a mail without text")
	}
	text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(mail.Message[at:])))
	must(t, err)
	return strings.Join(strings.Fields(string(text)), " ")
}

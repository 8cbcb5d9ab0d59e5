package e2e_test

import (
	"encoding/json"
	"io"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// inbox is a webhook receiver that fails at the first try of each event.
type inbox struct {
	mu     sync.Mutex
	ids    map[string]int // number of deliveries, by webhook-id
	events []inboxEvent   // those accepted
}

type inboxEvent struct {
	Type string
	Data struct {
		IdentityID uuid.UUID `json:"identity_id"`
	}
}

func (i *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var e inboxEvent
	if err != nil || json.Unmarshal(body, &e) != nil || !strings.HasPrefix(r.Header.Get("Webhook-Signature"), "v1,") {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.ids[r.Header.Get("Webhook-Id")]++; i.ids[r.Header.Get("Webhook-Id")] == 1 {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	i.events = append(i.events, e)
}

// of returns the types of a user's events, in order of arrival.
func (i *inbox) of(person uuid.UUID) (types []string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, e := range i.events {
		if e.Data.IdentityID == person {
			types = append(types, e.Type)
		}
	}
	return types
}

// distinct returns mails without those that the killed process had sent but not recorded, and that were sent again: they have the
// same Message-ID, as mailboxes expect.
func distinct(mails []demo.ReceivedMail) (once []demo.ReceivedMail) {
	seen := map[string]bool{}
	for _, mail := range mails {
		_, id, _ := strings.Cut(mail.Message, "Message-ID: ")
		id, _, _ = strings.Cut(id, "\r\n")
		if !seen[id] {
			once = append(once, mail)
		}
		seen[id] = true
	}
	return once
}

// Events about users are delivered to a webhook, which fails at first, and to the users by mail. That includes an
// event right before the process was killed.
func TestNotifications(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	mails, err := demo.StartMailServer(demo.MailOptions{Login: "harbour:correct horse", Auth: "LOGIN PLAIN"})
	must(t, err)
	t.Cleanup(func() { mails.Close() })
	receiver := &inbox{ids: map[string]int{}}
	server := httptest.NewServer(receiver)
	t.Cleanup(server.Close)
	secret := filepath.Join(t.TempDir(), "webhook.secret")
	must(t, os.WriteFile(secret, []byte("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"), 0o600))
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Binary: raced.path(t), Name: "Harbour", Env: []string{
		"LATCHKEY_NOTIFY_EVERY=1s", "LATCHKEY_NOTIFY_TIMEOUT=2s",
		"LATCHKEY_NOTIFY_WEBHOOKS=" + `[{"name":"crm","url":"` + server.URL + `","secret_file":"` + secret + `","events":["passkey.*"]}]`,
		"LATCHKEY_NOTIFY_MAIL_SERVER=" + mails.Address, "LATCHKEY_NOTIFY_MAIL_SECURITY=none",
		"LATCHKEY_NOTIFY_MAIL_USERNAME=harbour", "LATCHKEY_NOTIFY_MAIL_PASSWORD=correct horse",
		"LATCHKEY_NOTIFY_MAIL_FROM=Harbour <no-reply@harbour.test>", "LATCHKEY_KRATOS_TRAITS_LOCALE=locale",
	}})

	ada, latchkey := s.app(t)
	must(t, s.kratos.PatchIdentity(ctx, ada.IdentityID, "add", "/traits/locale", "de"))
	must(t, s.kratos.VerifyAddress(ctx, ada.IdentityID))
	eve, hers := s.app(t) // has not verified her address
	phone := webauthntest.New(s.latchkey.PublicURL)
	hers.register(t, webauthntest.New(s.latchkey.PublicURL))
	first := latchkey.register(t, phone)
	latchkey.stepUp(t, phone)
	latchkey.register(t, webauthntest.New(s.latchkey.PublicURL))
	s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+first.ID.String()+"/revoke", map[string]any{"reason": "stolen", "end_sessions": false}).want(t, http.StatusOK, nil)
	must(t, s.latchkey.Kill())
	// A claim of the killed process would end in 70 s.
	_, err = s.database(t).Exec(ctx, `UPDATE deliveries SET next_try_at = now() WHERE claim IS NOT NULL`)
	must(t, err)
	must(t, s.latchkey.Start(ctx))

	type delivery struct{ Sink, State, Failure string }
	skipped := func() []delivery {
		var listed struct{ Deliveries []delivery }
		s.support().do(t, http.MethodGet, "/admin/v1/deliveries?state=skipped", nil).want(t, http.StatusOK, &listed)
		return listed.Deliveries
	}
	want := []string{"passkey.registered", "passkey.registered", "passkey.revoked"}
	eventuallyTold(t, func() bool {
		return len(receiver.of(ada.IdentityID)) >= 3 && len(receiver.of(eve.IdentityID)) >= 1 && len(distinct(mails.Received())) >= 3 && len(skipped()) >= 1
	})
	if got := receiver.of(ada.IdentityID); !slices.Equal(got, want) {
		t.Errorf("the webhook got %v, want %v", got, want)
	}
	for i, what := range []string{"kann jetzt ein neuer Passkey verwendet werden", "kann jetzt ein neuer Passkey verwendet werden", "Der Support hat einen Passkey"} {
		mail := distinct(mails.Received())[i]
		if !mail.Login || mail.Hello != "localhost" {
			t.Errorf("mail %d: login %t, EHLO %s", i, mail.Login, mail.Hello)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(mail.Message[strings.Index(mail.Message, "text/plain"):])))
		must(t, err)
		text, page := string(body), "/not-me?passkey="
		if i == 2 {
			page = "/passkeys"
		}
		if mail.To != "TO:<"+ada.Email+">" || !strings.Contains(text, s.latchkey.PublicURL+page) || !strings.Contains(text, what) || !strings.Contains(text, "Harbour") || strings.Contains(text, "stolen") {
			t.Errorf("mail %d to %s: %s", i, mail.To, text)
		}
		if (i == 2) != strings.Contains(text, "Von: Support") || (i < 2) != strings.Contains(text, "127.0.0.1") {
			t.Errorf("mail %d says it came from elsewhere: %s", i, text)
		}
	}

	if got := skipped(); len(got) != 1 || got[0].Sink != "mail" || got[0].Failure != "no_verified_address" {
		t.Errorf("skipped: %+v", got)
	}
}

func eventuallyTold(t *testing.T, told func() bool) {
	t.Helper()
	eventuallyWithin(t, 2*time.Minute, "everyone has a mail", told)
}

package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/notify"
)

// notified is what a webhook received, in order, and the server of the mails.
type notified struct {
	h     *harness
	mails *demo.MailServer

	mu     sync.Mutex
	events []notifiedOf
}

type notifiedOf struct {
	Type string `json:"type"`
	Data struct {
		IdentityID uuid.UUID      `json:"identity_id"`
		Metadata   map[string]any `json:"metadata"`
	} `json:"data"`
}

// Contact finds all users at one address.
func (*notified) Contact(context.Context, uuid.UUID) (address, language string, err error) {
	return "user@example.com", "en", nil
}

func (n *notified) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	var one notifiedOf
	if err := json.NewDecoder(r.Body).Decode(&one); err != nil {
		n.h.t.Error(err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.events = append(n.events, one)
}

// notifies delivers all that happens from now on: events to a webhook, and mails.
func (h *harness) notifies(events ...string) *notified {
	h.t.Helper()
	n := &notified{h: h}
	var err error
	if n.mails, err = demo.StartMailServer(demo.MailOptions{}); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { n.mails.Close() })
	hook := httptest.NewServer(n)
	h.t.Cleanup(hook.Close)
	notifier, err := notify.New(notify.Config{
		Webhooks: []notify.Webhook{{Name: "crm", URL: hook.URL, Secrets: []string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, Events: events}},
		Mail:     &notify.Mail{Server: n.mails.Address, Security: notify.SecurityNone, EHLO: "localhost", From: "a@example.com", Language: "en", Contacts: n},
		Seal:     func(ctx context.Context) error { _, err := h.service.Audit.Seal(ctx); return err },
		Every:    10 * time.Millisecond, Timeout: 5 * time.Second, Tries: 3, Log: h.config.Log, Now: h.clock.Now,
	}, h.store)
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(h.t.Context())
	var running sync.WaitGroup
	running.Go(func() { notifier.Run(ctx) })
	h.t.Cleanup(func() { cancel(); running.Wait() })
	for _, sink := range notifier.Sinks() {
		n.await(sink+" is open", func() bool { _, err := h.store.SinkPosition(h.t.Context(), sink); return err == nil })
	}
	return n
}

func (n *notified) await(what string, reached func() bool) {
	n.h.t.Helper()
	for end := time.Now().Add(30 * time.Second); !reached(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			n.h.t.Fatalf("not after 30 s: %s", what)
		}
	}
}

// received returns the first events, at least so many.
func (n *notified) received(count int) (list []notifiedOf) {
	n.h.t.Helper()
	n.await(fmt.Sprint(count, " events"), func() bool {
		n.mu.Lock()
		defer n.mu.Unlock()
		list = append([]notifiedOf{}, n.events...)
		return len(list) >= count
	})
	return list
}

// A receiver hears of each change of an identity at Kratos, in its order, with the number of passkeys. The user is not there to
// read a mail about it.
func TestLifecycleIsNotified(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	n := h.notifies("identity.*")
	for _, active := range []bool{false, true} {
		h.kratos.change(ada.id, func(i *kratosIdentity) { i.Active = active })
		h.reconciled()
	}
	h.kratos.remove(ada.id)
	h.reconciled()
	n.received(3)
	h.clock.advance(7 * 24 * time.Hour)
	h.reconciled()
	h.reconciled() // nothing more
	var said []string
	for _, e := range n.received(4) {
		if e.Data.IdentityID != ada.id {
			t.Errorf("%s of %s", e.Type, e.Data.IdentityID)
		}
		said = append(said, fmt.Sprint(e.Type, " ", e.Data.Metadata["passkeys"]))
	}
	if want := []string{"identity.suspended 1", "identity.resumed 1", "identity.missing <nil>", "identity.removed 1"}; !reflect.DeepEqual(said, want) {
		t.Errorf("received %q", said)
	}
	h.fresh("bob@example.com") // sealed after all about ada
	n.await("the mail to bob", func() bool { return len(n.mails.Received()) > 0 })
	if mails := h.query("SELECT count(*) FROM deliveries WHERE sink = 'mail'")[0][0]; mails != int64(1) {
		t.Errorf("%d mails", mails)
	}
}

// The import of a user's first passkeys is an event for each of them and each factor that it vouches for, and no mail at all: an
// operator did it, and nothing has changed for the user.
func TestImportIsNotMailed(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	h.holdsAtKratos(ada, device())
	h.holdsAtKratos(ada, device())
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP, i.factors.LookupSecret = true, true })
	n := h.notifies("passkey.imported", "factor.*")
	if one := h.switchedOver()[ada.id]; one.Vouched != 2 {
		t.Fatalf("%+v", one)
	}
	said := map[string]int{}
	for _, e := range n.received(6) {
		said[strings.TrimSuffix(fmt.Sprint(e.Type, " ", e.Data.Metadata["kind"]), " <nil>")]++
	}
	want := map[string]int{"passkey.imported": 2, "factor.vouched totp": 1, "factor.vouched lookup_secret": 1, "factor.vouched passkey": 2}
	if !reflect.DeepEqual(said, want) {
		t.Errorf("received %v", said)
	}
	events := h.adminWith("read").get("/admin/v1/audit-events?event_type=factor.vouched").want(200).object()["events"].([]any)
	for _, e := range events {
		if how := e.(object)["metadata"].(object)["how"]; how != "import" {
			t.Errorf("the audit log says how: %v", how)
		}
	}
	if len(events) != 4 { // with Kratos' copies of the passkeys
		t.Errorf("%d events of factors", len(events))
	}
	h.clock.advance(time.Minute)
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.WebAuthn = true })
	ada.standing() // is mailed, after all before
	n.await("a mail", func() bool { return len(n.mails.Received()) > 0 })
	if mails := n.mails.Received(); len(mails) != 1 || !strings.Contains(mails[0].Message, "added") {
		t.Errorf("%d mails, first %s", len(mails), mails[0].Message)
	}
}

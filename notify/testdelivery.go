package notify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// TestEvent is the type of what a test delivers. It is in no log.
const TestEvent = "delivery.test"

// Tested is the result of a test delivery to one sink.
type Tested struct {
	Sink    string
	Failure string // a code; empty: delivered
}

// TestWebhooks makes one attempt to deliver an event of type TestEvent to each webhook, whatever it subscribes to, signed like all
// others. It reads and writes no records.
func TestWebhooks(ctx context.Context, cfg Config) (results []Tested, err error) {
	for _, w := range cfg.Webhooks {
		hook, err := newWebhook(w, cfg)
		if err != nil {
			return nil, err
		}
		results = append(results, tested(hook.name(), attempt(ctx, cfg.Timeout, func(ctx context.Context) outcome {
			return hook.deliver(ctx, uuid.Nil, testEvent(cfg.Now()))
		})))
	}
	return results, nil
}

// TestSETs makes one attempt to deliver a verification event to each receiver of security event tokens, whatever it subscribes
// to. It reads and writes no records.
func TestSETs(ctx context.Context, cfg Config) (results []Tested, err error) {
	for _, r := range cfg.SETs {
		sink, err := newSETSink(r, cfg)
		if err != nil {
			return nil, err
		}
		results = append(results, tested(sink.name(), attempt(ctx, cfg.Timeout, sink.verify)))
	}
	return results, nil
}

func testEvent(at time.Time) store.AuditEvent {
	return store.AuditEvent{ID: store.NewID(), At: at, Type: TestEvent, ActorKind: store.ActorSystem, Reason: "latchkey doctor"}
}

// TestMail makes one attempt to send a mail to an address, which says that it is a test. Of cfg.Mail it needs all but Contacts. The
// failure "address_unusable" is that of the address itself.
func TestMail(ctx context.Context, cfg Config, address string) (Tested, error) {
	settings := *cfg.Mail
	settings.Contacts = noContacts{}
	m, err := newMailer(settings, cfg)
	if err != nil {
		return Tested{}, err
	}
	to, ok := recipient(address)
	if !ok {
		return tested(mailSink, skipped("address_unusable")), nil
	}
	l := letter{
		Language: "en", Side: "left", Subject: "Test mail of " + m.AppName,
		What:   "An operator sent this mail with latchkey doctor, to see whether mails of " + m.AppName + " arrive. Nothing happened to your account.",
		IfYou:  "If it arrived, they do.",
		IfNot:  "If you did not expect it, ignore it.",
		Lines:  []line{{"When", languages["en"].time(m.now())}},
		Button: "Open your passkeys", URL: m.PasskeysURL, Footer: "Sent by latchkey doctor.",
	}
	message, err := m.compose(store.NewID(), l, to)
	if err != nil {
		return Tested{}, err
	}
	return tested(mailSink, attempt(ctx, leaseTimeouts*cfg.Timeout, func(ctx context.Context) outcome { return m.server.send(ctx, message) })), nil
}

func attempt(ctx context.Context, limit time.Duration, try func(context.Context) outcome) outcome {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return try(ctx)
}

func tested(sink string, out outcome) Tested {
	if out.state == store.DeliveryDelivered {
		return Tested{Sink: sink}
	}
	return Tested{Sink: sink, Failure: out.why}
}

// noContacts knows no address: a test mail has an address.
type noContacts struct{}

func (noContacts) Contact(context.Context, uuid.UUID) (string, string, error) {
	return "", "", ErrNoIdentity
}

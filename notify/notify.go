// Package notify tells others what the audit log records: webhooks every event they ask for, the person concerned, by mail,
// what they should know of, and admins, at one address, what happens to people with a role. It owns all three, and when
// each is tried again.
//
// The audit log is the outbox. Who writes an event does not know of this package, and waits for nothing: a follower
// goes through the sealed log, batch by batch, and makes one delivery per event and sink; workers take deliveries under
// a lease and make them, while no transaction is open. Any number of replicas do so at once.
//
//   - Nothing is lost. A sink's position and its deliveries change together. A batch, once there, does not change, and an
//     event that is committed late is in a later one. A process that dies leaves its deliveries to the end of their lease.
//   - A delivery may be made twice, with the same ID: after a crash, or when an answer was lost.
//   - Of one person and sink, the next delivery waits for the one before, until that has succeeded or is given up. Others do
//     not wait.
//
// What is delivered is read from the log at the time: a person who is erased meanwhile is not written about.
package notify

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// ErrNobody: there is no such identity.
var ErrNobody = errors.New("notify: no such identity")

// Contacts tells where a person is reached. The kratos room answers.
type Contacts interface {
	// Contact is a verified e-mail address of the identity, "" when it has none, and the language that it has chosen as a
	// BCP 47 tag, "" when it has not. ErrNobody; any other error is a reason to ask again later.
	Contact(ctx context.Context, identityID uuid.UUID) (address, language string, err error)
}

// Records is what we need of the store.
type Records interface {
	store.Deliveries
	SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]store.SealedEvent, error)
}

// Config says whom to tell, and how patiently.
type Config struct {
	Webhooks []Webhook
	Mail     *Mail // nil: none
	// Seal closes what is new in the audit log into a batch, which is where it is followed.
	Seal func(context.Context) error
	// Every is how often the log is looked at.
	Every time.Duration
	// Timeout is for one delivery to a webhook, and for each of the few steps of one to a mail server.
	Timeout time.Duration
	// Tries is how many there are before a delivery is given up.
	Tries int
	// FirstWait is how long the second try waits for, about; each further wait is three times as long, up to six hours.
	// Default: 5 s.
	FirstWait time.Duration
	// RootCAs are trusted in place of the system's; nil: the system's.
	RootCAs *x509.CertPool
	Log     *slog.Logger
	Now     func() time.Time
}

const (
	defaultFirstWait = 5 * time.Second
	longestWait      = 6 * time.Hour
	// leaseTimeouts is how many timeouts a lease lasts, and leaseBeyond what is added for the clocks of replicas to differ
	// and the end to be written.
	leaseTimeouts = 5
	leaseBeyond   = time.Minute
	// atOnce is how many deliveries of a sink one process makes at a time.
	atOnce = 8
	// atMostWithin is the day of atMost; shorter than keepEnded, since deliveries tell of it.
	atMostWithin = 24 * time.Hour
	// keepEnded and keepDead are how long deliveries stay to be looked at.
	keepEnded, keepDead = 3 * 24 * time.Hour, 30 * 24 * time.Hour
	purgeEvery          = time.Hour
)

// sink is one receiver of events.
type sink interface {
	name() string
	// wants tells whether an event is for this sink.
	wants(event store.AuditEvent, now time.Time) bool
	// atMost is how many events of this type are enough for a person and a day; 0: all are wanted.
	atMost(eventType string) int
	// deliver tries once, within ctx.
	deliver(ctx context.Context, deliveryID uuid.UUID, event store.AuditEvent) outcome
}

// outcome is how one try ended: in a state of the store, or pending when it is to be tried again.
type outcome struct {
	state string
	why   string // a code of ours; nothing that others wrote
}

var delivered = outcome{state: store.DeliveryDelivered}

func again(why string) outcome    { return outcome{store.DeliveryPending, why} }
func hopeless(why string) outcome { return outcome{store.DeliveryDead, why} }
func skipped(why string) outcome  { return outcome{store.DeliverySkipped, why} }
func dropped(why string) outcome  { return outcome{store.DeliveryDropped, why} }

// Notifier does the work. Without any sink it does nothing, and makes no rows.
type Notifier struct {
	cfg     Config
	records Records
	sinks   []sink
}

// New makes the sinks. It asks nobody anything.
func New(cfg Config, records Records) (*Notifier, error) {
	if cfg.FirstWait == 0 {
		cfg.FirstWait = defaultFirstWait
	}
	n := &Notifier{cfg: cfg, records: records}
	var faults []error
	for _, w := range cfg.Webhooks {
		s, err := newWebhook(w, cfg)
		n.sinks, faults = append(n.sinks, s), append(faults, err)
	}
	if cfg.Mail != nil {
		s, err := newMailer(*cfg.Mail, cfg)
		n.sinks, faults = append(n.sinks, s), append(faults, err)
		if cfg.Mail.AdminAlerts != "" {
			n.sinks = append(n.sinks, alerter{s})
		}
	}
	return n, errors.Join(faults...)
}

// Sinks are the names of all receivers, as deliveries bear them.
func (n *Notifier) Sinks() []string {
	var names []string
	for _, s := range n.sinks {
		names = append(names, s.name())
	}
	return names
}

// Run works until the context ends, and returns when what it has begun is finished, which takes no longer than
// deliveries may.
func (n *Notifier) Run(ctx context.Context) {
	if len(n.sinks) == 0 {
		return
	}
	var running sync.WaitGroup
	woken := make([]chan struct{}, len(n.sinks))
	for i, s := range n.sinks {
		woken[i] = make(chan struct{}, 1)
		running.Go(func() { n.work(ctx, s, woken[i]) })
	}
	running.Go(func() { n.purge(ctx) })
	n.followAll(ctx, woken)
	running.Wait()
}

// waitBefore is how long to wait after so many tries, give or take a quarter, so that a receiver that comes back is not
// asked by everybody at once.
func (n *Notifier) waitBefore(tries int) time.Duration {
	wait := n.cfg.FirstWait
	for range tries - 1 {
		if wait = min(3*wait, longestWait); wait == longestWait {
			break
		}
	}
	return wait*3/4 + rand.N(wait/2+1)
}

func (n *Notifier) purge(ctx context.Context) {
	for pause(ctx, purgeEvery, nil) {
		now := n.cfg.Now()
		if _, err := n.records.PurgeDeliveries(ctx, now.Add(-keepEnded), now.Add(-keepDead)); err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("purging old deliveries failed; the next try is in "+purgeEvery.String(), "cause", err.Error())
		}
	}
}

// pause waits, for so long or until woken, and tells whether to go on.
func pause(ctx context.Context, wait time.Duration, woken <-chan struct{}) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
	case <-woken:
	}
	return ctx.Err() == nil
}

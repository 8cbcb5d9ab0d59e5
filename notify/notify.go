// Package notify delivers what the audit log records: to webhooks, every event they subscribe to; to users, mail about
// changes to their own account; to admins, mail at one address about users with a role. It owns deliveries, their order
// and their retries. It leaves to audit what an event is, and to kratos where a user can be reached.
//
// The audit log is the outbox. Code that writes an event does not know this package and does not wait for it. A
// follower reads the sealed log batch by batch and creates one delivery per event and sink. Workers claim deliveries
// under a lease and perform them outside any transaction. Any number of replicas can do so at once.
//
//   - Nothing is lost. A sink's position and its deliveries change together. A batch does not change, and an event that
//     is committed late is in a later one. Deliveries of a process that dies are retried after their lease.
//   - A delivery may be made twice, with the same ID: after a crash, or if a response was lost.
//   - For one user and sink, a delivery waits until the previous one has succeeded or failed permanently. Other users'
//     deliveries do not wait.
//
// The content of a delivery is read from the log when it is made: a user who was erased in between gets no mail.
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

// ErrNoIdentity reports that the identity does not exist.
var ErrNoIdentity = errors.New("notify: no such identity")

// Contacts finds out how to reach a user. Package kratos implements it.
type Contacts interface {
	// Contact returns a verified email address of the identity, or "", and the user's language as a BCP 47 tag, or "".
	// ErrNoIdentity if there is no such identity; any other error leads to a retry.
	Contact(ctx context.Context, identityID uuid.UUID) (address, language string, err error)
}

// Records is the part of the store that notify needs.
type Records interface {
	store.Deliveries
	SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]store.SealedEvent, error)
}

// Config holds the sinks, and the timing of deliveries.
type Config struct {
	Webhooks []Webhook
	Mail     *Mail // nil: no mail
	// Seal closes new audit events into a batch, which the followers read.
	Seal func(context.Context) error
	// Every is the interval at which the log is read.
	Every time.Duration
	// Timeout limits one delivery to a webhook, and each step of a delivery to a mail server.
	Timeout time.Duration
	// Tries is the number of attempts before a delivery fails permanently.
	Tries int
	// FirstWait is the approximate delay before the second attempt; each further delay is three times as long, up to
	// six hours. Default: 5 s.
	FirstWait time.Duration
	// RootCAs replaces the system's root certificates; nil: the system's.
	RootCAs *x509.CertPool
	Log     *slog.Logger
	Now     func() time.Time
}

const (
	defaultFirstWait = 5 * time.Second
	longestWait      = 6 * time.Hour
	// leaseTimeouts is the length of a lease in timeouts; leaseBeyond is added for clock differences between replicas
	// and for recording the result.
	leaseTimeouts = 5
	leaseBeyond   = time.Minute
	// atOnce is how many deliveries of a sink one process makes concurrently.
	atOnce = 8
	// atMostWithin is the period of atMost; it must be shorter than keepEnded, since ended deliveries are counted.
	atMostWithin = 24 * time.Hour
	// keepEnded and keepDead are how long deliveries are kept for inspection.
	keepEnded, keepDead = 3 * 24 * time.Hour, 30 * 24 * time.Hour
	purgeEvery          = time.Hour
)

// sink is one receiver of events.
type sink interface {
	name() string
	// wants reports whether the event is for this sink.
	wants(event store.AuditEvent, now time.Time) bool
	// atMost limits the events of this type per user and day; 0: no limit.
	atMost(eventType string) int
	// deliver makes one attempt, within ctx.
	deliver(ctx context.Context, deliveryID uuid.UUID, event store.AuditEvent) outcome
}

// outcome is the result of one attempt: a state of the store, or pending for a retry.
type outcome struct {
	state string
	why   string // one of our codes; nothing that others wrote
}

var delivered = outcome{state: store.DeliveryDelivered}

func again(why string) outcome    { return outcome{store.DeliveryPending, why} }
func hopeless(why string) outcome { return outcome{store.DeliveryDead, why} }
func skipped(why string) outcome  { return outcome{store.DeliverySkipped, why} }
func dropped(why string) outcome  { return outcome{store.DeliveryDropped, why} }

// Notifier delivers events to its sinks. Without any sink it does nothing and writes no rows.
type Notifier struct {
	cfg     Config
	records Records
	sinks   []sink
}

// New returns a Notifier. It makes no calls.
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

// Sinks returns the names of all sinks, as deliveries contain them.
func (n *Notifier) Sinks() []string {
	var names []string
	for _, s := range n.sinks {
		names = append(names, s.name())
	}
	return names
}

// Run delivers until the context ends, and returns when the deliveries in progress are finished, which takes no longer
// than a lease.
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

// waitBefore returns the delay after this many attempts, with 25 % jitter, so that a receiver that recovers does not
// get all requests at once.
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
			n.cfg.Log.Error("purging old deliveries failed; next attempt in "+purgeEvery.String(), "cause", err.Error())
		}
	}
}

// pause waits for that long or until woken, and reports whether to continue.
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

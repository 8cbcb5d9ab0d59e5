// Package notify delivers what the audit log records: to webhooks, every event they subscribe to; to receivers of security
// event tokens, what the events mean to them; to users, mail about changes to their own account; to admins, mail at one
// address about users with a role. It owns deliveries, their order and their retries. It leaves to audit what an event is, to
// caep what it means to other services, to oidc the signature of tokens, and to kratos where a user can be reached.
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
	"errors"
	"sync"
)

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
	for _, r := range cfg.SETs {
		s, err := newSETSink(r, cfg)
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

func (n *Notifier) purge(ctx context.Context) {
	for pause(ctx, purgeEvery, nil) {
		now := n.cfg.Now()
		if _, err := n.records.PurgeDeliveries(ctx, now.Add(-keepEnded), now.Add(-keepDead)); err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("purging old deliveries failed; next attempt in "+purgeEvery.String(), "cause", err.Error())
		}
	}
}

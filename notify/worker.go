package notify

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"latchkey/store"
)

// endTimeout limits recording the result of an attempt.
const endTimeout = 10 * time.Second

// work makes the deliveries of one sink until the context ends. Each sink has its own worker, so that a sink that hangs
// delays only its own deliveries.
func (n *Notifier) work(ctx context.Context, s sink, woken <-chan struct{}) {
	for {
		claimed, err := n.deliverDue(ctx, s)
		if err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("claiming deliveries failed; next attempt in "+n.cfg.Every.String(), "sink", s.name(), "cause", err.Error())
		}
		if claimed > 0 {
			if ctx.Err() != nil {
				return
			}
			continue // deliveries that waited for these may be due
		}
		if !pause(ctx, n.cfg.Every, woken) {
			return
		}
	}
}

// deliverDue claims due deliveries and attempts them concurrently. Deliveries in progress are finished even if the
// context ends.
func (n *Notifier) deliverDue(ctx context.Context, s sink) (claimed int, err error) {
	now, claim := n.cfg.Now(), store.NewID()
	due, err := n.records.ClaimDeliveries(ctx, s.name(), claim, now, now.Add(leaseTimeouts*n.cfg.Timeout+leaseBeyond), atOnce)
	if err != nil {
		return 0, err
	}
	ctx = context.WithoutCancel(ctx)
	var trying sync.WaitGroup
	for _, d := range due {
		trying.Go(func() {
			end := n.try(ctx, s, d)
			end.ID, end.Claim = d.ID, claim
			n.end(ctx, d, end)
		})
	}
	trying.Wait()
	return len(due), nil
}

// try makes one attempt and decides how to continue.
func (n *Notifier) try(ctx context.Context, s sink, d store.ClaimedDelivery) store.DeliveryEnd {
	out := dropped("event_gone")
	switch {
	case d.Event == nil:
	case d.Tries > n.cfg.Tries:
		out = hopeless(d.Failure) // the process that made the last attempt died before it recorded the result
	default:
		limit := n.cfg.Timeout
		if _, several := s.(*setSink); several { // tokens, each within the timeout; the lease is longer
			limit *= leaseTimeouts - 1
		}
		bounded, cancel := context.WithTimeout(ctx, limit)
		out = s.deliver(bounded, d.ID, *d.Event)
		cancel()
	}
	if out.state == store.DeliveryPending && d.Tries >= n.cfg.Tries {
		out.state = store.DeliveryDead
	}
	end := store.DeliveryEnd{State: out.state, Failure: out.why, At: n.cfg.Now()}
	if out.state == store.DeliveryPending {
		end.At = end.At.Add(n.waitBefore(d.Tries))
	}
	return end
}

func (n *Notifier) end(ctx context.Context, d store.ClaimedDelivery, end store.DeliveryEnd) {
	ctx, cancel := context.WithTimeout(ctx, endTimeout)
	defer cancel()
	log := n.cfg.Log.With("delivery", d.ID.String(), "sink", d.Sink, "event_type", d.EventType, "tries", d.Tries)
	switch end.State {
	case store.DeliveryPending:
		log.Warn("a delivery failed and will be retried", "why", end.Failure, "next_try_at", end.At.UTC().Format(time.RFC3339))
	case store.DeliveryDead:
		log.Error("a delivery failed permanently; fix the receiver, then retry it with the admin API", "why", end.Failure)
	}
	err := n.records.EndDelivery(ctx, end)
	if errors.Is(err, store.ErrNotFound) {
		log.Warn("a delivery took longer than its lease, or was erased in the meantime")
	} else if err != nil {
		log.Error("the result of a delivery could not be recorded; it will be repeated", "cause", err.Error())
	}
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

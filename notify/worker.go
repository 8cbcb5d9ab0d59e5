package notify

import (
	"context"
	"errors"
	"sync"
	"time"

	"latchkey/store"
)

// endTimeout bounds the writing down of how a try ended.
const endTimeout = 10 * time.Second

// work makes the deliveries of one sink until the context ends. Each sink has a worker of its own, so that one that hangs
// keeps only its own deliveries.
func (n *Notifier) work(ctx context.Context, s sink, woken <-chan struct{}) {
	for {
		claimed, err := n.deliverDue(ctx, s)
		if err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("deliveries could not be read; the next try is in "+n.cfg.Every.String(), "sink", s.name(), "cause", err.Error())
		}
		if claimed > 0 {
			if ctx.Err() != nil {
				return
			}
			continue // what one of them held back may be due
		}
		if !pause(ctx, n.cfg.Every, woken) {
			return
		}
	}
}

// deliverDue claims what is due and tries it, all at once. What is begun is finished, also when the context ends
// meanwhile.
func (n *Notifier) deliverDue(ctx context.Context, s sink) (claimed int, err error) {
	now, claim := n.cfg.Now(), newID()
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

// try makes one delivery, and decides what becomes of it.
func (n *Notifier) try(ctx context.Context, s sink, d store.ClaimedDelivery) store.DeliveryEnd {
	out := dropped("event_gone")
	switch {
	case d.Event == nil:
	case d.Tries > n.cfg.Tries:
		out = hopeless(d.Failure) // whoever had the last try did not live to say how it ended
	default:
		bounded, cancel := context.WithTimeout(ctx, n.cfg.Timeout)
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
		log.Warn("a delivery failed and is tried again", "why", end.Failure, "next_try_at", end.At.UTC().Format(time.RFC3339))
	case store.DeliveryDead:
		log.Error("a delivery is given up; mend the receiver, then retry it by the admin API", "why", end.Failure)
	}
	err := n.records.EndDelivery(ctx, end)
	if errors.Is(err, store.ErrNotFound) {
		log.Warn("a delivery took longer than its lease, or was erased meanwhile")
	} else if err != nil {
		log.Error("how a delivery ended could not be recorded, so it is made again", "cause", err.Error())
	}
}

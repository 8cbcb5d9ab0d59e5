package notify

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// followSize is how many events one step reads.
const followSize = 500

// followAll follows the log for all sinks until the context ends, and wakes the workers of sinks with new deliveries.
func (n *Notifier) followAll(ctx context.Context, woken []chan struct{}) {
	for {
		if err := n.cfg.Seal(ctx); err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("sealing the audit log failed; new events are delivered once they are sealed", "cause", err.Error())
		}
		for i, s := range n.sinks {
			made, err := n.follow(ctx, s)
			if err != nil && ctx.Err() == nil {
				n.cfg.Log.Error("following the audit log failed; next attempt in "+n.cfg.Every.String(), "sink", s.name(), "cause", err.Error())
			}
			if made > 0 {
				select {
				case woken[i] <- struct{}{}:
				default: // already awake
				}
			}
		}
		if !pause(ctx, n.cfg.Every, nil) {
			return
		}
	}
}

// follow creates deliveries for all sealed events that are new to the sink. A new sink starts with events from now on.
func (n *Notifier) follow(ctx context.Context, s sink) (made int, err error) {
	from, err := n.records.SinkPosition(ctx, s.name())
	if errors.Is(err, store.ErrNotFound) {
		if err := n.records.OpenSink(ctx, s.name(), n.cfg.Now()); err != nil {
			return 0, err
		}
		from, err = n.records.SinkPosition(ctx, s.name())
	}
	if err != nil {
		return 0, err
	}
	for {
		events, err := n.records.SealedEvents(ctx, from.Batch, from.EventID, followSize)
		if err != nil || len(events) == 0 {
			return made, err
		}
		last := events[len(events)-1]
		to := store.SinkPosition{Batch: last.Batch, EventID: last.ID, Since: from.Since}
		deliveries, err := n.deliveriesOf(ctx, s, from, events)
		if err != nil {
			return made, err
		}
		switch err := n.records.AddDeliveries(ctx, s.name(), from, to, deliveries); {
		case errors.Is(err, store.SinkMoved):
			return made, nil // another replica follows
		case err != nil:
			return made, err
		}
		made += len(deliveries)
		if len(events) < followSize {
			return made, nil
		}
		from = to
	}
}

// deliveriesOf returns the deliveries of the events that the sink wants. Events from before the sink existed that were
// sealed only now are not delivered, nor are events that were blanked in the meantime, nor those of canaries.
func (n *Notifier) deliveriesOf(ctx context.Context, s sink, position store.SinkPosition, events []store.SealedEvent) ([]store.Delivery, error) {
	now := n.cfg.Now()
	canaries, err := n.records.Canaries(ctx)
	if err != nil {
		return nil, err
	}
	recent := recent{n: n, sink: s.name(), now: now}
	defer func() { recent.log(ctx) }()
	var deliveries []store.Delivery
	for _, e := range events {
		if e.Erasure != nil || e.At.Before(position.Since) || slices.Contains(canaries, e.IdentityID) || !s.wants(e.AuditEvent, now) {
			continue
		}
		if limit := s.atMost(e.Type); limit > 0 {
			if enough, err := recent.enough(ctx, e.Type, e.IdentityID, limit); err != nil {
				return nil, err
			} else if enough {
				continue
			}
		}
		deliveries = append(deliveries, store.Delivery{
			ID:         store.NewID(),
			Sink:       s.name(),
			EventID:    e.ID,
			EventType:  e.Type,
			IdentityID: e.IdentityID,
			Batch:      e.Batch,
			CreatedAt:  now,
		})
	}
	return deliveries, nil
}

// recent counts, for one step, how often each user was notified of a type of event within the last day, and how many
// notifications were dropped.
type recent struct {
	n       *Notifier
	sink    string
	now     time.Time
	seen    map[kindFor]int
	dropped map[kindFor]int
}

type kindFor struct {
	eventType string
	identity  uuid.UUID
}

// enough reports whether the limit of notifications for the user is reached; if it is not, it counts one more. Many
// other deliveries may hide those it looks for; then there is one mail too many.
func (r *recent) enough(ctx context.Context, eventType string, identity uuid.UUID, limit int) (bool, error) {
	of := kindFor{eventType, identity}
	if r.seen == nil {
		r.seen, r.dropped = map[kindFor]int{}, map[kindFor]int{}
	}
	if _, counted := r.seen[of]; !counted {
		latest, err := r.n.records.Deliveries(ctx, store.DeliveryFilter{Sink: &r.sink, IdentityID: &identity}, store.Page{Size: 100})
		if err != nil {
			return false, err
		}
		for _, d := range latest {
			if d.EventType == eventType && r.now.Sub(d.CreatedAt) < atMostWithin {
				r.seen[of]++
			}
		}
	}
	if r.seen[of] >= limit {
		r.dropped[of]++
		return true, nil
	}
	r.seen[of]++
	return false, nil
}

// log logs how many notifications were dropped.
func (r *recent) log(ctx context.Context) {
	for of, count := range r.dropped {
		r.n.cfg.Log.LogAttrs(ctx, slog.LevelInfo, "notifications not sent: the daily limit for this user and type is reached", slog.String("sink", r.sink),
			slog.String("event_type", of.eventType), slog.String("identity_id", of.identity.String()), slog.Int("count", count))
	}
}

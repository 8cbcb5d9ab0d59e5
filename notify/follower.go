package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// followSize is how many events one step goes through.
const followSize = 500

// followAll follows the log for all sinks until the context ends, and wakes the workers of those who have something new.
func (n *Notifier) followAll(ctx context.Context, woken []chan struct{}) {
	for {
		if err := n.cfg.Seal(ctx); err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("sealing the audit log failed; what is new is told once it is sealed", "cause", err.Error())
		}
		for i, s := range n.sinks {
			made, err := n.follow(ctx, s)
			if err != nil && ctx.Err() == nil {
				n.cfg.Log.Error("following the audit log failed; the next try is in "+n.cfg.Every.String(), "sink", s.name(), "cause", err.Error())
			}
			if made > 0 {
				select {
				case woken[i] <- struct{}{}:
				default: // it is awake
				}
			}
		}
		if !pause(ctx, n.cfg.Every, nil) {
			return
		}
	}
}

// follow makes deliveries of all that is sealed and new to the sink. A sink begins with what happens from now on.
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
			return made, nil // another replica is at it
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

// deliveriesOf are those of the events that the sink wants. What happened before there was this sink, and was sealed
// only now, is not for it; nor is what was blanked in the meantime.
func (n *Notifier) deliveriesOf(ctx context.Context, s sink, position store.SinkPosition, events []store.SealedEvent) ([]store.Delivery, error) {
	now := n.cfg.Now()
	told := told{n: n, sink: s.name(), now: now}
	defer func() { told.log(ctx) }()
	var deliveries []store.Delivery
	for _, e := range events {
		if e.Erasure != nil || e.At.Before(position.Since) || !s.wants(e.AuditEvent, now) {
			continue
		}
		if limit := s.atMost(e.Type); limit > 0 {
			if enough, err := told.enough(ctx, e.Type, e.IdentityID, limit); err != nil {
				return nil, err
			} else if enough {
				continue
			}
		}
		deliveries = append(deliveries, store.Delivery{
			ID:         newID(),
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

// told remembers, for one step, how often who has been told of what in the last day, and how often they were not.
type told struct {
	n     *Notifier
	sink  string
	now   time.Time
	seen  map[toldOf]int
	saved map[toldOf]int
}

type toldOf struct {
	eventType string
	identity  uuid.UUID
}

// enough tells whether the person has been told as often as they should be, and takes it that they are now if not. A crowd
// of other deliveries may hide those that are looked for; then there is one mail more.
func (t *told) enough(ctx context.Context, eventType string, identity uuid.UUID, limit int) (bool, error) {
	of := toldOf{eventType, identity}
	if t.seen == nil {
		t.seen, t.saved = map[toldOf]int{}, map[toldOf]int{}
	}
	if _, counted := t.seen[of]; !counted {
		latest, err := t.n.records.Deliveries(ctx, store.DeliveryFilter{Sink: &t.sink, IdentityID: &identity}, store.Page{Size: 100})
		if err != nil {
			return false, err
		}
		for _, d := range latest {
			if d.EventType == eventType && t.now.Sub(d.CreatedAt) < atMostWithin {
				t.seen[of]++
			}
		}
	}
	if t.seen[of] >= limit {
		t.saved[of]++
		return true, nil
	}
	t.seen[of]++
	return false, nil
}

// log tells how much was not sent, for the operator who wonders.
func (t *told) log(ctx context.Context) {
	for of, count := range t.saved {
		t.n.cfg.Log.LogAttrs(ctx, slog.LevelInfo, "notifications not sent: the person has been told of this often enough today", slog.String("sink", t.sink),
			slog.String("event_type", of.eventType), slog.String("identity_id", of.identity.String()), slog.Int("count", count))
	}
}

func newID() uuid.UUID {
	id, err := uuid.NewV7()
	if err != nil {
		panic(fmt.Sprintf("the system's random source failed: %v", err))
	}
	return id
}

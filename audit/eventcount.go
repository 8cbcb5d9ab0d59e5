package audit

import (
	"context"
	"time"

	"latchkey/fault"
	"latchkey/store"
)

// batchesAtOnce limits one round of counting.
const batchesAtOnce = 1000

// reasonedEvents are those whose reason is from a closed set. Other reasons are free text.
var reasonedEvents = []string{
	RegistrationRefused, LoginRefused, StepUpRefused, CloneSuspected, PasskeyRemovalRefused,
	GateRefused, GateProofRefused, SettingsRefused, CodesFailed, ConfirmationRefused,
}

// CountEvents updates the hourly counts in the background of serve: of newly sealed events, and of this process'
// counters. Any number of replicas may call it at once.
func (l *Log) CountEvents(ctx context.Context) error {
	if taken := l.counters.take(); len(taken) > 0 {
		var counts []store.EventCount
		for one, n := range taken {
			counts = append(counts, store.EventCount{Type: one.kind, Reason: one.reason, Count: n})
		}
		if err := l.store.AddCounts(ctx, l.cfg.Now().UTC().Truncate(time.Hour), counts); err != nil {
			l.counters.giveBack(taken)
			return fault.OfStore(err)
		}
	}
	for range batchesAtOnce {
		counted, err := l.store.CountBatch(ctx, reasonedEvents)
		if err != nil || !counted {
			return fault.OfStore(err)
		}
	}
	return nil
}

// Count adds one to a counter without reasons.
func (l *Log) Count(counter string) { l.counters.add(counted{kind: counter}) }

// CountHourly is Count, once an hour for each key, such as a session; "" counts each time. Keys are in memory: replicas count on
// their own.
func (l *Log) CountHourly(counter, key string) {
	now, one := l.cfg.Now(), counted{counter, key}
	if _, counted := l.lately.Get(one, now); counted {
		return
	}
	if key != "" {
		l.lately.Put(one, struct{}{}, now, time.Time{})
	}
	l.Count(counter)
}

// CountReason adds one to a counter that counts by reason. The reasons must be from a closed set: each adds a row to every
// hour.
func (l *Log) CountReason(counter, reason string) { l.counters.add(counted{counter, reason}) }

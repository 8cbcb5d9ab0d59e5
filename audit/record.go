package audit

import (
	"context"

	"latchkey/fault"
	"latchkey/store"
)

// Event returns a new event, which the caller passes to the store with the change that it records.
func (l *Log) Event(kind string, req Request, by Actor, about subject) store.AuditEvent {
	return store.AuditEvent{
		ID:         store.NewID(),
		At:         l.cfg.Now().UTC(),
		Type:       kind,
		IdentityID: about.identity,
		ActorKind:  by.Kind,
		ActorID:    by.ID,
		PasskeyID:  about.passkey,
		RequestID:  req.ID,
		IP:         req.IP,
		UserAgent:  req.UserAgent,
	}
}

// Events constructs the audit events of one request, for a package with its own effects.
type Events struct {
	log *Log
	req Request
}

// EventsOf returns the constructor of a request's events.
func (l *Log) EventsOf(req Request) Events { return Events{l, req} }

// Effect returns the event of an effect.
func (e Events) Effect(kind string) store.AuditEvent {
	return e.log.Event(kind, e.req, System, Nothing)
}

// Refusal returns the event of a refusal that concerns no known identity, or the zero store.AuditEvent if there are too many like
// it.
func (e Events) Refusal(kind string) store.AuditEvent { return e.log.Limit(e.Effect(kind)) }

// RecordRefusal appends a refusal to the audit log, unless it is irrelevant or one of too many, and returns err: a
// request that failed because Kratos or the database is unavailable is not recorded.
func (l *Log) RecordRefusal(ctx context.Context, event store.AuditEvent, kind string, err error) error {
	if reason, _ := reasonOf(err); reason == otherReason {
		return err
	}
	event = l.LimitRefusal(event, kind, err)
	if event.Type == "" {
		return err
	}
	if recordErr := l.store.RecordEvent(ctx, event); recordErr != nil {
		return fault.OfStore(recordErr)
	}
	return err
}

// LimitRefusal returns the record of a refusal, or the zero store.AuditEvent if there are too many like it.
func (l *Log) LimitRefusal(event store.AuditEvent, kind string, err error) store.AuditEvent {
	return l.Limit(Refused(event, kind, err))
}

// Limit returns the event of a refusal if it is to be recorded, or the zero store.AuditEvent.
func (l *Log) Limit(event store.AuditEvent) store.AuditEvent {
	return l.limitKind(event, event.Reason, refusalsOfIdentity)
}

// LimitFactor is Limit for the change of a factor at Kratos. Kinds are counted separately, so a flood of one does not
// hide another.
func (l *Log) LimitFactor(event store.AuditEvent, kind string) store.AuditEvent {
	return l.limitKind(event, kind, factorsOfIdentity)
}

func (l *Log) limitKind(event store.AuditEvent, reason string, limit int) store.AuditEvent {
	if l.refusals.admit(refusalKind{event.IdentityID, event.Type, reason}, limit, event.At) {
		return event
	}
	if l.cfg.Suppressed != nil {
		l.cfg.Suppressed(event.Type)
	}
	return store.AuditEvent{}
}

// RecordSuppressed writes an event for each ended window with events that were not recorded; with all, also for
// current windows. What it cannot write is kept for the next call. Errors: fault.ErrStoreUnavailable.
func (l *Log) RecordSuppressed(ctx context.Context, all bool) error {
	due := l.refusals.due(l.cfg.Now(), all)
	for kind, count := range due {
		event := l.Event(Suppressed, Request{}, System, AboutIdentity(kind.identity))
		event.Metadata = Metadata(map[string]any{
			"type": kind.kind, "reason": kind.reason, "count": count.suppressed, "since": count.since.UTC(),
		})
		if err := l.store.RecordEvent(ctx, event); err != nil {
			l.refusals.putBack(due)
			return fault.OfStore(err)
		}
		delete(due, kind)
	}
	return nil
}

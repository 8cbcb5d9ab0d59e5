package storetest

import (
	"encoding/json"
	"testing"
	"time"

	"latchkey/store"
)

func testAuditOnce(t *testing.T, l *ledger) {
	identity := newID()
	at := event("factor.kept", identity).At
	made := func(change func(*store.AuditEvent)) store.AuditEvent {
		e := event("factor.kept", identity)
		e.Metadata = json.RawMessage(`{"factor_id":"1","kind":"totp"}`)
		change(&e)
		return e
	}
	once := func(want bool, since time.Time, e store.AuditEvent) {
		t.Helper()
		recorded, err := l.RecordEventOnce(l.ctx, e, since)
		if recorded != want {
			t.Errorf("recorded: %v, want %v", recorded, want)
		}
		if recorded {
			l.accepts(err, e)
		} else {
			l.accepts(err)
		}
	}
	plain := func(*store.AuditEvent) {}
	once(true, time.Time{}, made(plain))
	once(false, time.Time{}, made(plain))
	once(false, at, made(func(e *store.AuditEvent) { e.IP = "192.0.2.1"; e.RequestID = "other" }))
	once(true, time.Time{}, made(func(e *store.AuditEvent) { e.IdentityID = newID() }))
	once(true, time.Time{}, made(func(e *store.AuditEvent) { e.Type = "factor.disowned" }))
	once(true, time.Time{}, made(func(e *store.AuditEvent) { e.Metadata = json.RawMessage(`{"factor_id":"2","kind":"totp"}`) }))
	once(true, time.Time{}, made(func(e *store.AuditEvent) { e.Metadata = nil }))
	once(false, time.Time{}, made(func(e *store.AuditEvent) { e.Metadata = nil }))

	once(true, at.Add(time.Microsecond), made(func(e *store.AuditEvent) { e.At = at.Add(time.Hour) })) // the first one is older
	once(false, at.Add(time.Hour), made(plain))

	unowned := func() store.AuditEvent { e := event("service.started", newID()); e.IdentityID = [16]byte{}; return e }
	once(true, at, unowned())
	once(false, at, unowned())
}

func testAuditOnceRace(t *testing.T, l *ledger) {
	for range 10 {
		identity := newID()
		var tried []store.AuditEvent
		var steps []func() error
		recorded := make([]bool, 6)
		for i := range recorded {
			e := event("factor.kept", identity)
			tried = append(tried, e)
			steps = append(steps, func() (err error) {
				recorded[i], err = l.RecordEventOnce(l.ctx, e, time.Time{})
				return err
			})
		}
		var written []store.AuditEvent
		for i, err := range atOnce(steps...) {
			if err != nil {
				t.Fatal(err)
			}
			if recorded[i] {
				written = append(written, tried[i])
			}
		}
		if l.accepts(nil, written...); len(written) != 1 {
			t.Errorf("%d events were recorded", len(written))
		}
	}
}

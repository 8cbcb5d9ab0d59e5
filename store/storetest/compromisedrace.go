package storetest

import (
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// Of many replicas one suspends a passkey, and none does so once the report has ended.
func testCompromisedRace(t *testing.T, l *ledger) {
	for range 10 {
		bad := newID()
		p := l.registered(newID(), of(bad))
		report := l.reported(bad, store.ActionSuspend)
		events, cleared := make([]store.AuditEvent, 4), event("model.cleared", uuid.Nil)
		var steps []func() error
		for i := range events {
			events[i] = event("passkey.suspended", p.IdentityID)
			steps = append(steps, func() error {
				_, err := l.ActOnPasskey(l.ctx, store.CompromisedPasskey{ReportID: report.ID, PasskeyID: p.ID, Suspend: true, Ending: ending(at), Event: events[i]})
				return err
			})
		}
		steps = append(steps, func() error { return l.EndModel(l.ctx, report.ID, 8, store.ReportCleared, cleared) })
		for _, err := range atOnce(steps...) {
			if err != nil {
				t.Fatal(err)
			}
		}
		var recorded []store.AuditEvent
		for _, e := range events {
			if found, err := l.AuditEvents(l.ctx, store.AuditFilter{IdentityID: &p.IdentityID}, store.Page{Size: 10}); err != nil {
				t.Fatal(err)
			} else if contains(found, e.ID) {
				recorded = append(recorded, e)
			}
		}
		suspended := l.passkey(p.ID).SuspendedAt != nil
		if len(recorded) > 1 || suspended != (len(recorded) == 1) || l.model(report.ID).Acted != 0 {
			t.Errorf("%d events, suspended %t, %d rows", len(recorded), suspended, l.model(report.ID).Acted)
		}
		l.accepts(nil, append(recorded, cleared)...)
		l.resumes(p, suspended)
	}
}

func contains(events []store.AuditEvent, id uuid.UUID) bool {
	for _, e := range events {
		if e.ID == id {
			return true
		}
	}
	return false
}

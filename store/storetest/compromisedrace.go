package storetest

import (
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// Of many replicas one suspends a passkey, and none does so once the report has ended.
func testCompromisedRace(t *testing.T, l *ledger, models models) {
	for range 10 {
		bad := models()
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

// A suspension by staff, or for a verification, that replaces a report's says nothing about the model: when it has ended, the report acts
// on the passkey again.
func testCompromisedReplaced(_ *testing.T, l *ledger, models models) {
	bad := models()
	p, spared := l.registered(newID(), of(bad)), l.registered(newID(), of(bad))
	report := l.reported(bad, store.ActionSuspend)
	l.acts(report, p, true)
	l.acts(report, spared, true)
	found := event("passkey.resumed", spared.IdentityID)
	l.accepts(l.ResumePasskey(l.ctx, spared.ID, found), found)
	for _, held := range []store.Passkey{p, spared} { // lost, and found
		lost, found := event("passkey.suspended", held.IdentityID), event("passkey.resumed", held.IdentityID)
		l.accepts(l.suspend(held.ID, at, lost), lost)
		l.acts(report, held, false)
		l.accepts(l.ResumePasskey(l.ctx, held.ID, found), found)
	}
	rows, err := l.PasskeysToSuspend(l.ctx, report, 10)
	l.listed(rows, err, p) // staff have decided about the model for the other
	l.acts(report, p, true)
	l.causes(map[uuid.UUID]string{p.ID: store.SuspendedAsCompromised, spared.ID: ""})
}

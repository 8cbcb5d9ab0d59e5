package storetest

import (
	"encoding/hex"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/store"
)

// all are all models.
var all = store.Resumable{But: true}

// of makes a passkey one of a model.
func of(m authenticator.Model) func(*store.Passkey) {
	return func(p *store.Passkey) { p.AAGUID, p.KeyIdentifier = m.AAGUID, m.KeyIdentifier }
}

// models are new models of a kind.
type models func() authenticator.Model

func newModel() authenticator.Model { return authenticator.Model{AAGUID: uuid.UUID(random(16))} }

func newKeyModel() authenticator.Model {
	return authenticator.Model{KeyIdentifier: hex.EncodeToString(random(20))}
}

// named and keyed run a test with models that have an AAGUID, and with those of U2F keys.
func named(test func(*testing.T, *ledger, models)) func(*testing.T, *ledger) {
	return func(t *testing.T, l *ledger) { test(t, l, newModel) }
}

func keyed(test func(*testing.T, *ledger, models)) func(*testing.T, *ledger) {
	return func(t *testing.T, l *ledger) { test(t, l, newKeyModel) }
}

// reported stores a report of a model.
func (l *ledger) reported(model authenticator.Model, action string) store.CompromisedModel {
	l.t.Helper()
	m := store.CompromisedModel{
		ID: newID(), Model: model, Name: "Key ☺", Status: "REVOKED", Action: action, Publisher: "fido", Number: 7,
		Held: store.Held{Passkeys: 3, Identities: 2, WithoutAnother: 1}, SeenAt: at, DueAt: at.Add(time.Hour),
	}
	e := event("model.compromised", uuid.Nil)
	l.accepts(l.ReportModel(l.ctx, m, e), e)
	return m
}

// acts acts on a passkey for a report. Its event is recorded only if something changes.
func (l *ledger) acts(m store.CompromisedModel, p store.Passkey, changes bool) []store.SessionEnding {
	l.t.Helper()
	e := event("passkey.suspended", p.IdentityID)
	ended, err := l.ActOnPasskey(l.ctx, store.CompromisedPasskey{
		ReportID: m.ID, PasskeyID: p.ID, Suspend: m.Action == store.ActionSuspend, Ending: ending(at), Event: e,
	})
	if changes {
		l.accepts(err, e)
	} else {
		l.accepts(err)
	}
	return ended
}

// resumes resumes a passkey that is suspended as compromised. Its event is recorded only if something changes.
func (l *ledger) resumes(p store.Passkey, changes bool) {
	l.t.Helper()
	e := event("passkey.resumed", p.IdentityID)
	if changes {
		l.accepts(l.ResumeCompromised(l.ctx, p.ID, e), e)
	} else {
		l.accepts(l.ResumeCompromised(l.ctx, p.ID, e))
	}
}

func (l *ledger) model(id uuid.UUID) store.CompromisedModel {
	l.t.Helper()
	all, err := l.CompromisedModels(l.ctx)
	for _, m := range all {
		if m.ID == id {
			return m
		}
	}
	l.t.Fatalf("no report %s in %v, %v", id, all, err)
	return store.CompromisedModel{}
}

func (l *ledger) causes(want map[uuid.UUID]string) {
	l.t.Helper()
	for id, cause := range want {
		if got := l.passkey(id); got.SuspensionCause() != cause || (got.SuspendedAt == nil) != (cause == "") {
			l.t.Errorf("cause %q, want %q", got.SuspensionCause(), cause)
		}
	}
}

// listed checks which passkeys a list has, whatever its order.
func (l *ledger) listed(rows []store.Passkey, err error, want ...store.Passkey) {
	l.t.Helper()
	got, expected := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, row := range rows {
		got[row.ID] = true
	}
	for _, p := range want {
		expected[p.ID] = true
	}
	if err != nil || len(rows) != len(want) || !reflect.DeepEqual(got, expected) {
		l.t.Errorf("listed %v, %v, want %v", got, err, expected)
	}
}

// A model has one open report, which comes back as stored. Each step is recorded once.
func testCompromisedModel(t *testing.T, l *ledger, models models) {
	l.reported(models(), store.ActionSuspend) // another one
	first := l.reported(models(), store.ActionSuspend)
	again := first
	again.ID, again.Number = newID(), 9
	l.accepts(l.ReportModel(l.ctx, again, event("model.compromised", uuid.Nil)))
	if got := l.model(first.ID); !reflect.DeepEqual(got, first) {
		t.Errorf("got %+v, want %+v", got, first)
	}
	for _, c := range []store.ModelConfirmation{
		{Status: "USER_VERIFICATION_BYPASS", Publisher: "fido", Number: 8}, {Status: "REVOKED", Publisher: "fido", Number: 7}, // an older list
	} {
		l.accepts(l.ConfirmModel(l.ctx, first.ID, c))
		first.Status, first.Number = "USER_VERIFICATION_BYPASS", 8
		if got := l.model(first.ID); !reflect.DeepEqual(got, first) {
			t.Errorf("got %+v, want %+v", got, first)
		}
	}
	for _, status := range []string{"USER_KEY_PHYSICAL_COMPROMISE", "REVOKED"} { // the second time in the same list
		l.accepts(l.ConfirmModel(l.ctx, first.ID, store.ModelConfirmation{Status: status, Publisher: "another", Number: 2}))
	}
	first.Status, first.Publisher, first.Number = "REVOKED", "another", 2
	done := event("model.suspended", uuid.Nil)
	for range 2 {
		l.accepts(l.FinishModel(l.ctx, first.ID, func(int64) store.AuditEvent { return done }), done)
	}
	first.ActedAt = to(at)
	if got := l.model(first.ID); !reflect.DeepEqual(got, first) {
		t.Errorf("got %+v, want %+v", got, first)
	}
	more, anew := store.Held{Passkeys: 30, Identities: 20, WithoutAnother: 10}, event("model.compromised", uuid.Nil)
	for range 2 { // the second one changes nothing: it acts anyway
		l.accepts(l.RepeatModel(l.ctx, first.ID, more, at.Add(5*time.Hour), anew), anew)
	}
	first.Held, first.DueAt, first.ActedAt = more, at.Add(5*time.Hour), nil
	if got := l.model(first.ID); !reflect.DeepEqual(got, first) {
		t.Errorf("got %+v, want %+v", got, first)
	}
	done = event("model.suspended", uuid.Nil)
	l.accepts(l.FinishModel(l.ctx, first.ID, func(int64) store.AuditEvent { return done }), done)
	first.ActedAt = to(at)
	cleared := event("model.cleared", uuid.Nil)
	for range 2 {
		l.accepts(l.EndModel(l.ctx, first.ID, 10, store.ReportCleared, cleared), cleared)
	}
	l.accepts(l.RepeatModel(l.ctx, first.ID, store.Held{}, at.Add(9*time.Hour), event("model.compromised", uuid.Nil)))
	l.accepts(l.ConfirmModel(l.ctx, first.ID, store.ModelConfirmation{Status: "REVOKED", Publisher: "another", Number: 12}))
	first.EndedAt, first.EndedFor, first.Number = to(at), store.ReportCleared, 10
	if got := l.model(first.ID); !reflect.DeepEqual(got, first) {
		t.Errorf("got %+v, want %+v", got, first)
	}
	if second := l.reported(first.Model, store.ActionMark); l.model(second.ID).EndedAt != nil {
		t.Error("a model cannot be reported again")
	}
}

// A report suspends the usable passkeys of its model, and what granted them ends. When it ends, those are resumed and no others.
func testCompromisedPasskeys(t *testing.T, l *ledger, models models) {
	bad := models()
	for _, other := range []authenticator.Model{{}, newModel(), newKeyModel()} {
		l.registered(newID(), of(other))
	}
	l.reported(models(), store.ActionSuspend) // of none of these
	identity := newID()
	used, other := l.registered(identity, of(bad)), l.registered(identity)
	login := l.loggedIn(used)
	staffs, sleeps := l.registered(newID(), of(bad)), l.registered(newID(), of(bad))
	paused, slept := event("passkey.suspended", staffs.IdentityID), event("identity.suspended", sleeps.IdentityID)
	l.accepts(l.suspend(staffs.ID, at, paused), paused)
	_, err := l.SuspendInactive(l.ctx, sleeps.IdentityID, ending(at), func(int) store.AuditEvent { return slept })
	l.accepts(err, slept)

	report := l.reported(bad, store.ActionSuspend)
	rows, err := l.PasskeysToSuspend(l.ctx, report, 10)
	l.listed(rows, err, used, sleeps)
	if rows, err = l.PasskeysToSuspend(l.ctx, report, 1); err != nil || len(rows) != 1 {
		t.Errorf("a limit of one lists %d, %v", len(rows), err)
	}
	ended := l.acts(report, used, true)
	if len(ended) != 1 || ended[0].SessionID != login.SessionID {
		t.Errorf("ended: %+v", ended)
	}
	kind := "passkey.suspended"
	l.names(l.allEvents(store.AuditFilter{IdentityID: &identity, Type: &kind}, 1)[0].ID, ended)
	l.acts(report, used, false)
	l.acts(report, staffs, false)
	l.acts(report, sleeps, true)
	l.causes(map[uuid.UUID]string{
		used.ID: store.SuspendedAsCompromised, sleeps.ID: store.SuspendedAsCompromised, staffs.ID: store.SuspendedByStaff, other.ID: "",
	})
	if got := l.model(report.ID).Acted; got != 2 {
		t.Errorf("the report has acted on %d passkeys", got)
	}
	if held, err := l.Holdings(l.ctx, identity); err != nil || !reflect.DeepEqual(held.Marks, []store.HeldMark{{ReportID: report.ID, PasskeyID: used.ID, At: at}}) {
		t.Errorf("marked: %+v, %v", held.Marks, err)
	}
	rows, err = l.PasskeysToSuspend(l.ctx, report, 10)
	l.listed(rows, err)
	rows, err = l.PasskeysToResume(l.ctx, all, 10)
	l.listed(rows, err)
	l.resumes(used, false) // the report is open

	cleared := event("model.cleared", uuid.Nil)
	l.accepts(l.EndModel(l.ctx, report.ID, 8, store.ReportCleared, cleared), cleared)
	l.acts(report, other, false)      // it has ended
	l.reported(bad, store.ActionMark) // by another setting, which suspends nothing
	rows, err = l.PasskeysToResume(l.ctx, all, 10)
	l.listed(rows, err, used, sleeps)
	for _, of := range []store.Resumable{{Models: []authenticator.Model{bad}}, {Models: []authenticator.Model{newModel(), newKeyModel(), {}}, But: true}} {
		rows, err = l.PasskeysToResume(l.ctx, of, 10)
		l.listed(rows, err, used, sleeps)
	}
	for _, of := range []store.Resumable{{Models: []authenticator.Model{newModel(), bad}, But: true}, {Models: []authenticator.Model{newModel(), newKeyModel(), {}}}, {}} {
		rows, err = l.PasskeysToResume(l.ctx, of, 10)
		l.listed(rows, err)
	}
	if rows, err = l.PasskeysToResume(l.ctx, all, 1); err != nil || len(rows) != 1 {
		t.Errorf("a limit of one lists %d, %v", len(rows), err)
	}
	l.resumes(staffs, false)
	l.resumes(used, true)
	l.resumes(used, false)
	l.causes(map[uuid.UUID]string{used.ID: "", sleeps.ID: store.SuspendedAsCompromised, staffs.ID: store.SuspendedByStaff})
}

// What staff resume is not suspended for the same report again; what they suspend outlives it.
func testCompromisedAndStaff(t *testing.T, l *ledger, models models) {
	bad := models()
	spared, kept := l.registered(newID(), of(bad)), l.registered(newID(), of(bad))
	report := l.reported(bad, store.ActionSuspend)
	l.acts(report, spared, true)
	l.acts(report, kept, true)
	resumed, suspended := event("passkey.resumed", spared.IdentityID), event("passkey.suspended", kept.IdentityID)
	l.accepts(l.ResumePasskey(l.ctx, spared.ID, resumed), resumed)
	l.accepts(l.suspend(kept.ID, at, suspended), suspended)
	rows, err := l.PasskeysToSuspend(l.ctx, report, 10)
	l.listed(rows, err)
	l.acts(report, spared, false)

	replaced := event("model.cleared", uuid.Nil)
	l.accepts(l.EndModel(l.ctx, report.ID, 7, store.ReportReplaced, replaced), replaced)
	rows, err = l.PasskeysToSuspend(l.ctx, report, 10)
	l.listed(rows, err)
	rows, err = l.PasskeysToResume(l.ctx, all, 10)
	l.listed(rows, err)
	l.causes(map[uuid.UUID]string{spared.ID: "", kept.ID: store.SuspendedByStaff})

	next := l.reported(bad, store.ActionMark) // another report, another decision
	rows, err = l.PasskeysToSuspend(l.ctx, next, 10)
	l.listed(rows, err, spared)
	l.acts(next, spared, true)
	l.acts(next, spared, false)
	l.causes(map[uuid.UUID]string{spared.ID: ""})
	removed := event("passkey.removed", spared.IdentityID)
	l.accepts(l.remove(spared.IdentityID, spared.ID, false, removed), removed)
	if got := l.model(next.ID).Acted; got != 0 {
		t.Errorf("the report counts %d passkeys, and the one is removed", got)
	}
}

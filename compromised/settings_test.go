package compromised_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/compromised"
	"latchkey/standing"
	"latchkey/store"
)

// suspends suspends a passkey without a report, as one that is imported into a new database.
func (w *world) suspends(p store.Passkey) {
	w.Helper()
	event := func(kind string) store.AuditEvent {
		return store.AuditEvent{ID: store.NewID(), At: w.now, Type: kind, ActorKind: store.ActorSystem}
	}
	report := store.CompromisedModel{
		ID: store.NewID(), Model: p.Model(), Status: "REVOKED", Action: store.ActionSuspend, Publisher: "of another host", Number: 1, SeenAt: w.now, DueAt: w.now,
	}
	if err := w.records.ReportModel(w.Context(), report, event("model.reported")); err != nil {
		w.Fatal(err)
	}
	_, err := w.records.ActOnPasskey(w.Context(), store.CompromisedPasskey{
		ReportID: report.ID, PasskeyID: p.ID, Suspend: true, Ending: standing.EndingAt(w.now, uuid.Nil), Event: event("passkey.imported"),
	})
	if err != nil {
		w.Fatal(err)
	}
	if err := w.records.EndModel(w.Context(), report.ID, 1, store.ReportReplaced, event("model.forgotten")); err != nil {
		w.Fatal(err)
	}
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
}

var imported = map[string]int{"model.reported": 1, "passkey.imported": 1, "model.forgotten": 1}

// A suspension that came with the passkey into a new database ends when the list does not report the model, and not before there is one.
func TestSuspensionWithoutReport(t *testing.T) { kinds(t, suspensionsWithoutReport) }

func suspensionsWithoutReport(t *testing.T, bad, _ authenticator.Model) {
	w := create(t)
	s := w.replica()
	p := w.holds(uuid.New(), bad)
	w.suspends(p)
	w.runs(s, 0)
	w.lists.publish(t, 8, revoked)
	w.runs(s, time.Hour)
	w.runs(s, delay)
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	w.recorded(imported)
	w.lists.publish(t, 9, cleared)
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: ""})

	exempt := create(t)
	q := exempt.holds(uuid.New(), bad)
	exempt.suspends(q)
	exempt.lists.publish(t, 8, revoked)
	exempt.runs(exempt.replica(exempting), 0)
	exempt.causes(map[uuid.UUID]string{q.ID: ""})
}

// A U2F key that came with its suspension, and without its key identifier, may be of the model that the list reports. Only a setting by which
// nothing is suspended resumes it.
func TestUnknownModelStaysSuspended(t *testing.T) {
	t.Parallel()
	w := create(t)
	p := w.holds(uuid.New(), authenticator.Model{})
	w.suspends(p)
	w.lists.publish(t, 8, cleared)
	w.runs(w.replica(), time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	w.runs(w.replica(marks), time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: ""})
}

// A list of another publisher that also reports the model takes the report over: nothing is resumed, nothing is put off.
func TestAnotherPublisherReports(t *testing.T) {
	t.Parallel()
	w := create(t)
	s := w.replica()
	p := w.holds(uuid.New(), bad)
	w.lists.publish(t, 80, revoked)
	w.runs(s, 0)
	w.lists.publishBy(t, another, 3, map[authenticator.Model]string{bad: "USER_VERIFICATION_BYPASS"})
	w.runs(s, delay)
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	found := w.overview(s).Models
	if len(found) != 1 || found[0].Report.Number != 3 || found[0].Status != "USER_VERIFICATION_BYPASS" {
		t.Errorf("%+v", found)
	}
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 1, "model.suspended": 1})
	w.lists.publishBy(t, another, 4, cleared)
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: ""})
}

// Settings end reports also while no list can be used. Nothing else ends, and nothing is suspended.
func TestSettingsWithoutList(t *testing.T) {
	t.Parallel()
	for cause, change := range map[string]func(*compromised.Config){store.ReportExempt: exempting, store.ReportReplaced: marks} {
		w := create(t)
		p := w.holds(uuid.New(), bad)
		w.lists.publish(t, 8, revoked)
		w.runs(w.replica(atThatMoment), 0)
		late := w.holds(uuid.New(), bad)
		w.lists.current.Store(nil)
		w.runs(w.replica(atThatMoment), time.Hour)
		w.causes(map[uuid.UUID]string{p.ID: "compromised", late.ID: ""})
		w.runs(w.replica(change), time.Hour)
		w.causes(map[uuid.UUID]string{p.ID: "", late.ID: ""})
		w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 1, "model.suspended": 1, "model.cleared/" + cause: 1, "passkey.resumed/model_cleared": 1})
	}
}

// Replicas with different settings do not undo each other: the milder ones hold, until one is started again.
func TestReplicasWithOtherSettings(t *testing.T) {
	t.Parallel()
	for name, milder := range map[string]func(*compromised.Config){"exempt": exempting, "mark": marks} {
		w := create(t)
		p := w.holds(uuid.New(), bad)
		strict, mild := w.replica(atThatMoment), w.replica(milder)
		w.lists.publish(t, 8, revoked)
		for range 3 {
			w.runs(strict, time.Hour)
			w.runs(mild, time.Hour)
		}
		w.causes(map[uuid.UUID]string{p.ID: ""})
		before := len(w.events())
		for range 20 {
			w.runs(strict, time.Hour)
			w.runs(mild, time.Hour)
		}
		if after := len(w.events()); after > before+2 { // marked, twelve hours after the report
			t.Errorf("%s: %d events, later %d: %v", name, before, after, w.events())
		}
		w.causes(map[uuid.UUID]string{p.ID: ""})
		if !strings.Contains(w.log.String(), "another replica has decided otherwise") {
			t.Errorf("log: %s", w.log.String())
		}

		// A rolling restart: the last of the old ones decides once more, while the new ones run.
		next := w.replica(atThatMoment)
		w.runs(next, 5*time.Minute)
		w.runs(mild, 11*time.Minute)
		w.causes(map[uuid.UUID]string{p.ID: ""})
		w.runs(next, 11*time.Minute)
		w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	}
}

// What rests on a list that was discarded, such as a forged one with a high number, does not outlive it.
func TestDiscardedList(t *testing.T) {
	t.Parallel()
	w := create(t)
	s := w.replica(atThatMoment)
	p := w.holds(uuid.New(), bad)
	w.lists.publish(t, 900, revoked)
	w.runs(s, 0)
	w.lists.publish(t, 80, cleared)
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	kept := func(number int) {
		err := w.records.KeepAuthenticatorList(t.Context(), store.AuthenticatorList{
			Publisher: w.lists.List().Publisher, Number: number, Digest: []byte{byte(number)}, Blob: []byte("x"), VerifiedAt: w.now,
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	kept(80)
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: ""})
	w.lists.publish(t, 81, revoked)
	w.runs(s, time.Hour) // the database keeps 80
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	kept(82)
	w.lists.publish(t, 81, cleared)
	w.runs(s, time.Hour) // it is older than the one that is kept
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
}

// Many passkeys that are added after a report was acted on are reported first; a few are suspended at once.
func TestManyAfterwards(t *testing.T) {
	t.Parallel()
	w := create(t)
	s := w.replica()
	w.holds(uuid.New(), bad)
	w.lists.publish(t, 8, revoked)
	w.runs(s, 0)
	w.runs(s, delay)
	few, many := make([]store.Passkey, 10), make([]store.Passkey, 11)
	for i := range few {
		few[i] = w.holds(uuid.New(), bad)
	}
	w.runs(s, time.Hour)
	for _, p := range few {
		w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	}
	want := map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 11, "model.suspended": 1}
	w.recorded(want)

	for i := range many {
		many[i] = w.holds(uuid.New(), bad)
	}
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{many[0].ID: ""})
	want["model.compromised"]++
	w.recorded(want)
	if d := w.details("model.compromised"); d["passkeys"] != 11.0 || d["identities"] != 11.0 || d["due_at"] != w.now.Add(delay).Format(time.RFC3339Nano) {
		t.Errorf("reported: %v", d)
	}
	w.runs(s, delay-time.Minute)
	w.recorded(want)
	w.runs(s, time.Hour)
	want["passkey.suspended/model_compromised"] += 11
	want["model.suspended"]++
	w.recorded(want)
	if d := w.details("model.suspended"); d["passkeys"] != 22.0 {
		t.Errorf("suspended: %v", d)
	}
}

package compromised_test

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/compromised"
	"latchkey/store"
)

var (
	revoked = map[authenticator.Model]string{bad: "REVOKED", good: "FIDO_CERTIFIED_L1", badKey: "REVOKED", goodKey: "FIDO_CERTIFIED_L1"}
	cleared = map[authenticator.Model]string{bad: "FIDO_CERTIFIED_L1", good: "FIDO_CERTIFIED_L1", badKey: "FIDO_CERTIFIED_L1", goodKey: "FIDO_CERTIFIED_L1"}
)

// kinds runs a test with models that have an AAGUID, and with those of U2F keys.
func kinds(t *testing.T, test func(t *testing.T, bad, good authenticator.Model)) {
	t.Parallel()
	for bad, good := range map[authenticator.Model]authenticator.Model{bad: good, badKey: goodKey} {
		t.Run(bad.Member(), func(t *testing.T) {
			t.Parallel()
			test(t, bad, good)
		})
	}
}

// A model is reported first, suspended later, and resumed when a newer list no longer reports it.
func TestReportThenSuspendThenResume(t *testing.T) { kinds(t, reportsThenSuspendsThenResumes) }

func reportsThenSuspendsThenResumes(t *testing.T, bad, good authenticator.Model) {
	w := create(t)
	s := w.replica()
	ada, bob := uuid.New(), uuid.New()
	first, second, other, bobs := w.holds(ada, bad), w.holds(ada, bad), w.holds(ada, good), w.holds(bob, bad)
	unknown := w.holds(uuid.New(), authenticator.Model{})
	w.runs(s, 0) // there is no list yet
	w.recorded(nil)
	w.lists.publish(t, 7, cleared)
	w.runs(s, time.Hour)
	w.recorded(nil)

	w.lists.publish(t, 8, revoked)
	w.runs(s, time.Hour)
	w.recorded(map[string]int{"model.compromised": 1})
	d := w.details("model.compromised")
	if d["status"] != "REVOKED" || d["model"] != "Key 0b" || d["passkeys"] != 3.0 || d["identities"] != 2.0 || d["without_another"] != 1.0 || d["number"] != 8.0 ||
		d[bad.Member()] != bad.ID() || d["action"] != "suspend" || d["due_at"] != w.now.Add(delay).Format(time.RFC3339Nano) {
		t.Errorf("reported: %v", d)
	}
	w.runs(s, delay-time.Minute)
	w.causes(map[uuid.UUID]string{first.ID: "", second.ID: "", other.ID: "", bobs.ID: ""})
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{first.ID: "compromised", second.ID: "compromised", other.ID: "", bobs.ID: "compromised", unknown.ID: ""})
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 3, "model.suspended": 1})
	if d := w.details("model.suspended"); d["passkeys"] != 3.0 {
		t.Errorf("suspended: %v", d)
	}
	if d := w.details("passkey.suspended"); d[bad.Member()] != bad.ID() || d["status"] != "REVOKED" {
		t.Errorf("suspended: %v", d)
	}

	late := w.holds(bob, bad) // added after the model was suspended
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{late.ID: "compromised"})
	w.lists.publish(t, 9, revoked)
	w.runs(s, time.Hour)
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 4, "model.suspended": 1})

	w.lists.publish(t, 10, cleared)
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{first.ID: "", second.ID: "", bobs.ID: "", late.ID: ""})
	if found := w.overview(s); found.Unknown != (compromised.Unknown{Passkeys: 1, Identities: 1}) {
		t.Errorf("unknown: %+v", found.Unknown)
	}
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 4, "model.suspended": 1, "model.cleared/cleared": 1, "passkey.resumed/model_cleared": 4})
}

// An older list ends no report and makes none, also after the newer one has ended it. One of the same number that lacks the model
// ends none either.
func TestOlderList(t *testing.T) {
	t.Parallel()
	w := create(t)
	s := w.replica(atThatMoment)
	p := w.holds(uuid.New(), bad)
	w.lists.publish(t, 8, revoked)
	w.runs(s, 0)
	for _, number := range []int{7, 8} {
		w.lists.publish(t, number, cleared)
		w.runs(s, time.Hour)
		w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	}
	if log := w.log.String(); strings.Count(log, "is older than the one") != 1 {
		t.Errorf("log: %s", log)
	}
	w.lists.publish(t, 9, cleared)
	w.runs(s, time.Hour)
	w.lists.publish(t, 8, revoked)
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: ""})
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 1, "model.suspended": 1, "model.cleared/cleared": 1, "passkey.resumed/model_cleared": 1})
}

// A mark suspends nothing, and is recorded for each passkey once. Another setting ends what the one before did.
func TestMarkAndOtherSettings(t *testing.T) { kinds(t, marksAndOtherSettings) }

func marksAndOtherSettings(t *testing.T, bad, _ authenticator.Model) {
	w := create(t)
	p := w.holds(uuid.New(), bad)
	w.lists.publish(t, 8, revoked)
	w.runs(w.replica(marks), 0)
	w.runs(w.replica(marks), delay)
	w.runs(w.replica(marks), time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: ""})
	want := map[string]int{"model.compromised": 1, "passkey.marked/model_compromised": 1, "model.marked": 1}
	w.recorded(want)

	w.runs(w.replica(), time.Hour) // a report of its own comes first
	w.causes(map[uuid.UUID]string{p.ID: ""})
	w.runs(w.replica(), delay)
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	want["model.cleared/replaced"]++
	want["model.compromised"]++
	want["passkey.suspended/model_compromised"]++
	want["model.suspended"]++
	w.recorded(want)

	w.runs(w.replica(exempting), time.Hour)
	w.runs(w.replica(exempting), time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: ""})
	want["model.cleared/exempt"]++
	want["passkey.resumed/model_cleared"]++
	w.recorded(want)

	w.runs(w.replica(atThatMoment), time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	w.runs(w.replica(marks), time.Hour) // resumes, and marks later
	w.causes(map[uuid.UUID]string{p.ID: ""})
}

// What an admin resumes is not suspended for the same report again.
func TestResumedByAdmin(t *testing.T) {
	t.Parallel()
	w := create(t)
	s := w.replica(atThatMoment)
	spared, other := w.holds(uuid.New(), bad), w.holds(uuid.New(), bad)
	w.lists.publish(t, 8, revoked)
	w.runs(s, 0)
	event := store.AuditEvent{ID: store.NewID(), At: w.now, Type: "passkey.resumed", IdentityID: spared.IdentityID, ActorKind: store.ActorSystem}
	if err := w.records.ResumePasskey(t.Context(), spared.ID, event); err != nil {
		t.Fatal(err)
	}
	w.lists.publish(t, 9, map[authenticator.Model]string{bad: "USER_KEY_REMOTE_COMPROMISE"})
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{spared.ID: "", other.ID: "compromised"})
	found := w.overview(s).Models
	if len(found) != 1 || found[0].Status != "USER_KEY_REMOTE_COMPROMISE" || found[0].Report.Number != 9 || found[0].Passkeys != 1 {
		t.Errorf("%+v", found)
	}
}

// A process that is killed in the middle is followed by another one, which does the rest. Nothing is recorded twice.
func TestKilled(t *testing.T) {
	t.Parallel()
	w := create(t)
	var ids []uuid.UUID
	for range 12 {
		ids = append(ids, w.holds(uuid.New(), bad).ID)
	}
	w.lists.publish(t, 8, revoked)
	n := 0
	w.settled = func() {
		if n++; n == 5 {
			runtime.Goexit() // nothing after this happens, not even the end of the claim
		}
	}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		_ = w.replica(atThatMoment).Run(t.Context())
	}()
	<-stopped
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 5})
	w.settled = nil
	w.runs(w.replica(atThatMoment), time.Minute) // the claim has not ended
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 5})
	w.runs(w.replica(atThatMoment), 5*time.Minute)
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 12, "model.suspended": 1})
	for _, id := range ids {
		w.causes(map[uuid.UUID]string{id: "compromised"})
	}
}

// Replicas that run at once act once.
func TestReplicas(t *testing.T) {
	t.Parallel()
	w := create(t)
	for range 20 {
		w.holds(uuid.New(), bad)
	}
	w.lists.publish(t, 8, revoked)
	at := func() {
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if err := w.replica(atThatMoment).Run(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	at()
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 20, "model.suspended": 1})
	w.lists.publish(t, 9, cleared)
	w.now = w.now.Add(time.Hour)
	at()
	w.recorded(map[string]int{"model.compromised": 1, "passkey.suspended/model_compromised": 20, "model.suspended": 1, "model.cleared/cleared": 1, "passkey.resumed/model_cleared": 20})
}

// An overview shows what would happen before anything is reported, and changes nothing.
func TestOverview(t *testing.T) { kinds(t, overviews) }

func overviews(t *testing.T, bad, good authenticator.Model) {
	w := create(t)
	s := w.replica()
	if found := w.overview(s); found.List != nil || len(found.Models)+len(found.Ended) != 0 {
		t.Errorf("without a list: %+v", found)
	}
	p := w.holds(uuid.New(), bad)
	w.holds(uuid.New(), good)
	w.lists.publish(t, 8, revoked)
	for exempt, s := range map[bool]*compromised.Service{false: s, true: w.replica(exempting)} {
		found := w.overview(s)
		if len(found.Models) != 1 || found.List.Number != 8 || found.List.Models != 4 {
			t.Fatalf("%+v", found)
		}
		m := found.Models[0]
		if m.Model != bad || m.Exempt != exempt || m.Passkeys != 1 || m.Identities != 1 || m.WithoutAnother != 1 || m.Report != nil ||
			len(m.Examples) != 1 || m.Examples[0] != (compromised.Example{PasskeyID: p.ID, IdentityID: p.IdentityID}) {
			t.Errorf("%+v", m)
		}
	}
	w.recorded(nil)
	w.runs(s, 0)
	w.runs(s, delay)
	m := w.overview(s).Models[0]
	if m.Report == nil || m.Report.Acted != 1 || m.Report.ActedAt == nil || m.Passkeys != 0 || m.Report.Passkeys != 1 || !m.Examples[0].Suspended {
		t.Errorf("%+v %+v", m, m.Report)
	}
	w.lists.publish(t, 9, cleared)
	w.runs(s, time.Hour)
	if found := w.overview(s); len(found.Models) != 0 || len(found.Ended) != 1 || found.Ended[0].Report.EndedFor != "cleared" {
		t.Errorf("%+v", found)
	}
}

// The numbers of two publishers are not compared: a list of another one begins anew.
func TestAnotherPublisher(t *testing.T) {
	t.Parallel()
	w := create(t)
	s := w.replica(atThatMoment)
	p := w.holds(uuid.New(), bad)
	w.lists.publish(t, 80, revoked)
	w.runs(s, 0)
	w.lists.publishBy(t, another, 3, cleared)
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: ""})
	w.lists.publishBy(t, another, 4, revoked)
	w.runs(s, time.Hour)
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	w.recorded(map[string]int{"model.compromised": 2, "passkey.suspended/model_compromised": 2, "model.suspended": 2, "model.cleared/replaced": 1, "passkey.resumed/model_cleared": 1})
}

// A list that is new to a replica is compared at once. After that, and of the same list, it is every ten minutes.
func TestNewListAtOnce(t *testing.T) {
	t.Parallel()
	w := create(t)
	s := w.replica(atThatMoment)
	p := w.holds(uuid.New(), bad)
	w.lists.publish(t, 7, cleared)
	w.runs(s, 0)
	w.lists.publish(t, 8, revoked)
	w.runs(s, time.Second)
	w.causes(map[uuid.UUID]string{p.ID: "compromised"})
	late := w.holds(uuid.New(), bad)
	w.runs(s, 9*time.Minute)
	w.causes(map[uuid.UUID]string{late.ID: ""})
	w.runs(s, 2*time.Minute)
	w.causes(map[uuid.UUID]string{late.ID: "compromised"})
}

package api_test

import (
	"testing"
	"time"
)

// A reset that no second admin approves within three days expires, and that is recorded.
func TestResetExpires(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins)
	ada := h.equipped("ada@example.com")
	eve := h.person("eve@example.com")
	asking, other := h.adminWith("reset", "read"), h.adminWith("reset", "read")
	held := h.count("passkeys")
	ask := func(p *person) (object, string) {
		t.Helper()
		r := asking.post(p.resetPath(), object{"reason": "Lost the phone"}).want(202).object()
		return r, "/admin/v1/mfa-resets/" + r["id"].(string)
	}
	asked, path := ask(ada)
	_, unseen := ask(eve)
	until := h.clock.Now().Add(72 * time.Hour)
	if asked["state"] != "pending" || !moment(t, asked["expires_at"]).Equal(until) {
		t.Errorf("got %v, want state pending, expires_at %s", asked, until)
	}
	if waits := asking.get("/admin/v1/approvals").want(200).object()["approvals"].([]any)[1].(object); waits["expires_at"] != asked["expires_at"] {
		t.Errorf("waits: %v", waits)
	}
	h.clock.advance(72*time.Hour - time.Second)
	if again, _ := ask(ada); again["id"] != asked["id"] {
		t.Errorf("it is not found again: %v", again)
	}
	h.clock.advance(time.Second)
	if got := other.get(path).want(200).object()["state"]; got != "expired" {
		t.Errorf("state %v before it is ended", got)
	}
	if got := waiting(other); len(got) != 0 {
		t.Errorf("waiting: %v", got)
	}
	other.post(path+"/approve", object{}).wantCode(409, "conflict")
	other.post("/admin/v1/approvals/"+asked["id"].(string)+"/approve", object{}).wantCode(409, "conflict")
	other.post(path+"/cancel", object{"reason": "x"}).wantCode(409, "conflict")
	if h.count("passkeys") != held {
		t.Fatal("it was reset")
	}
	// Another can be requested at once, and the rest is ended in the background.
	renewed, path := ask(ada)
	if renewed["id"] == asked["id"] || renewed["state"] != "pending" {
		t.Errorf("asked for anew: %v", renewed)
	}
	for range 2 {
		if err := h.service.Recovery.RunResets(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if ended := other.get(unseen).want(200).object(); ended["state"] != "expired" || ended["ended_at"] == nil || ended["decided_by"] != nil {
		t.Errorf("got %v, want state expired, ended_at set, no decided_by", ended)
	}
	list := other.get("/admin/v1/mfa-resets?state=expired").want(200).object()["resets"].([]any)
	events := other.get("/admin/v1/audit-events?event_type=mfa.reset_expired").want(200).object()["events"].([]any)
	if len(list) != 2 || len(events) != 2 {
		t.Errorf("%d expired, %d on record", len(list), len(events))
	}
	for _, e := range events {
		if e := e.(object); e["actor"].(object)["kind"] != "system" || e["reason"] != "Lost the phone" || e["metadata"].(object)["reset_id"] == nil {
			t.Errorf("on record: %v", e)
		}
	}
	other.post(path+"/approve", object{}).want(200)
}

// moment parses a time in a response.
func moment(t *testing.T, value any) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, value.(string))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// A worker that runs right after a reset was opened leaves it to the request, whose response is then the final outcome; but
// it takes over if the request does not get to it.
func TestRequestRunsItsResetFirst(t *testing.T) {
	t.Parallel()
	for name, edits := range map[string][]func(*harness){"one admin": {minting}, "two admins": {minting, twoAdmins}} {
		h := newHarness(t, edits...)
		ada := h.equipped("ada@example.com")
		worker := h.replica()
		work := func() {
			if err := worker.service.Recovery.RunResets(t.Context()); err != nil {
				t.Error(err)
			}
		}
		h.store.afterReset = func() {
			work()
			if tries := h.query("SELECT sum(tries) FROM resets")[0][0]; tries != int64(0) {
				t.Errorf("%s: the worker took it", name)
			}
		}
		asked := h.adminWith("reset").post(ada.resetPath(), object{"reason": "Lost the phone"})
		if len(edits) > 1 {
			path := "/admin/v1/mfa-resets/" + asked.want(202).object()["id"].(string)
			asked = h.adminWith("reset").post(path+"/approve", object{})
		}
		if done := asked.want(200).object(); done["state"] != "done" || done["tries"] != 1.0 {
			t.Errorf("%s: %v", name, done)
		}

		h.store.afterReset = nil
		eve := h.person("eve@example.com")
		h.store.afterReset = func() { panic("killed") }
		h.adminWith("reset").post(eve.resetPath(), object{"reason": "Lost the phone"}).wantCode(500, "internal")
		if len(edits) > 1 {
			continue // not open yet
		}
		worker.clock.advance(5 * time.Second)
		work()
		list := h.adminWith("read").get("/admin/v1/mfa-resets?identity_id=" + eve.id.String()).want(200).object()["resets"].([]any)
		if got := list[0].(object); got["state"] != "done" || got["tries"] != 1.0 {
			t.Errorf("%s, after a crash: %v", name, got)
		}
	}
}

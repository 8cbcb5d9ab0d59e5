package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func twoAdmins(h *harness) { h.rules.ResetApprovals = 2 }

func (h *harness) holds(p *person) (usable int) {
	h.t.Helper()
	for _, row := range h.adminWith("read").get("/admin/v1/passkeys?identity_id=" + p.id.String()).want(200).object()["passkeys"].([]any) {
		if row.(object)["suspended"] == false {
			usable++
		}
	}
	return usable
}

func approvalPath(approval object) string { return "/admin/v1/approvals/" + approval["id"].(string) }

// waiting returns the kinds of the waiting requests, newest first.
func waiting(c *caller) (kinds []string) {
	c.t.Helper()
	for _, a := range c.get("/admin/v1/approvals").want(200).object()["approvals"].([]any) {
		kinds = append(kinds, fmt.Sprint(a.(object)["kind"], " ", a.(object)["state"]))
	}
	return kinds
}

// With two approvals, one admin alone issues no code: another approves, and only the requester sees it, once.
func TestApprovalOfACode(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	support, first := h.staff("support@example.com", "support")
	_, second := h.staff("second@example.com", "support")
	own := keyOf(h, func() *caller { _, boss := h.staff("boss@example.com", "admin"); return boss }(), "reset")
	path := "/admin/v1/identities/" + ada.id.String() + "/recovery-code"
	asked := first.post(path, object{"reason": "ticket 7"}).want(202).object()
	if again := first.post(path, object{"reason": "ticket 7"}).want(202).object(); again["id"] != asked["id"] {
		t.Error("asking again makes a second request")
	}
	if got := fmt.Sprint(waiting(second)); got != "[recovery_code pending]" {
		t.Errorf("waiting: %s", got)
	}
	at := approvalPath(asked)
	first.post(at+"/collect", object{}).wantCode(409, "conflict")
	first.post(at+"/approve", object{}).wantCode(403, "forbidden")
	h.adminWith("revoke").post(at+"/approve", object{}).wantCode(403, "forbidden") // another scope
	if n := h.count("recovery_codes"); n != 0 {
		t.Fatalf("%d codes", n)
	}
	approved := second.post(at+"/approve", object{}).want(200)
	if contains(string(approved.body), "code\":\"") || approved.object()["state"] != "approved" {
		t.Errorf("the approver sees %s", approved.body)
	}
	for _, c := range []*caller{second, own} {
		c.post(at+"/collect", object{}).wantCode(403, "forbidden")
	}
	second.post(at+"/approve", object{}).wantCode(409, "conflict")
	code := first.post(at+"/collect", object{}).want(201).object()["code"].(string)
	first.post(at+"/collect", object{}).wantCode(409, "conflict")
	second.post(at+"/cancel", object{"reason": "x"}).wantCode(409, "conflict")
	if got := waiting(second); len(got) != 0 {
		t.Errorf("waiting: %v", got)
	}
	ada.redeem(code).want(200)
	event := h.adminWith("read").get("/admin/v1/audit-events?event_type=recovery_codes.helpdesk_created").want(200).object()["events"].([]any)[0].(object)
	if event["actor"].(object)["id"] != support.id.String() || event["reason"] != "ticket 7" || event["metadata"].(object)["approver"] == nil {
		t.Errorf("on record: %v", event)
	}
	for _, kind := range []string{"approval.requested", "approval.approved"} {
		if h.events(kind) != 1 {
			t.Errorf("%s: %d", kind, h.events(kind))
		}
	}
}

// Of equal requests of one admin at once, one is stored, and all responses contain it.
func TestEqualRequestsAtOnce(t *testing.T) {
	for database, h := range map[string]*harness{"SQLite": newHarness(t, twoAdmins), "PostgreSQL": newPostgresHarness(t, twoAdmins).harness} {
		replicas := []*harness{h, h.replica()}
		_, boss := h.staff("boss@example.com", "admin")
		ada := h.person("ada@example.com")
		passkey, identity := "/admin/v1/passkeys/"+ada.register(device()).want(201).id().String(), "/admin/v1/identities/"+ada.id.String()
		for path, stored := range map[string]string{
			passkey + "/revoke": "approval.requested", passkey + "/suspend": "approval.requested", identity + "/recovery-code": "approval.requested",
			identity + "/enrolment-code": "approval.requested", identity + "/mfa-reset": "mfa.reset_requested",
		} {
			t.Run(database+path[strings.LastIndex(path, "/"):], func(t *testing.T) {
				before, ids := h.eventsOf(ada.id, stored, ""), map[any]int{}
				for _, a := range fifty(func(i int) *answer { return by(boss, replicas[i]).post(path, object{"reason": "lost"}) }) {
					ids[a.want(202).object()["id"]]++
				}
				if n := h.eventsOf(ada.id, stored, "") - before; len(ids) != 1 || n != 1 {
					t.Errorf("%d requests, %d events", len(ids), n)
				}
			})
		}
	}
}

// The last usable passkey can be removed only by two admins, however many steps one of them takes.
func TestApprovalOfTheLastPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins)
	ada := h.person("ada@example.com")
	phone := device()
	ids := []string{ada.register(phone).want(201).id().String()}
	ada.stepUp(phone).want(200)
	ids = append(ids, ada.register(device()).want(201).id().String())
	_, support := h.staff("support@example.com", "support")
	_, other := h.staff("other@example.com", "support")
	act := func(i int, verb string) *answer {
		return support.post("/admin/v1/passkeys/"+ids[i]+"/"+verb, object{"reason": "x"})
	}
	act(0, "suspend").want(200)
	suspension := act(1, "suspend").want(202).object()
	act(0, "suspend").want(200) // already suspended
	revocation := act(1, "revoke").want(202).object()
	act(0, "revoke").want(200) // a usable one is left
	if h.holds(ada) != 1 {
		t.Fatal("one admin alone took the last passkey")
	}
	if got := fmt.Sprint(waiting(other)); got != "[passkey_revocation pending passkey_suspension pending]" {
		t.Errorf("waiting: %s", got)
	}
	if done := other.post(approvalPath(suspension)+"/approve", object{}).want(200).object(); done["state"] != "done" || h.holds(ada) != 0 {
		t.Errorf("approved: %v", done)
	}
	act(1, "revoke").want(202) // suspended, and still the only one
	if done := other.post(approvalPath(revocation)+"/approve", object{}).want(200).object(); done["state"] != "done" || done["sessions"] != "ended" {
		t.Errorf("approved: %v", done)
	}
	if got := h.query("SELECT count(*) FROM passkeys WHERE identity_id = ?", ada.id[:])[0][0]; got != int64(0) {
		t.Errorf("%v are left", got)
	}
	for _, kind := range []string{"passkey.suspended", "passkey.revoked"} {
		for _, e := range h.adminWith("read").get("/admin/v1/audit-events?event_type=" + kind).want(200).object()["events"].([]any) {
			if actor := e.(object)["actor"].(object); actor["kind"] != "identity" {
				t.Errorf("%s by %v", kind, actor)
			}
		}
	}
}

// A request ends with its requester's role; it can be cancelled, and it expires.
func TestApprovalsEnd(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins)
	ada := h.person("ada@example.com")
	support, first := h.staff("support@example.com", "support")
	_, boss := h.staff("boss@example.com", "admin")
	path := "/admin/v1/identities/" + ada.id.String() + "/recovery-code"
	ask := func(c *caller) string { return approvalPath(c.post(path, object{"reason": "x"}).want(202).object()) }

	asked := ask(first)
	h.giveRole(support, "")
	boss.post(asked+"/approve", object{}).wantCode(409, "conflict")
	h.giveRole(support, "auditor")
	boss.post(asked+"/approve", object{}).wantCode(409, "conflict")
	h.giveRole(support, "support")
	boss.post(asked+"/cancel", object{"reason": ""}).wantField("reason")
	boss.post(asked+"/cancel", object{"reason": "a mistake"}).want(200)
	boss.post(asked+"/approve", object{}).wantCode(409, "conflict")

	asked = ask(first)
	boss.post(asked+"/approve", object{}).want(200)
	first.post(asked+"/cancel", object{"reason": "found it"}).want(200) // until it is collected
	first.post(asked+"/collect", object{}).wantCode(409, "conflict")

	key, id := h.adminKey(nil, "reset")
	byKey := ask(h.adminBy(key))
	h.adminWith("keys").delete("/admin/v1/keys/" + id.String()).want(204)
	boss.post(byKey+"/approve", object{}).wantCode(409, "conflict")

	// The target of a request does not decide it, nor do users below the target.
	reset := boss.post(support.resetPath(), object{"reason": "x"}).want(202).object()
	first.post(approvalPath(reset)+"/approve", object{}).wantCode(403, "forbidden")
	first.post(approvalPath(reset)+"/cancel", object{"reason": "x"}).wantCode(403, "forbidden")
	h.adminWith("reset").post(approvalPath(reset)+"/approve", object{}).want(200)

	asked = ask(boss)
	h.clock.advance(72 * time.Hour)
	operator := h.adminWith("reset", "read")
	if got := operator.get(asked).want(200).object()["state"]; got != "expired" {
		t.Errorf("state %v", got)
	}
	operator.post(asked+"/approve", object{}).wantCode(409, "conflict")
	operator.get("/admin/v1/approvals/"+uuid.NewString()).wantCode(404, "not_found")
	for _, verb := range []string{"/approve", "/collect"} {
		operator.post("/admin/v1/approvals/"+uuid.NewString()+verb, object{}).wantCode(404, "not_found")
	}
}

// A request that was approved but not carried out is resumed until it expires.
func TestApprovedRevocationExpires(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins)
	_, support := h.staff("support@example.com", "support")
	operator := h.adminWith("revoke", "read")
	for late, left := range map[bool]int{false: 0, true: 1} {
		ada := h.person(uuid.NewString() + "@example.com")
		id := ada.register(device()).want(201).id().String()
		asked := approvalPath(support.post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "x"}).want(202).object())
		// The state after a process that died between the approval and the revocation.
		until := h.clock.Now().Add(24 * time.Hour)
		if late {
			until = h.clock.Now()
		}
		h.query(`UPDATE approvals SET state = 'approved', decider_kind = 'system', decider_id = '', decider_owner = 'system:',
			decided_at = requested_at, expires_at = ? WHERE identity_id = ?`, until.UnixMicro(), ada.id[:])
		if got := operator.post(asked+"/approve", object{}); (got.status == 409) != late || h.holds(ada) != left {
			t.Errorf("late %v: %d %s, %d left", late, got.status, got.body, h.holds(ada))
		}
	}
}

package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

const revocations = "/admin/v1/revocations"

// revoked runs the worker, and returns the revocation.
func (h *harness) revoked(id any) object {
	h.t.Helper()
	if err := h.service.Revocations.Run(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	return h.adminWith("read").get(revocations + "/" + id.(string)).want(200).object()
}

// outcome lists the counts of a revocation, and its causes.
func outcome(r object) string {
	causes, _ := r["causes"].([]any)
	text := fmt.Sprintf("%v: %v waiting, %v revoked, %v gone, %v skipped, %v failed", r["state"], r["waiting"], r["revoked"], r["gone"], r["skipped"], r["failed"])
	for _, c := range causes {
		text += fmt.Sprintf(", %v %v %v", c.(object)["outcome"], c.(object)["cause"], c.(object)["count"])
	}
	return text
}

// All that matched at the request are revoked, each like a single one: not later ones, nor those that a rule protects.
func TestBulkRevocation(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	ada.register(device()).want(201)
	bob, carol, dan := h.person("bob@example.com"), h.person("carol@example.com"), h.person("dan@example.com")
	var ids []string
	for _, p := range []*person{bob, carol, dan} {
		ids = append(ids, p.register(device()).want(201).id().String())
	}
	support, console := h.staff("support@example.com", "support")
	h.staff("boss@example.com", "admin")
	filter := object{"filter": object{"rp_id": rpID, "suspended": false}}

	preview := console.post("/admin/v1/revocation-preview", filter).want(200).object()
	if preview["matched"] != 7. || len(preview["examples"].([]any)) != 5 || h.count("revocations") != 0 {
		t.Errorf("preview: %v", preview)
	}
	filter["reason"], filter["expected"] = "The maker has withdrawn them", 7
	asked := console.post(revocations, filter).want(202).object()
	if outcome(asked) != "open: 7 waiting, 0 revoked, 0 gone, 0 skipped, 0 failed" || h.count("passkeys") != 7 {
		t.Errorf("asked: %s", outcome(asked))
	}
	if again := console.post(revocations, filter).want(202).object(); again["id"] != asked["id"] {
		t.Error("asking again makes a second one")
	}
	late := h.person("late@example.com")
	late.register(device()).want(201)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+ids[1]+"/revoke", object{"reason": "lost"}).want(200)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+ids[2]+"/suspend", object{"reason": "mislaid"}).want(200)

	done := h.revoked(asked["id"])
	if got := outcome(done); got != "done: 0 waiting, 3 revoked, 1 gone, 3 skipped, 0 failed, skipped no_longer_matches 1, skipped oneself 1, skipped role_above 1" {
		t.Errorf("done: %s", got)
	}
	if h.holds(ada) != 0 || h.holds(bob) != 0 || h.holds(late) != 1 || h.holds(support) != 1 || h.count("passkeys") != 4 {
		t.Errorf("%d passkeys are left", h.count("passkeys"))
	}
	h.app().login(phone).wantCode(400, "passkey_rejected")
	if got := h.eventsOf(ada.id, "passkey.revoked", "The maker has withdrawn them"); got != 2 {
		t.Errorf("%d events about Ada", got)
	}
	h.kratos.mu.Lock()
	ended := fmt.Sprint(h.kratos.ended)
	h.kratos.mu.Unlock()
	if !strings.Contains(ended, ada.id.String()) || !strings.Contains(ended, bob.id.String()) {
		t.Errorf("sessions ended of %s", ended)
	}
	events := h.adminWith("read").get("/admin/v1/audit-events?event_type=revocation.done").want(200).object()["events"].([]any)
	if e := events[0].(object); len(events) != 1 || e["actor"].(object)["id"] != support.id.String() || e["metadata"].(object)["revoked"] != 3. || e["metadata"].(object)["revocation_id"] != asked["id"] {
		t.Errorf("on record: %v", events)
	}
	list := console.get(revocations + "/" + asked["id"].(string) + "/passkeys?outcome=skipped&page_size=2").want(200).object()
	rest := console.get(revocations + "/" + asked["id"].(string) + "/passkeys?outcome=skipped&page_token=" + list["next_page_token"].(string)).want(200).object()
	if n := len(list["passkeys"].([]any)) + len(rest["passkeys"].([]any)); n != 3 {
		t.Errorf("%d are listed as skipped", n)
	}
	if rows := console.get(revocations + "?state=done").want(200).object()["revocations"].([]any); len(rows) != 1 {
		t.Errorf("listed: %v", rows)
	}
	console.get(revocations + "?state=odd").wantField("state")
	console.get(revocations + "/" + asked["id"].(string) + "/passkeys?outcome=odd").wantField("outcome")
	console.get(revocations+"/"+uuid.NewString()+"/passkeys").wantCode(404, "not_found")
	console.post(revocations+"/"+asked["id"].(string)+"/cancel", object{"reason": "x"}).wantCode(409, "conflict")
	console.post(revocations+"/"+asked["id"].(string)+"/approve", object{}).wantCode(409, "conflict")
}

// What is wrong with a request is named, and nothing is stored.
func TestBulkRevocationRefused(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	support := h.adminWith("revoke")
	before := h.dump()
	for name, c := range map[string]struct {
		field string
		body  object
	}{
		"no filter":       {"filter", object{"reason": "x"}},
		"empty filter":    {"filter", object{"reason": "x", "filter": object{}}},
		"only null":       {"filter", object{"reason": "x", "filter": object{"rp_id": nil}}},
		"unknown member":  {"filter/color", object{"reason": "x", "filter": object{"color": "red", "rp_id": rpID}}},
		"unknown option":  {"force", object{"reason": "x", "filter": object{"rp_id": rpID}, "force": true}},
		"no reason":       {"reason", object{"filter": object{"rp_id": rpID}}},
		"bad ID":          {"filter/aaguid", object{"reason": "x", "filter": object{"aaguid": "yubikey"}}},
		"no identifier":   {"filter/key_identifier", object{"reason": "x", "filter": object{"key_identifier": ""}}},
		"bad identifier":  {"filter/key_identifier", object{"reason": "x", "filter": object{"key_identifier": "00000000-0000-0000-0000-000000000000"}}},
		"no text":         {"filter/key_identifier", object{"reason": "x", "filter": object{"key_identifier": 7}}},
		"key and model":   {"filter", object{"reason": "x", "filter": object{"aaguid": uuid.UUID(device().AAGUID).String(), "key_identifier": strings.Repeat("0", 40)}}},
		"bad domain":      {"filter/rp_id", object{"reason": "x", "filter": object{"rp_id": "exa mple"}}},
		"bad time":        {"filter/created_until", object{"reason": "x", "filter": object{"created_until": "0001-01-01T00:00:00Z"}}},
		"nothing matches": {"filter", object{"reason": "x", "filter": object{"rp_id": "unused.example"}}},
		"two names":       {"identity", object{"reason": "x", "filter": object{"identity": "ada@example.com", "identity_id": ada.id}}},
		"unknown user":    {"identity", object{"reason": "x", "filter": object{"identity": "nobody@example.com"}}},
	} {
		t.Log(name)
		support.post(revocations, c.body).wantField(c.field)
	}
	support.post(revocations, object{"reason": "x", "filter": object{"rp_id": rpID}, "expected": 2}).wantCode(409, "conflict")
	if h.dump() != before {
		t.Error("something was written")
	}
	asked := support.post(revocations, object{"reason": "x", "filter": object{"identity": "ADA@example.com"}, "expected": 1, "end_sessions": false}).want(202).object()
	if asked["filter"].(object)["identity_id"] != ada.id.String() || asked["end_sessions"] != false {
		t.Errorf("asked: %v", asked)
	}
	stopped := support.post(revocations+"/"+asked["id"].(string)+"/cancel", object{"reason": "a mistake"}).want(200).object()
	if outcome(stopped) != "cancelled: 1 waiting, 0 revoked, 0 gone, 0 skipped, 0 failed" || outcome(h.revoked(asked["id"])) != outcome(stopped) || h.count("passkeys") != 1 {
		t.Errorf("stopped: %s", outcome(stopped))
	}
}

// With two approvals, one admin alone revokes nothing; who may act on whom is decided for both.
func TestBulkRevocationBySecondAdmin(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins, phones)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	first, _ := h.staff("first@example.com", "support")
	second, other := h.staff("second@example.com", "support")
	bossHerself, boss := h.staff("boss@example.com", "admin")
	ask := func(reason string) string {
		return revocations + "/" + boss.post(revocations, object{"reason": reason, "filter": object{"rp_id": rpID, "aaguid": uuid.UUID(device().AAGUID).String()}}).want(202).object()["id"].(string)
	}
	path := ask("first")
	if got := h.revoked(strings.TrimPrefix(path, revocations+"/")); outcome(got) != "pending: 4 waiting, 0 revoked, 0 gone, 0 skipped, 0 failed" {
		t.Errorf("pending: %s", outcome(got))
	}
	for _, c := range []*caller{boss, keyOf(h, boss, "revoke")} {
		c.post(path+"/approve", object{}).wantCode(403, "forbidden")
		c.post(strings.Replace(path, "revocations", "approvals", 1)+"/approve", object{}).wantCode(403, "forbidden")
	}
	h.adminWith("reset").post(strings.Replace(path, "revocations", "approvals", 1)+"/approve", object{}).wantCode(403, "forbidden")
	if got := fmt.Sprint(waiting(other)); got != "[bulk_revocation pending]" {
		t.Errorf("waiting: %s", got)
	}
	for who, want := range map[*person]int{ada: 1, first: 1, h.person("bob@example.com"): 0} {
		if got := other.get("/admin/v1/approvals?identity_id=" + who.id.String()).want(200).object()["approvals"].([]any); len(got) != want {
			t.Errorf("waiting for one person: %v, want %d", got, want)
		}
	}
	if got := other.get(strings.Replace(path, "revocations", "approvals", 1)).want(200).object(); got["identity_id"] != nil || got["revocation"].(object)["matched"] != 4. || got["revocation"].(object)["authenticator"] != "Example Phone" {
		t.Errorf("approval: %v", got)
	}
	codes := map[int]int{}
	for _, a := range fifty(func(int) *answer { return by(other, h).post(path+"/approve", object{}) }) {
		codes[a.status]++
	}
	if codes[202] != 1 || codes[409] != 49 || h.events("revocation.approved") != 1 {
		t.Errorf("approved: %v", codes)
	}
	// The boss may act on all but herself, and the approver neither on himself nor on her.
	done := h.revoked(strings.TrimPrefix(path, revocations+"/"))
	if got := outcome(done); got != "done: 0 waiting, 2 revoked, 0 gone, 2 skipped, 0 failed, skipped oneself 2" {
		t.Errorf("done: %s", got)
	}
	if h.holds(ada) != 0 || h.holds(first) != 0 || h.holds(second) != 1 || h.holds(bossHerself) != 1 {
		t.Error("other passkeys were revoked")
	}

	// A request ends with its requester's role, even when it is approved; it can be cancelled; and it expires.
	path = ask("second")
	h.giveRole(bossHerself, "")
	other.post(path+"/approve", object{}).wantCode(409, "conflict")
	h.giveRole(bossHerself, "admin")
	other.post(path+"/approve", object{}).want(202)
	h.giveRole(bossHerself, "auditor")
	if got := outcome(h.revoked(strings.TrimPrefix(path, revocations+"/"))); got != "done: 0 waiting, 0 revoked, 0 gone, 2 skipped, 0 failed, skipped requester_not_allowed 2" {
		t.Errorf("requester: %s", got)
	}
	h.giveRole(bossHerself, "admin")
	path = ask("third")
	boss.post(path+"/cancel", object{"reason": "found"}).want(200)
	other.post(path+"/approve", object{}).wantCode(409, "conflict")
	path = ask("fourth")
	h.clock.advance(72 * time.Hour)
	operator := h.adminWith("revoke", "read")
	if got := operator.get(path).want(200).object()["state"]; got != "expired" || len(waiting(operator)) != 0 {
		t.Errorf("state %v", got)
	}
	operator.post(path+"/approve", object{}).wantCode(409, "conflict")
	if h.revoked(strings.TrimPrefix(path, revocations+"/")); h.events("revocation.expired") != 1 {
		t.Error("no event of the expiry")
	}
}

// Of equal requests at once, one is stored, and all answers have it.
func TestEqualBulkRevocationsAtOnce(t *testing.T) {
	for database, h := range map[string]*harness{"SQLite": newHarness(t), "PostgreSQL": newPostgresHarness(t).harness} {
		t.Run(database, func(t *testing.T) {
			replicas := []*harness{h, h.replica()}
			h.person("ada@example.com").register(device()).want(201)
			support, ids := h.adminWith("revoke"), map[any]int{}
			for _, a := range fifty(func(i int) *answer {
				return by(support, replicas[i]).post(revocations, object{"reason": "lost", "filter": object{"rp_id": rpID}})
			}) {
				ids[a.want(202).object()["id"]]++
			}
			if n, err := h.store.AuditEvents(t.Context(), store.AuditFilter{Type: new("revocation.requested")}, store.Page{Size: 9}); err != nil || len(ids) != 1 || len(n) != 1 {
				t.Errorf("%d revocations, %d events, %v", len(ids), len(n), err)
			}
		})
	}
}

package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// equipped is a user with everything: two passkeys and recovery codes here, and factors and sessions at Kratos.
func (h *harness) equipped(login string) *person {
	h.t.Helper()
	ada, _ := h.fresh(login)
	ada.register(device()).want(201)
	ada.post("/v1/recovery-codes", object{}).want(201)
	h.kratos.change(ada.id, func(k *kratosIdentity) {
		k.factors, k.passkey = kratosFactors{TOTP: true, LookupSecret: true, WebAuthn: true}, true
	})
	h.kratos.signIn(ada.id, h.clock.Now())
	return ada
}

func (p *person) resetPath() string { return "/admin/v1/identities/" + p.id.String() + "/mfa-reset" }

// steps lists what a reset has done, as "step outcome count".
func steps(reset object) (list []string) {
	for _, raw := range reset["steps"].([]any) {
		step := raw.(object)
		text := fmt.Sprint(step["step"], " ", step["outcome"])
		if n, ok := step["count"]; ok {
			text += fmt.Sprint(" ", n)
		}
		list = append(list, text)
	}
	return list
}

var everyStep = []string{"passkeys removed 2", "recovery_codes removed 10", "totp removed", "lookup_secret removed",
	"webauthn removed", "passkey kept", "link removed", "sessions removed"}

// checkReset checks what a finished reset leaves behind.
func (h *harness) checkReset(ada *person, reset object) {
	h.t.Helper()
	if reset["state"] != "done" || !slices.Equal(steps(reset), everyStep) || fmt.Sprint(reset["kept"]) != "[passkey]" || reset["identity_gone"] != false {
		h.t.Errorf("reset: %v", reset)
	}
	for _, table := range []string{"passkeys", "step_ups", "recovery_codes", "recoveries"} {
		if n := h.count(table); n != 0 {
			h.t.Errorf("%d %s are left", n, table)
		}
	}
	if got := h.query("SELECT count(*) FROM security_audit WHERE event_type = 'mfa.admin_reset'")[0][0]; got != int64(1) {
		h.t.Errorf("on record %v times", got)
	}
	if h.query("SELECT count(*) FROM enrolment_grace")[0][0] != int64(1) {
		h.t.Error("no grace")
	}
	ada.get("/v1/session").wantCode(401, "unauthenticated")
	if links := h.links(); len(links) != 0 {
		h.t.Errorf("linked: %v", links)
	}
	h.kratos.change(ada.id, func(k *kratosIdentity) {
		if k.factors.Any() {
			h.t.Errorf("Kratos holds %+v", k.factors)
		}
	})
}

func TestResetRemovesEverything(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting, func(h *harness) { h.rules.Required, h.rules.Grace = "aal2", 24*time.Hour })
	ada := h.equipped("ada@example.com")
	support := h.adminWith("reset", "read")
	support.post(ada.resetPath(), object{"reason": " "}).wantField("reason")
	support.post(ada.resetPath(), object{"reason": "x", "approved_by": strings.Repeat("x", 501)}).wantField("approved_by")
	support.post("/admin/v1/identities/"+uuid.NewString()+"/mfa-reset", object{"reason": "x"}).wantCode(404, "not_found")
	if h.count("resets") != 0 || h.count("passkeys") != 2 {
		t.Fatal("a refusal changed something")
	}
	reset := support.post(ada.resetPath(), object{"reason": "Lost the phone", "approved_by": "Team lead"}).want(200).object()
	h.checkReset(ada, reset)
	if reset["approved_by"] != "Team lead" || reset["decided_by"] != nil {
		t.Errorf("got %v, want approved_by 'Team lead', no decided_by", reset)
	}
	events := support.get("/admin/v1/audit-events?event_type=mfa.admin_reset").want(200).object()["events"].([]any)
	event := events[0].(object)
	if event["reason"] != "Lost the phone" || event["identity_id"] != ada.id.String() || event["actor"].(object)["kind"] != "admin_key" ||
		event["metadata"].(object)["approved_by"] != "Team lead" || event["metadata"].(object)["reset_id"] != reset["id"] {
		t.Errorf("on record: %v", event)
	}

	// What Kratos keeps is still a factor there. After an admin has removed it by hand, the user starts again: grace
	// runs from the reset, then a passkey is required, and a password login is enough to set it up.
	h.kratos.change(ada.id, func(k *kratosIdentity) { k.passkey = false })
	again := h.signIn(ada.id, "ada@example.com")
	standing := again.get("/v1/session").want(200).object()
	if standing["next"] != "enrol" || standing["grace_until"] != reset["grace_until"] {
		t.Errorf("standing %v, grace until %v", standing, reset["grace_until"])
	}
	h.clock.advance(25 * time.Hour)
	late := h.signIn(ada.id, "ada@example.com")
	late.get("/v1/authz").wantCode(403, "enrolment_required")
	late.register(device()).want(201)
	if got := fmt.Sprint(late.get("/v1/activity").want(200).object()["events"]); !strings.Contains(got, "mfa.admin_reset") || strings.Contains(got, "Lost the phone") {
		t.Errorf("activity: %s", got)
	}

	// A second reset is a new one. A factor of an unknown kind is reported as kept.
	h.kratos.change(ada.id, func(k *kratosIdentity) { k.factors.Others = true })
	second := support.post(ada.resetPath(), object{"reason": "again"}).want(200).object()
	if second["id"] == reset["id"] || !slices.Contains(steps(second), "passkeys removed 1") || fmt.Sprint(second["kept"]) != "[unknown]" {
		t.Errorf("second: %v", second)
	}
	if list := support.get("/admin/v1/mfa-resets?state=done&identity_id=" + ada.id.String()).want(200).object()["resets"].([]any); len(list) != 2 {
		t.Errorf("listed: %v", list)
	}
	support.get("/admin/v1/mfa-resets?state=odd").wantField("state")
	support.get("/admin/v1/mfa-resets?page_token=" + uuid.NewString()).wantField("page_token")
	support.get("/admin/v1/mfa-resets/"+uuid.NewString()).wantCode(404, "not_found")
}

// Kratos fails before each step in turn. Nothing is lost, ceremonies stay refused, and the next attempt or the worker,
// alternately, completes it.
func TestResetOutlivesKratos(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 8; n++ { // a call for the identity, one for its factors, six steps, one for what is kept
		noted := max(2, n)
		if n > 6 {
			noted-- // reading what is kept is not a step
		}
		h := newHarness(t, minting)
		ada := h.equipped("ada@example.com")
		support := h.adminWith("reset", "read")
		h.kratos.mu.Lock()
		h.kratos.downAfter = n
		h.kratos.mu.Unlock()
		reset := support.post(ada.resetPath(), object{"reason": "Lost the phone"}).want(202).object()
		if reset["state"] != "open" || reset["failure"] != "kratos_unavailable" || len(steps(reset)) != noted || h.count("passkeys") != 0 {
			t.Errorf("down after %d: %v", n, reset)
		}
		h.kratos.goDown(false)
		if n%2 == 0 {
			again := support.post(ada.resetPath(), object{"reason": "another reason"}).want(200).object()
			if again["id"] != reset["id"] || again["reason"] != "Lost the phone" {
				t.Errorf("down after %d: %v", n, again)
			}
		} else {
			if err := h.service.Recovery.RunResets(t.Context()); err != nil {
				t.Fatal(err)
			}
			if now := support.get("/admin/v1/mfa-resets/" + reset["id"].(string)).want(200).object(); now["state"] != "open" {
				t.Errorf("down after %d: no back-off: %v", n, now)
			}
			h.clock.advance(5 * time.Second)
			if err := h.replica().service.Recovery.RunResets(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		h.checkReset(ada, support.get("/admin/v1/mfa-resets/"+reset["id"].(string)).want(200).object())
	}
}

// The process dies within each call to Kratos in turn: its claim is not released, so others wait until it expires.
func TestResetOutlivesItsProcess(t *testing.T) {
	t.Parallel()
	for n := 2; n <= 7; n++ { // the same, and within
		h := newHarness(t, minting)
		ada := h.equipped("ada@example.com")
		support := h.adminWith("reset", "read")
		left := n
		var die func()
		die = func() {
			if left--; left == 0 {
				panic("killed")
			}
			h.kratos.mu.Lock()
			h.kratos.meanwhile = die
			h.kratos.mu.Unlock()
		}
		h.kratos.meanwhile = die
		support.post(ada.resetPath(), object{"reason": "Lost the phone"}).wantCode(500, "internal")
		other := h.replica()
		reset := support.post(ada.resetPath(), object{"reason": "again"}).want(202).object()
		if reset["state"] != "open" || reset["tries"] != float64(1) {
			t.Errorf("died at %d: %v", n, reset)
		}
		for _, wait := range []time.Duration{14 * time.Second, time.Second} {
			other.clock.advance(wait)
			if err := other.service.Recovery.RunResets(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		h.checkReset(ada, support.get("/admin/v1/mfa-resets/"+reset["id"].(string)).want(200).object())
	}
}

// The identity is deleted at Kratos while a reset waits: local data are deleted, and the reset reports it.
func TestResetOfADeletedIdentity(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.ResetApprovals = 2 })
	ada := h.equipped("ada@example.com")
	asking, approving := h.adminWith("reset"), h.adminWith("reset")
	reset := asking.post(ada.resetPath(), object{"reason": "Lost the phone"}).want(202).object()
	h.kratos.remove(ada.id)
	done := approving.post("/admin/v1/mfa-resets/"+reset["id"].(string)+"/approve", object{}).want(200).object()
	if done["state"] != "done" || done["identity_gone"] != true || h.count("passkeys") != 0 {
		t.Errorf("got %v, want state done, identity_gone true, passkeys 0", done)
	}
	asking.post(ada.resetPath(), object{"reason": "x"}).wantCode(404, "not_found")
}

func TestResetBySecondAdmin(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting, func(h *harness) { h.rules.ResetApprovals = 2 })
	ada := h.equipped("ada@example.com")
	asking, other := h.adminWith("reset", "read", "keys"), h.adminWith("reset", "read")
	asking.post(ada.resetPath(), object{"reason": "x", "approved_by": "me"}).wantField("approved_by")
	reset := asking.post(ada.resetPath(), object{"reason": "Lost the phone"}).want(202).object()
	path := "/admin/v1/mfa-resets/" + reset["id"].(string)
	if again := other.post(ada.resetPath(), object{"reason": "x"}).want(202).object(); again["id"] != reset["id"] || again["state"] != "pending" {
		t.Errorf("asked for twice: %v", again)
	}
	// Before the approval, no ceremony is refused.
	ada.get("/v1/passkeys").want(200)
	before := h.dump()
	asking.post(path+"/approve", object{}).wantCode(403, "forbidden")
	other.post(path+"/approve", object{"reason": "x"}).wantField("reason")
	other.post("/admin/v1/mfa-resets/"+uuid.NewString()+"/approve", object{}).wantCode(404, "not_found")
	other.post(path+"/cancel", object{"reason": ""}).wantField("reason")
	if h.dump() != before {
		t.Error("a refusal changed something")
	}
	// A key that the first admin created counts as the first admin, and so does a key created by that key.
	second := asking.post("/admin/v1/keys", object{"name": "second", "scopes": []string{"reset", "keys"}}).want(201).object()["key"].(string)
	third := h.adminBy(second).post("/admin/v1/keys", object{"name": "third", "scopes": []string{"reset"}}).want(201).object()["key"].(string)
	for _, key := range []string{second, third} {
		h.adminBy(key).post(path+"/approve", object{}).wantCode(403, "forbidden")
	}
	done := other.post(path+"/approve", object{}).want(200).object()
	h.checkReset(ada, done)
	if fmt.Sprint(done["requested_by"]) == fmt.Sprint(done["decided_by"]) {
		t.Errorf("got %v, want another admin in decided_by than in requested_by", done)
	}
	for _, call := range []string{"/approve", "/cancel"} {
		body := object{}
		if call == "/cancel" {
			body["reason"] = "x"
		}
		other.post(path+call, body).wantCode(409, "conflict")
	}
	eve := h.person("eve@example.com")
	pending := asking.post(eve.resetPath(), object{"reason": "x"}).want(202).object()
	cancelled := asking.post("/admin/v1/mfa-resets/"+pending["id"].(string)+"/cancel", object{"reason": "found"}).want(200).object()
	if cancelled["state"] != "cancelled" {
		t.Errorf("got %v, want state cancelled", cancelled)
	}
	other.post("/admin/v1/mfa-resets/"+pending["id"].(string)+"/approve", object{}).wantCode(409, "conflict")
}

// While a reset is open, no ceremony of the identity can be finished, with or without a passkey.
func TestResetRefusesCeremonies(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	stepUp, login, registration := ada.begin("step-up", object{}), ada.begin("login", object{}), ada.begin("registration", object{})
	code := ada.post("/v1/recovery-codes", object{}).want(201).object()["codes"].([]any)[0].(string)
	// Opened and not begun, as if its process had just died.
	now := h.clock.Now().UnixMicro()
	id := ada.id
	h.query(`INSERT INTO resets (id, identity_id, state, reason, note, request_id, requester_kind, requester_id, requester_owner,
		requested_at, steps, tries, failure, next_try_at)
		VALUES (randomblob(16), ?, 'open', 'x', '', '', 'system', '', '', ?, '[]', 0, '', ?)`, id[:], now, now)

	ada.finish("step-up", stepUp, ada.getWith(phone, stepUp)).wantCode(409, "conflict")
	ada.finish("login", login, ada.getWith(phone, login)).wantCode(409, "conflict")
	ada.finish("registration", registration, ada.create(device(), registration)).wantCode(409, "conflict")
	ada.post("/v1/recovery-codes", object{}).wantCode(409, "conflict")
	ada.post("/v1/recovery-codes/redeem", object{"code": code}).wantCode(409, "conflict")
	h.adminWith("reset").post("/admin/v1/identities/"+ada.id.String()+"/recovery-code", object{"reason": "x"}).wantCode(409, "conflict")
	bob := h.person("bob@example.com")
	bob.register(device()).want(201)

	if err := h.service.Recovery.RunResets(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := h.signIn(ada.id, "ada@example.com")
	again.register(device()).want(201)
}

package api_test

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// newCodes makes a set in a fresh session.
func (p *person) newCodes() []string {
	p.t.Helper()
	return decode[struct{ Codes []string }](p.t, p.post("/v1/recovery-codes", object{}).want(201).body).Codes
}

func (p *person) redeem(code string) *answer {
	p.t.Helper()
	return p.post("/v1/recovery-codes/redeem", object{"code": code})
}

// enrolled is a person with a passkey and codes, and a second session by password, in which the passkey is lost.
func (h *house) enrolled(login string) (lost *person, codes []string, passkey uuid.UUID) {
	h.t.Helper()
	ada := h.person(login)
	phone := device()
	passkey = ada.register(phone).want(201).id()
	ada.stepUp(phone).want(200)
	codes = ada.newCodes()
	return h.signIn(ada.id, login), codes, passkey
}

func (h *house) events(kind string) int {
	h.t.Helper()
	return int(h.query("SELECT count(*) FROM security_audit WHERE event_type = ?", kind)[0][0].(int64))
}

func wayNames(a *answer) string {
	a.t.Helper()
	var names []string
	for _, w := range a.wantCode(403, "step_up_required").object()["ways"].([]any) {
		names = append(names, w.(object)["way"].(string))
	}
	return strings.Join(names, " ")
}

// The way back: a code lets one passkey be registered, and nothing else.
func TestRecoveryCodeLetsOnePasskeyBeRegistered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada, codes, lost := h.enrolled("ada@example.com")
	if got := wayNames(ada.post("/v1/registration/begin", object{})); got != "passkey recovery_code" {
		t.Errorf("ways to register: %s", got)
	}
	if got := wayNames(ada.delete("/v1/passkeys/" + lost.String())); got != "passkey" {
		t.Errorf("ways to remove: %s", got)
	}
	if got := wayNames(ada.post("/v1/recovery-codes", object{})); got != "passkey" {
		t.Errorf("ways to new codes: %s", got)
	}
	got := ada.redeem(codes[0]).want(200).object()
	assurance := got["assurance"].(object)
	if got["left"] != 9.0 || assurance["level"] != "aal2" || assurance["fresh_until"] != nil || assurance["enrol_until"] == nil {
		t.Errorf("got %v", got)
	}
	ada.delete("/v1/passkeys/"+lost.String()).wantCode(403, "step_up_required")
	ada.post("/v1/recovery-codes", object{}).wantCode(403, "step_up_required")
	other := h.signIn(ada.id, ada.email)
	other.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")

	// Two tabs: the leave is for one passkey.
	one, two := ada.begin("registration", object{}), ada.begin("registration", object{})
	laptop := device()
	ada.finish("registration", one, ada.create(laptop, one)).want(201)
	ada.finish("registration", two, ada.create(device(), two)).wantCode(403, "step_up_required")
	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	if now := ada.standing(); now.Assurance.Level != "aal2" {
		t.Errorf("the code stays a second factor: %+v", now.Assurance)
	}
	ada.stepUp(laptop).want(200)
	ada.delete("/v1/passkeys/" + lost.String()).want(200)
	if h.count("passkeys") != 1 {
		t.Errorf("%d passkeys", h.count("passkeys"))
	}
}

func TestRecoveryLeaveEnds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.redeem(codes[0]).want(200)
	h.clock.advance(14*time.Minute + 59*time.Second)
	b := ada.begin("registration", object{})
	h.clock.advance(time.Second)
	ada.finish("registration", b, ada.create(device(), b)).wantCode(403, "step_up_required")
	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	ada.redeem(codes[1]).want(200)
	ada.finish("registration", b, ada.create(device(), b)).want(201)
}

// In the race of two tabs, both of which were let through, one loses within the transaction.
func TestRecoveryLeaveIsUsedOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.redeem(codes[0]).want(200)
	one, two := ada.begin("registration", object{}), ada.begin("registration", object{})
	first, second := ada.create(device(), one), ada.create(device(), two)
	h.kratos.meanwhile = func() { ada.finish("registration", one, first).want(201) }
	ada.finish("registration", two, second).wantCode(403, "step_up_required")
	if h.count("passkeys") != 2 {
		t.Errorf("%d passkeys", h.count("passkeys"))
	}
}

func TestRecoveryCodesAreShownOnceAndKeptAsHashes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	if len(codes) != 10 || len(slices.Compact(slices.Sorted(slices.Values(codes)))) != 10 {
		t.Errorf("got %v", codes)
	}
	status := ada.get("/v1/recovery-codes").want(200)
	if got := status.object(); got["left"] != 10.0 || got["created_at"] == nil {
		t.Errorf("got %v", got)
	}
	kept := h.dump() + h.log.String() + string(status.body)
	for _, code := range codes {
		for _, form := range []string{code, strings.ReplaceAll(code, "-", ""), hex.EncodeToString([]byte(code)), hex.EncodeToString([]byte(strings.ReplaceAll(code, "-", "")))} {
			if strings.Contains(kept, form) {
				t.Errorf("a code is kept as %s", form)
			}
		}
	}
	// They outlive the secrets: these seal the key only.
	rotated := h.replica(func(h *house) {
		h.rules.Secrets = append([][]byte{[]byte(strings.Repeat("second secret ", 4))}, h.rules.Secrets...)
	})
	ada.handler = rotated.public
	ada.redeem(codes[0]).want(200)
	last := rotated.replica(func(h *house) { h.rules.Secrets = h.rules.Secrets[:1] })
	ada.handler = last.public
	ada.redeem(codes[1]).want(200)

	none := h.person("new@example.com")
	if got := none.get("/v1/recovery-codes").want(200).object(); got["left"] != 0.0 || got["created_at"] != nil {
		t.Errorf("got %v", got)
	}
	none.post("/v1/recovery-codes", object{}).wantCode(403, "step_up_required") // a password alone is not fresh
	h.app().get("/v1/recovery-codes").wantCode(401, "unauthenticated")
}

// As people type them; and what cannot be a code is no try.
func TestRecoveryCodeForms(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	for i, form := range []func(string) string{
		strings.ToLower,
		func(c string) string { return strings.ReplaceAll(c, "-", "") },
		func(c string) string { return "  " + strings.ReplaceAll(c, "-", " – ") + "\n" },
		func(c string) string { return strings.NewReplacer("0", "o", "1", "l", "-", "\u2011").Replace(c) },
		func(c string) string { return strings.NewReplacer("0", "O", "1", "I").Replace(c) },
	} {
		ada.redeem(form(codes[i])).want(200)
	}
	before := h.dump()
	for _, typed := range []string{"", " ", "-", codes[5][:13], codes[5] + "2", "U" + codes[5][1:], strings.Repeat("-", 200) + codes[5],
		"ÄÖÜẞ-0000-0000", "\x00" + codes[5], codes[5] + "\u202e", "０００００００００００００"} {
		for range 6 {
			ada.redeem(typed).wantField("code")
		}
	}
	if h.dump() != before {
		t.Error("something was written")
	}
	ada.redeem(codes[5]).want(200)
}

func TestNewRecoveryCodesReplaceOld(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	old := ada.newCodes()
	fresh := ada.newCodes()
	ada.redeem(old[0]).wantCode(400, "recovery_code_rejected")
	for i := range 10 {
		got := ada.redeem(fresh[i]).want(200).object()
		if got["left"] != float64(9-i) {
			t.Errorf("code %d: %v left", i, got["left"])
		}
	}
	if n := h.events("recovery_codes.low"); n != 4 { // with 3, 2, 1 and 0 left
		t.Errorf("%d events that codes are low", n)
	}
	// They are good for their identity only.
	eve, theirs, _ := h.enrolled("eve@example.com")
	ada.redeem(theirs[0]).wantCode(400, "recovery_code_rejected")
	eve.redeem(theirs[0]).want(200)
}

func TestWrongRecoveryCodesLock(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	codes := ada.newCodes()
	ada.redeem(codes[0]).want(200)
	for left := 4; left >= 0; left-- {
		if got := ada.redeem("0000-0000-0000").wantCode(400, "recovery_code_rejected").object(); got["tries_left"] != float64(left) {
			t.Errorf("%v tries left, want %d", got["tries_left"], left)
		}
		if left > 0 { // a form sent twice is no wrong try
			ada.redeem(codes[0]).wantCode(400, "recovery_code_rejected")
		}
	}
	locked := ada.redeem(codes[1]).wantCode(423, "locked")
	if locked.object()["retry_after"] != 900.0 || locked.header.Get("Retry-After") != "900" {
		t.Errorf("got %s, %v", locked.body, locked.header)
	}
	h.signIn(ada.id, ada.email).redeem(codes[1]).wantCode(423, "locked")
	ada.stepUp(phone).want(200)
	h.app().login(phone).want(200)
	if h.events("recovery_codes.locked") != 1 || h.events("recovery_codes.failed") != 6 { // the form sent again, once
		t.Errorf("%d locked, %d failed", h.events("recovery_codes.locked"), h.events("recovery_codes.failed"))
	}
	h.clock.advance(15*time.Minute - time.Second)
	if got := ada.redeem(codes[1]).wantCode(423, "locked").object()["retry_after"]; got != 1.0 {
		t.Errorf("retry after %v", got)
	}
	h.clock.advance(time.Second)
	ada.redeem(codes[1]).want(200)
}

func (h *house) atOnce(n int, replicas []*house, p *person, code string) map[string]int {
	got := map[string]int{}
	var mu sync.Mutex
	var wait sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		c := p.at(replicas[i%len(replicas)])
		wait.Go(func() {
			<-start
			a := c.post("/v1/recovery-codes/redeem", object{"code": code})
			outcome := fmt.Sprint(a.status)
			if a.status != 200 {
				outcome, _ = a.object()["code"].(string)
			}
			mu.Lock()
			got[outcome]++
			mu.Unlock()
		})
	}
	close(start)
	wait.Wait()
	return got
}

// Two replicas on one Postgres.
func TestRecoveryCodesAtOnce(t *testing.T) {
	h := newPostgresHouse(t)
	replicas := []*house{h.house, h.replica()}
	ada, codes, _ := h.enrolled("ada@example.com")
	if got := h.atOnce(30, replicas, ada, codes[3]); got["200"] != 1 || got["recovery_code_rejected"] != 29 {
		t.Errorf("one code thirty times: %v", got)
	}
	ada.redeem(codes[4]).want(200) // and nobody is locked out by that
	if got := h.atOnce(50, replicas, ada, "0000-0000-0000"); got["recovery_code_rejected"] != 5 || got["locked"] != 45 {
		t.Errorf("fifty wrong ones: %v", got)
	}
	ada.redeem(codes[5]).wantCode(423, "locked")
}

func TestEnrolmentOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(h *house) {
		h.rules.RecoveryLevel = webauthnsvc.RecoveryEnrolmentOnly
		h.rules.Required, h.rules.Grace = webauthnsvc.RequiredHighestAvailable, 24*time.Hour
	})
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.stands("aal1", "aal2", "step_up", "step_up_required")
	if got := wayNames(ada.get("/v1/authz")); got != "passkey" {
		t.Errorf("ways: %s", got)
	}
	ada.redeem(codes[0]).want(200)
	now := ada.stands("aal1", "aal2", "enrol", "enrolment_required")
	if now.GraceUntil != nil {
		t.Error("who has a passkey is given a grace to have none")
	}
	ada.register(device()).want(201)
	ada.stands("aal1", "aal2", "step_up", "step_up_required")
}

// The level says what a code makes of a session; at the gate there is none yet.
func TestEnrolmentOnlyAtTheGate(t *testing.T) {
	t.Parallel()
	h := newHouse(t, gated, func(h *house) { h.rules.RecoveryLevel = webauthnsvc.RecoveryEnrolmentOnly })
	ada, codes, _ := h.enrolled("ada@example.com")
	call := attempt(ada)
	b := h.browser()
	b.post("/v1/recovery-codes/redeem", object{"code": codes[0], "gate": gateOf(t, h.kratosHook().post("/hooks/kratos/login", call))}).want(200)
	call["pass"] = b.cookies["latchkey_pass"]
	h.kratosHook().post("/hooks/kratos/login", call).want(204)
}

// A code that is used up needs no further look into the database to be answered.
func TestRedemptionIsAnsweredOnceItIsWritten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	h.store.afterRedemption = func() { h.store.goDown(true) }
	got := ada.redeem(codes[0]).want(200).object()
	h.store.afterRedemption = nil
	h.store.goDown(false)
	assurance, _ := got["assurance"].(map[string]any)
	if now := ada.get("/v1/session").want(200).object()["assurance"]; assurance["level"] != "aal2" || !reflect.DeepEqual(now, got["assurance"]) {
		t.Errorf("it answered %v, and the session has %v", assurance, now)
	}

	// And where it cannot be read what the session has, the code is kept.
	h.store.goDown(true)
	ada.redeem(codes[1]).wantCode(503, "store_unavailable")
	h.store.goDown(false)
	ada.redeem(codes[1]).want(200)
}

// One used code, sent over and over.
func TestUsedCodeDoesNotFillTheLog(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.redeem(codes[0]).want(200)
	again := func(times, more int) {
		t.Helper()
		before := h.count("security_audit")
		for range times {
			ada.redeem(codes[0]).wantCode(400, "recovery_code_rejected")
		}
		if n := h.count("security_audit") - before; n != more {
			t.Errorf("%d tries wrote %d events, want %d", times, n, more)
		}
	}
	again(20, 1)
	h.clock.advance(16 * time.Minute)
	again(3, 1)
}

func TestRecoveryCodeIsASecondFactor(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(h *house) { h.rules.Required = webauthnsvc.RequiredHighestAvailable })
	ada, codes, passkey := h.enrolled("ada@example.com")
	if got := wayNames(ada.get("/v1/authz")); got != "passkey recovery_code" {
		t.Errorf("ways: %s", got)
	}
	ada.redeem(codes[0]).want(200)
	ada.stands("aal2", "aal2", "none", "aal2")
	h.signIn(ada.id, ada.email).stands("aal1", "aal2", "step_up", "step_up_required")

	// Codes alone are no factor that could be asked for.
	h.adminWith("revoke").post("/admin/v1/passkeys/"+passkey.String()+"/revoke", object{"reason": "lost", "end_sessions": false}).want(200)
	h.signIn(ada.id, ada.email).stands("aal1", "aal1", "none", "aal1")
	ada.stands("aal2", "aal1", "none", "aal2") // what a code has shown does not hang on the passkey
}

func TestRecoveryCodesSwitchedOff(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.redeem(codes[0]).want(200)
	off := h.replica(func(h *house) { h.rules.RecoveryCodes = false })
	ada.handler = off.public
	ada.get("/v1/recovery-codes").wantCode(404, "not_found")
	ada.post("/v1/recovery-codes", object{}).wantCode(404, "not_found")
	ada.redeem(codes[1]).wantCode(404, "not_found")
	off.adminWith("reset").post("/admin/v1/identities/"+ada.id.String()+"/recovery-code", object{"reason": "x"}).wantCode(404, "not_found")
	if got := ada.standing(); got.Assurance.Level != "aal1" {
		t.Errorf("got %+v", got.Assurance)
	}
	if got := wayNames(ada.post("/v1/registration/begin", object{})); got != "passkey" {
		t.Errorf("ways: %s", got)
	}
}

func TestSupportCode(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	path := "/admin/v1/identities/" + ada.id.String() + "/recovery-code"
	support := h.adminWith("reset")
	h.adminWith("read", "revoke", "export", "keys").post(path, object{"reason": "x"}).wantCode(403, "forbidden")
	h.adminBy("").post(path, object{"reason": "x"}).wantCode(401, "unauthenticated")
	support.post(path, object{"reason": " "}).wantField("reason")
	support.post("/admin/v1/identities/"+uuid.NewString()+"/recovery-code", object{"reason": "x"}).wantCode(404, "not_found")
	support.post("/admin/v1/identities/nobody/recovery-code", object{"reason": "x"}).wantCode(404, "not_found")
	issue := func() string {
		return support.post(path, object{"reason": "ticket 4711"}).want(201).object()["code"].(string)
	}

	for range 5 {
		ada.redeem("0000-0000-0000").wantCode(400, "recovery_code_rejected")
	}
	ada.redeem("0000-0000-0000").wantCode(423, "locked")
	first, second := issue(), issue()
	ada.redeem(first).wantCode(400, "recovery_code_rejected")
	if got := wayNames(ada.post("/v1/registration/begin", object{})); got != "passkey recovery_code" {
		t.Errorf("ways: %s", got)
	}
	if got := ada.redeem(second).want(200).object()["left"]; got != 0.0 {
		t.Errorf("%v left", got)
	}
	ada.register(device()).want(201)

	third := issue()
	h.clock.advance(time.Hour)
	ada.redeem(third).wantCode(400, "recovery_code_rejected")
	if h.events("recovery_codes.helpdesk_created") != 3 || h.events("recovery_codes.low") != 0 {
		t.Errorf("%d and %d events", h.events("recovery_codes.helpdesk_created"), h.events("recovery_codes.low"))
	}
	h.kratos.goDown(true)
	support.post(path, object{"reason": "x"}).wantCode(503, "kratos_unavailable")
}

// What a redemption costs: it is rare, but must not pile up.
func TestCostOfRecoveryCodes(t *testing.T) {
	h := newPostgresHouse(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	for range 10 {
		ada.get("/v1/recovery-codes").want(200)
	}
	if trips, commits := h.cost(t, func() { ada.get("/v1/recovery-codes").want(200) }); trips != 1 || commits != 0 {
		t.Errorf("GET: %d round trips, %d commits", trips, commits)
	}
	next := 0
	redeemed, commits := h.cost(t, func() { ada.redeem(codes[next]).want(200); next++ })
	if redeemed > 9 || commits != 1 {
		t.Errorf("redeem: %d statements, %d commits", redeemed, commits)
	}
	t.Logf("redeem: %d statements, %d commits", redeemed, commits)
}

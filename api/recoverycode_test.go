package api_test

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// newCodes creates a set in a fresh session.
func (p *person) newCodes() []string {
	p.t.Helper()
	return decode[struct{ Codes []string }](p.t, p.post("/v1/recovery-codes", object{}).want(201).body).Codes
}

func (p *person) redeem(code string) *answer {
	p.t.Helper()
	return p.post("/v1/recovery-codes/redeem", object{"code": code})
}

// enrolled is a user with a passkey and codes, and a second session by password, without the passkey.
func (h *harness) enrolled(login string) (lost *person, codes []string, passkey uuid.UUID) {
	h.t.Helper()
	ada := h.person(login)
	phone := device()
	passkey = ada.register(phone).want(201).id()
	ada.stepUp(phone).want(200)
	codes = ada.newCodes()
	return h.signIn(ada.id, login), codes, passkey
}

func (h *harness) events(kind string) int {
	h.t.Helper()
	return int(h.query("SELECT count(*) FROM security_audit WHERE event_type = ?", kind)[0][0].(int64))
}

func wayNames(a *answer) string {
	a.t.Helper()
	return waysIn(a.wantCode(403, "step_up_required"))
}

// waysIn also takes the response of GET /v1/session.
func waysIn(a *answer) string {
	a.t.Helper()
	var names []string
	for _, w := range a.object()["ways"].([]any) {
		names = append(names, w.(object)["way"].(string))
	}
	return strings.Join(names, " ")
}

func TestRecoveryCodesAreShownOnceAndKeptAsHashes(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	if len(codes) != 10 || len(slices.Compact(slices.Sorted(slices.Values(codes)))) != 10 {
		t.Errorf("got %v, want 10 different codes", codes)
	}
	status := ada.get("/v1/recovery-codes").want(200)
	if got := status.object(); got["left"] != 10.0 || got["created_at"] == nil {
		t.Errorf("got %v, want left 10, created_at set", got)
	}
	kept := h.dump() + h.log.String() + string(status.body)
	for _, code := range codes {
		for _, form := range []string{code, strings.ReplaceAll(code, "-", ""), hex.EncodeToString([]byte(code)), hex.EncodeToString([]byte(strings.ReplaceAll(code, "-", "")))} {
			if strings.Contains(kept, form) {
				t.Errorf("a code is kept as %s", form)
			}
		}
	}
	// Codes survive a rotation of the secrets, which seal only their key.
	rotated := h.replica(func(h *harness) {
		h.rules.Secrets = append([][]byte{[]byte(strings.Repeat("second secret ", 4))}, h.rules.Secrets...)
	})
	ada.handler = rotated.public
	ada.redeem(codes[0]).want(200)
	last := rotated.replica(func(h *harness) { h.rules.Secrets = h.rules.Secrets[:1] })
	ada.handler = last.public
	ada.redeem(codes[1]).want(200)

	none := h.person("new@example.com")
	if got := none.get("/v1/recovery-codes").want(200).object(); got["left"] != 0.0 || got["created_at"] != nil {
		t.Errorf("got %v, want left 0, no created_at", got)
	}
	none.post("/v1/recovery-codes", object{}).wantCode(403, "enrolment_required") // they are for users with a passkey
	h.app().get("/v1/recovery-codes").wantCode(401, "unauthenticated")
}

func TestNewRecoveryCodesReplaceOld(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	old := ada.newCodes()
	ada.post("/v1/recovery-codes", object{}).wantCode(409, "conflict") // a second click: the first set is still on the page
	h.clock.advance(10 * time.Second)
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
	// They are valid for their identity only.
	eve, theirs, _ := h.enrolled("eve@example.com")
	ada.redeem(theirs[0]).wantCode(400, "recovery_code_rejected")
	eve.redeem(theirs[0]).want(200)
}

func TestRecoveryCodesSwitchedOff(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.redeem(codes[0]).want(200)
	off := h.replica(func(h *harness) { h.rules.RecoveryCodes = false })
	ada.handler = off.public
	ada.get("/v1/recovery-codes").wantCode(404, "not_found")
	ada.post("/v1/recovery-codes", object{}).wantCode(404, "not_found")
	ada.redeem(codes[1]).wantCode(404, "not_found")
	off.adminWith("reset").post("/admin/v1/identities/"+ada.id.String()+"/recovery-code", object{"reason": "x"}).wantCode(404, "not_found")
	if got := ada.standing(); got.Assurance.Level != "aal1" {
		t.Errorf("got %+v, want Level aal1", got.Assurance)
	}
	if got := wayNames(ada.post("/v1/registration/begin", object{})); got != "passkey" {
		t.Errorf("ways: %s", got)
	}
}

// The cost of a redemption: it is rare, but must not grow.
func TestCostOfRecoveryCodes(t *testing.T) {
	h := newPostgresHarness(t)
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

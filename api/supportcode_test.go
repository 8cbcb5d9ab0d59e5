package api_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestSupportCode(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
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
	first := issue()
	support.post(path, object{"reason": "a second click"}).wantCode(409, "conflict")
	h.clock.advance(10 * time.Second)
	second := issue()
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

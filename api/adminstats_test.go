package api_test

import (
	"fmt"
	"testing"
	"time"
)

func TestStats(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	support := h.adminWith("read", "revoke")
	ada := h.person("ada@example.com")
	ada.get("/v1/session").want(200) // an offer
	phone, stranger := device(), device()
	passkey := ada.register(phone).want(201).id().String()
	ada.stepUp(phone).want(200)
	ada.register(device()).want(201)
	bob := h.person("bob@example.com")
	bob.register(stranger).want(201)
	app := h.app()
	app.login(phone).want(200)
	b := app.begin("login", object{})
	stranger.Origin = "https://evil.test"
	app.finish("login", b, app.getWith(stranger, b)).wantReason("origin_mismatch")
	app.post("/v1/login/begin", object{"mediation": "conditional"}).want(200)
	support.post("/admin/v1/passkeys/"+passkey+"/revoke", object{"reason": "she told me a secret", "end_sessions": false}).want(200)

	if _, err := h.service.Audit.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // counting again adds nothing
		if err := h.service.Audit.CountEvents(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	got := support.get("/admin/v1/stats").want(200)
	stats := got.object()
	for name, want := range map[string]object{
		"identities":   {"with_passkey": 2., "with_two": 0.},
		"registration": {"offered": 1., "started": 3., "finished": 3., "failed": []any{}},
		"login":        {"offered": 1., "started": 2., "finished": 1., "failed": []any{object{"reason": "origin_mismatch", "count": 1.}}},
		"step_up":      {"offered": 0., "started": 1., "finished": 1., "failed": []any{}},
	} {
		if fmt.Sprint(stats[name]) != fmt.Sprint(want) {
			t.Errorf("%s: got %v, want %v", name, stats[name], want)
		}
	}
	if stats["passkeys"] != 2. || contains(string(got.body), "secret") {
		t.Errorf("got %s, want 2 passkeys and no secret", got.body)
	}
	if dump := h.query("SELECT count(*) FROM audit_counts WHERE reason LIKE '%secret%'"); dump[0][0] != int64(0) {
		t.Error("what an admin wrote is among the counts")
	}
	early := h.clock.Now().Add(-48 * time.Hour).Format(time.RFC3339)
	if old := support.get("/admin/v1/stats?since=" + early + "&until=" + h.clock.Now().Add(-24*time.Hour).Format(time.RFC3339)).want(200).object(); len(old["events"].([]any)) != 0 {
		t.Errorf("yesterday: %v", old["events"])
	}
	support.get("/admin/v1/stats?until=" + early + "&since=" + early).wantField("until")
	support.get("/admin/v1/stats?since=2001-01-01T00:00:00Z").wantField("since")
	support.get("/admin/v1/stats?since=tomorrow").wantField("since")
	h.adminWith("export").get("/admin/v1/stats").wantCode(403, "forbidden")
}

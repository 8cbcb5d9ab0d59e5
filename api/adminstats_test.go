package api_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/api"
)

func TestStats(t *testing.T) {
	t.Parallel()
	accounts := int64(40)
	h := newHarness(t, func(h *harness) {
		h.config.Hooks, h.config.BrowserFailures = api.Hooks{Key: hookKey}, true
		h.rules.CountIdentities = func(context.Context) (int64, bool, error) { return accounts, true, nil }
	})
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
	for range 3 {
		h.kratosHook().post("/hooks/kratos/login", attempt(bob)).want(204)
	}
	h.kratosHook().post("/hooks/kratos/login", attempt(bob, object{"session_id": uuid.NewString()})).want(204) // a refresh
	h.kratosHook().post("/hooks/kratos/recovery", attempt(bob)).want(204)
	for range 2 {
		app.post("/v1/browser-failures", object{"kind": "login", "code": "wrong_domain"}).want(204)
	}
	app.post("/v1/browser-failures", object{"kind": "login", "code": "timed_out"}).want(204)
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
		"identities":   {"total": 40., "with_passkey": 2., "with_two": 0.},
		"registration": {"offered": 1., "started": 3., "finished": 3., "failed": []any{}, "in_browser": []any{}, "kept": 2., "used_again": 0.},
		"login": {
			"offered": 1., "started": 2., "finished": 1., "failed": []any{object{"reason": "origin_mismatch", "count": 1.}},
			"in_browser": []any{object{"reason": "wrong_domain", "count": 2.}, object{"reason": "timed_out", "count": 1.}},
			"at_kratos":  3.,
			"platforms":  []any{object{"name": "", "logins": 1.}},
			"providers":  []any{object{"provider": nil, "logins": 1.}},
		},
		"step_up":      {"offered": 0., "started": 1., "finished": 1., "failed": []any{}, "in_browser": []any{}},
		"confirmation": {"in_browser": []any{}},
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
	if stats["previous"] != nil {
		t.Errorf("counting began in this period: %v", stats["previous"])
	}
	var trend int
	for _, part := range stats["trend"].([]any) {
		trend += int(part.(object)["registered"].(float64))
	}
	if parts := len(stats["trend"].([]any)); parts != 10 || trend != 3 {
		t.Errorf("a trend of %d parts with %d registrations, want 10 with 3", parts, trend)
	}
	hour := h.clock.Now().Truncate(time.Hour)
	h.clock.advance(25 * time.Hour)
	between := func(since, until int) object {
		at := func(hours int) string { return hour.Add(time.Duration(hours) * time.Hour).Format(time.RFC3339) }
		return support.get("/admin/v1/stats?since=" + at(since) + "&until=" + at(until)).want(200).object()
	}
	if got := between(12, 24)["previous"].(object); got["registered"] != 3. || got["logins"] != 1. || got["at_kratos"] != 3. {
		t.Errorf("previous: %v", got)
	}
	if got := between(10, 24)["previous"]; got != nil {
		t.Errorf("counting began after the previous period did: %v", got)
	}
	early := h.clock.Now().Add(-72 * time.Hour).Format(time.RFC3339)
	if old := support.get("/admin/v1/stats?since=" + early + "&until=" + h.clock.Now().Add(-48*time.Hour).Format(time.RFC3339)).want(200).object(); len(old["events"].([]any)) != 0 {
		t.Errorf("yesterday: %v", old["events"])
	}
	support.get("/admin/v1/stats?until=" + early + "&since=" + early).wantField("until")
	support.get("/admin/v1/stats?since=2001-01-01T00:00:00Z").wantField("since")
	support.get("/admin/v1/stats?since=tomorrow").wantField("since")
	h.adminWith("export").get("/admin/v1/stats").wantCode(403, "forbidden")
}

// What is offered is counted for sessions and browsers, not for each of their calls.
func TestOffersAreCountedOnce(t *testing.T) {
	t.Parallel()
	h := newHarness(t, policy("aal2", 0))
	support, ada, browser := h.adminWith("read"), h.person("ada@example.com"), h.browser()
	ada.get("/v1/authz").wantCode(403, "enrolment_required") // which an application's proxy asks for each request
	offer := func(times int) {
		for range times {
			ada.get("/v1/session").want(200)
			browser.post("/v1/login/begin", object{"mediation": "conditional"}).want(200)
		}
		if err := h.service.Audit.CountEvents(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	offered := func() string {
		stats := support.get("/admin/v1/stats").want(200).object()
		return fmt.Sprint(stats["registration"].(object)["offered"], stats["login"].(object)["offered"])
	}
	if offer(2); offered() != "1 1" {
		t.Errorf("offered: %s, want 1 1", offered())
	}
	h.clock.advance(time.Hour)
	if offer(2); offered() != "2 2" {
		t.Errorf("an hour later: %s, want 2 2", offered())
	}
	h.person("bob@example.com").get("/v1/session").want(200)
	h.browser().post("/v1/login/begin", object{"mediation": "conditional"}).want(200)
	if offer(1); offered() != "3 3" {
		t.Errorf("with another session and another browser: %s, want 3 3", offered())
	}
}

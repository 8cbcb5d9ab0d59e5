package api_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"latchkey/api"
	"latchkey/metrics"
)

// withMetrics makes a harness measure itself as the binary does.
func withMetrics(h *harness) {
	m := metrics.New(metrics.Options{Version: "test", Ceremonies: api.CeremonySteps(), Log: slog.New(slog.DiscardHandler), Now: time.Now})
	m.ShowBacklogs(h.store.Store, nil)
	h.store.Store = m.Watch(h.store.Store)
	h.config.Meter, h.config.Metrics = m, m.Handler()
}

func (h *harness) scrape() string {
	h.t.Helper()
	return string(h.caller(h.server.Metrics()).unverified().get("/metrics").want(200).body)
}

// unverified returns the same client without the contract check: for responses that are not JSON, or on a separate
// listener.
func (c *caller) unverified() *caller {
	other := *c
	other.unchecked = true
	return &other
}

// ceremonies returns the counters that are not 0, as "kind step outcome reason".
func (h *harness) ceremonies() map[string]string {
	h.t.Helper()
	counted := map[string]string{}
	line := regexp.MustCompile(`(?m)^latchkey_ceremonies_total\{kind="(.*?)",outcome="(.*?)",reason="(.*?)",step="(.*?)"\} (\d+)$`)
	for _, found := range line.FindAllStringSubmatch(h.scrape(), -1) {
		if found[5] != "0" {
			counted[strings.Join([]string{found[1], found[4], found[2], found[3]}, " ")] = found[5]
		}
	}
	return counted
}

func (h *harness) wantCeremonies(want map[string]string) {
	h.t.Helper()
	if got := h.ceremonies(); fmt.Sprint(got) != fmt.Sprint(want) {
		h.t.Errorf("counted\n%v, want\n%v", got, want)
	}
}

func TestCeremoniesAreCounted(t *testing.T) {
	h := newHarness(t, withMetrics)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	h.app().login(phone).want(200)
	ada.stepUp(phone).want(200)
	phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	h.app().login(phone).wantReason("not_accepted")
	phone.Tamper.Signature = nil
	b := ada.begin("login", object{})
	h.store.goDown(true)
	ada.finish("login", b, ada.getWith(phone, b)).wantCode(503, "store_unavailable")
	h.store.goDown(false)
	ada.post("/v1/recovery-codes/redeem", object{"code": "AAAA-AAAA-AAAA"})
	h.app().post("/v1/registration/begin", object{}).wantCode(401, "unauthenticated")
	ada.with("Origin", "https://evil.example").post("/v1/step-up/begin", object{}).wantCode(403, "forbidden_origin")
	// Neither other methods nor other routes are ceremonies.
	ada.get("/v1/session").want(200)
	ada.unverified().send("PUT", "/v1/login/finish", "", nil)
	ada.unverified().send("OPTIONS", "/v1/login/finish", "", nil)

	h.wantCeremonies(map[string]string{
		"registration begin succeeded none": "1", "registration finish succeeded none": "1",
		"registration begin refused unauthenticated": "1",
		"login begin succeeded none":                 "3", "login finish succeeded none": "1",
		"login finish refused not_accepted": "1", "login finish failed store_unavailable": "1",
		"step_up begin succeeded none": "1", "step_up finish succeeded none": "1", "step_up begin refused forbidden_origin": "1",
		"redeem finish refused recovery_code_rejected": "1",
	})
}

// A client that disconnects does not cause a failure.
func TestAbandonedCeremonies(t *testing.T) {
	h := newHarness(t, withMetrics)
	phone := device()
	h.person("ada@example.com").register(phone).want(201)
	app := h.app()
	b := app.begin("login", object{})
	body := encode(t, object{"ceremony": b.Ceremony, "credential": decode[object](t, app.getWith(phone, b))})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(gone, http.MethodPost, "/v1/login/finish", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	h.public.ServeHTTP(httptest.NewRecorder(), r)
	if got := h.ceremonies()["login finish abandoned none"]; got != "1" {
		t.Errorf("counted %v", h.ceremonies())
	}
}

// Whatever clients send, there are no more series than the closed sets allow, and none contains their text.
func TestMetricsAreBounded(t *testing.T) {
	h := newHarness(t, withMetrics)
	hostile := []string{"canary", "canary\x00", `canary"} 1`, "canary\nlatchkey_x 1", strings.Repeat("canary", 2000), "\xff\xfecanary"}
	ada := h.person("ada@example.com")
	for round := range 3 {
		for _, text := range hostile {
			text := fmt.Sprintf("%s%d", text, round)
			for path, body := range map[string]object{
				"/v1/login/begin":           {"identifier": text},
				"/v1/login/finish":          {"ceremony": text, "credential": object{"id": text, "type": text, "response": object{"clientDataJSON": text}}},
				"/v1/step-up/finish":        {"ceremony": text, "credential": object{}, "gate": text},
				"/v1/registration/begin":    {"name": text, "rp_id": text, "hints": []string{text}},
				"/v1/confirmations/begin":   {"payload": text},
				"/v1/recovery-codes/redeem": {"code": text},
			} {
				c := ada.with("User-Agent", text).with("X-Request-Id", text).unverified()
				c.post(path, body)
				c.with("Origin", text).post(path, body)
				c.send("POST", path, text, []byte(text))
				c.send(fmt.Sprintf("CANARY%d", round), path, "", nil)
				c.post(path+"/canary", body)
			}
			h.caller(h.admin).with("Authorization", "Bearer "+text).unverified().get("/metrics").want(401)
		}
	}
	scraped := h.scrape()
	if strings.Contains(strings.ToLower(scraped), "canary") || strings.Contains(scraped, "latchkey_x") {
		t.Error("what clients sent is among the metrics")
	}
	if n := len(h.ceremonies()); n < 6 || n > 40 {
		t.Errorf("%d series of ceremonies: %v", n, h.ceremonies())
	}
}

func TestMetricsNeedAKey(t *testing.T) {
	h := newHarness(t, withMetrics)
	h.adminBy("").get("/metrics").wantCode(401, "unauthenticated")
	h.adminWith("revoke", "keys").get("/metrics").wantCode(403, "forbidden")
	if body := string(h.adminWith("read").unverified().get("/metrics").want(200).body); !strings.Contains(body, "latchkey_build_info") {
		t.Errorf("shown: %s", body)
	}
	// The public listener has none, and that of the metrics has nothing else.
	h.app().unverified().get("/metrics").wantCode(404, "not_found")
	own := h.caller(h.server.Metrics()).unverified()
	for _, path := range []string{"/", "/metrics/", "/admin/v1/passkeys", "/v1/session", "/health/ready"} {
		own.get(path).wantCode(404, "not_found")
	}
	own.send("POST", "/metrics", "", nil).wantCode(405, "method_not_allowed")
	if got := own.get("/metrics").want(200).header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control is %q", got)
	}
}

// Too many concurrent scrapes are asked to retry, and the next one is served.
func TestConcurrentScrapesAreLimited(t *testing.T) {
	h := newHarness(t, withMetrics)
	entered, leave := make(chan struct{}), make(chan struct{})
	h.config.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		entered <- struct{}{}
		<-leave
	})
	h.build()
	handler := h.server.Metrics()
	done := make(chan struct{})
	for range 4 {
		go func() {
			handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/metrics", nil))
			done <- struct{}{}
		}()
		<-entered
	}
	h.caller(handler).get("/metrics").wantCode(429, "rate_limited")
	close(leave)
	for range 4 {
		<-done
	}
	go func() { <-entered }()
	h.caller(handler).unverified().get("/metrics").want(200)
}

package api_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

func behindProxy(h *harness) {
	h.config.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	h.config.LoginPerMinute, h.config.LoginBurst = 60, 5
}

// The audit log and the rate limits have the client's address in one spelling, whatever the proxies write.
func TestClientBehindProxies(t *testing.T) {
	h := newHarness(t, behindProxy)
	ada := h.person("ada@example.com")
	ada.remote = "[::ffff:10.1.2.3]:4711"
	ada.with("X-Forwarded-For", `198.51.100.1, "[::ffff:192.0.2.7]:80", 10.1.9.9`).register(device()).want(201)
	if got := h.query("SELECT DISTINCT ip FROM security_audit"); len(got) != 1 || got[0][0] != "192.0.2.7" {
		t.Errorf("recorded: %v", got)
	}
	app, passed := h.app(), 0
	app.remote = "10.1.2.3:1"
	for i := range 20 {
		spellings := []string{"192.0.2.7", "192.0.2.7:%d", "::ffff:192.0.2.7", "[::ffff:192.0.2.7]:%[1]d", `"192.0.2.7:%d"`}
		text := spellings[i%len(spellings)]
		if strings.Contains(text, "%") {
			text = fmt.Sprintf(text, 1000+i)
		}
		name := []string{"X-Forwarded-For", "Forwarded"}[i%2]
		if name == "Forwarded" {
			text = "for=" + text
		}
		app.header.Del("X-Forwarded-For")
		app.header.Del("Forwarded")
		if app.with(name, text).post("/v1/login/begin", object{}).status == 200 {
			passed++
		}
	}
	if passed != 5 {
		t.Errorf("%d passed: spellings of one address have buckets of their own", passed)
	}
}

// A client whose address is unreadable is not taken for the proxy: it has no address in the log, and does not use up the
// proxy's limit.
func TestUnreadableClient(t *testing.T) {
	h := newHarness(t, behindProxy)
	ada := h.person("ada@example.com")
	ada.remote = "10.1.2.3:1"
	ada.with("X-Forwarded-For", "_hidden").register(device()).want(201)
	if got := h.query("SELECT DISTINCT ip FROM security_audit"); len(got) != 1 || got[0][0] != "" {
		t.Errorf("recorded: %v", got)
	}
	hidden, proxy := h.app().with("Forwarded", "for=_hidden"), h.app()
	hidden.remote, proxy.remote = "10.1.2.3:1", "10.1.2.3:1"
	for range 5 {
		hidden.post("/v1/login/begin", object{}).want(200)
	}
	hidden.with("Forwarded", "for=unknown").post("/v1/login/begin", object{}).wantCode(429, "rate_limited")
	proxy.post("/v1/login/begin", object{}).want(200)
	if n := strings.Count(h.log.String(), "without a readable client address"); n != 1 {
		t.Errorf("%d warnings", n)
	}
}

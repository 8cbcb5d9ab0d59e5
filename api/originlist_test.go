package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A refusal names the origin that is missing in the list, and so does the log; nothing else that a client sends as one.
func TestForbiddenOriginIsNamed(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	for from, want := range map[string]any{
		"https://evil.example": "https://evil.example", "capacitor://localhost": "capacitor://localhost", "http://[::1]:8080": "http://[::1]:8080",
		"null": nil, "https://eve:secret@evil.example": nil, "https://evil.example/secret": nil, "https://evil.example?secret": nil,
		"https://evil.example\u202esecret": nil, "https://a.example, https://b.example": nil, "https://" + strings.Repeat("secret", 50): nil,
		"javascript:secret()": nil, `https://"secret"`: nil,
	} {
		refused := h.app().with("Origin", from).post("/v1/login/begin", object{}).wantCode(403, "forbidden_origin")
		if got := refused.object()["origin"]; got != want {
			t.Errorf("%s: the refusal names %v", from, got)
		}
		log := h.log.String()
		if name, named := want.(string); named && !strings.Contains(log, `"cause":"cross-site request from `+name+`"`) {
			t.Errorf("the log does not name %s", name)
		}
		if strings.Contains(log, "secret") || strings.Contains(log, "a.example") {
			t.Errorf("the log repeats %s", from)
		}
	}
}

// Any page learns whether its own origin is listed, and of no other.
func TestOriginOfThePage(t *testing.T) {
	t.Parallel()
	const app = "capacitor://localhost"
	h := newHarness(t, func(h *harness) { h.config.Origins = append(h.config.Origins, app) })
	for from, want := range map[string]object{
		origin:                  {"origin": origin, "allowed": true, "passkeys": true},
		"https://example.net":   {"origin": "https://example.net", "allowed": true, "passkeys": true},
		app:                     {"origin": app, "allowed": true, "passkeys": false},
		"https://evil.example":  {"origin": "https://evil.example", "allowed": false, "passkeys": false},
		"https://evil.example/": {"origin": "", "allowed": false, "passkeys": false},
		"null":                  {"origin": "", "allowed": false, "passkeys": false},
	} {
		for _, site := range []string{"", "cross-site", "same-origin"} {
			got := h.app().with("Origin", from).with("Sec-Fetch-Site", site).send("POST", "/v1/origin", "", nil).want(200)
			for member, value := range want {
				if got.object()[member] != value {
					t.Errorf("%s: %s is %v, want %v", from, member, got.object()[member], value)
				}
			}
			if body := got.object(); body["service"] != "latchkey" || body["base_url"] != baseURL || len(body) != 8 ||
				fmt.Sprint(body["seen"]) != "map[cookie:false forwarded:none host:example.com]" { // the page learns nothing of the client
				t.Errorf("%s gets %s", from, got.body)
			}
			if h := got.header; h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Allow-Credentials") != "" ||
				h.Get("Cache-Control") != "no-store" || h.Get("Set-Cookie") != "" {
				t.Errorf("%s gets %v", from, h)
			}
		}
	}
	if !strings.Contains(h.log.String(), `"cause":"cross-site request from https://evil.example"`) || strings.Contains(h.log.String(), "from "+origin) {
		t.Error("the log must name the origin that is missing, and only that")
	}
	if got := h.app().send("POST", "/v1/origin", "", nil).want(200).object(); got["allowed"] != false || got["origin"] != "" {
		t.Errorf("without an origin: %v", got)
	}
}

// The pages of hybrid apps and extensions have origins of their own schemes. One that is listed calls the API with the session
// cookie, as far as its browser sends that; another one gets nothing.
func TestHybridAppsCallWithTheCookie(t *testing.T) {
	t.Parallel()
	listed := []string{"capacitor://localhost", "ionic://localhost", "tauri://localhost", "http://tauri.localhost",
		"chrome-extension://abcdefghijklmnopabcdefghijklmnop", "moz-extension://3c8d5d9b-2f0c-4a1e-9d3a-6f1f0a7b5c4d"}
	h := newHarness(t, func(h *harness) { h.config.Origins = append(h.config.Origins, listed...) })
	ada := h.person("ada@example.com")
	id := ada.register(device()).want(201).id().String()
	foreign := []string{"capacitor://localhost.evil.example", "capacitor://evil", "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba", "CAPACITOR://localhost"}
	for _, from := range slices.Concat(listed, foreign) {
		page := ada.caller.with("Origin", from).with("Sec-Fetch-Site", "cross-site")
		flight := page.with("Access-Control-Request-Method", "PATCH").with("Access-Control-Request-Headers", "content-type").send("OPTIONS", "/v1/passkeys/"+id, "", nil)
		renamed, list := page.patch("/v1/passkeys/"+id, object{"name": "Mine"}), page.get("/v1/passkeys")
		allowed, credentials := from, "true"
		if slices.Contains(foreign, from) {
			renamed.wantCode(403, "forbidden_origin")
			allowed, credentials = "", ""
		} else {
			renamed.want(200)
		}
		for _, got := range []*answer{flight, renamed, list} {
			if h := got.header; h.Get("Access-Control-Allow-Origin") != allowed || h.Get("Access-Control-Allow-Credentials") != credentials {
				t.Errorf("%s: %d with %v", from, got.status, h)
			}
		}
	}
}

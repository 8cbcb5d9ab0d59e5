package api_test

import "testing"

// Users end the session they are in, without a step-up, and no other. No other site can do it for them.
func TestEndOwnSession(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	elsewhere := h.signIn(ada.id, ada.email)

	for name, from := range map[string]*caller{
		"another site":     ada.with("Origin", "https://evil.test"),
		"no known sender":  ada.with("Origin", ""),
		"a cross-site GET": ada.with("Origin", "").with("Sec-Fetch-Site", "cross-site"),
	} {
		if got := from.post("/v1/sign-out", object{}); got.status != 403 || got.object()["code"] != "forbidden_origin" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	ada.send("POST", "/v1/sign-out", "text/plain", []byte("{}")).wantCode(415, "unsupported_media_type")
	ada.post("/v1/sign-out", object{"session_id": "all"}).wantField("session_id")
	h.kratos.failEnding(true)
	ada.post("/v1/sign-out", object{}).wantCode(503, "kratos_unavailable")
	h.kratos.failEnding(false)
	ada.signedIn(true)

	ada.send("POST", "/v1/sign-out", "", nil).want(204)
	ada.signedIn(false)
	ada.post("/v1/sign-out", object{}).wantCode(401, "unauthenticated")
	elsewhere.signedIn(true)
}

// Others who use up what the identity may write do not keep the user signed in; the session has a limit of its own.
func TestEndOwnSessionLimit(t *testing.T) {
	t.Parallel()
	const perMinute = 3
	h := newHarness(t, func(h *harness) { h.config.WritesPerMinute = perMinute })
	ada := h.person("ada@example.com")
	for range 20 {
		attacker := h.signIn(ada.id, ada.email)
		for range perMinute {
			attacker.post("/v1/recovery-codes/redeem", object{"code": "0000-0000-0000"})
		}
	}
	ada.post("/v1/recovery-codes", object{}).wantCode(429, "rate_limited")
	ada.post("/v1/sign-out", object{}).want(204)

	shared := h.signIn(ada.id, ada.email) // with a thief who has a copy of the cookie
	for range 2 * perMinute {
		shared.post("/v1/recovery-codes/redeem", object{"code": "0000-0000-0000"})
	}
	shared.post("/v1/sign-out", object{}).want(204)
}
